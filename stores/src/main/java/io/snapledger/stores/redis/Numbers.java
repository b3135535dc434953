package io.snapledger.stores.redis;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Integers as bytes. */
final class Numbers {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private Numbers() {}

    /** @param width 1 to 8; the result is not sign extended */
    static long littleEndian(byte[] bytes, int offset, int width) {
        if (width == Long.BYTES) {
            return (long) LONG.get(bytes, offset);
        }
        long value = 0;
        for (int i = width - 1; i >= 0; i--) {
            value = value << 8 | bytes[offset + i] & 0xff;
        }
        return value;
    }

    static void putLittleEndian(byte[] bytes, int offset, int width, long value) {
        for (int i = 0; i < width; i++) {
            bytes[offset + i] = (byte) (value >>> (8 * i));
        }
    }

    static long bigEndian(byte[] bytes, int offset, int width) {
        long value = 0;
        for (int i = 0; i < width; i++) {
            value = value << 8 | bytes[offset + i] & 0xff;
        }
        return value;
    }

    /** @param width in bytes, 1 to 8 */
    static long signed(long value, int width) {
        int unused = Long.SIZE - 8 * width;
        return value << unused >> unused;
    }
}
