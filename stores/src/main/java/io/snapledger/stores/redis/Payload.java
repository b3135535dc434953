package io.snapledger.stores.redis;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** What RESTORE takes: bytes as in an RDB, the version of RDB in two bytes and CRC-64 in eight, little endian. */
final class Payload {

    static final byte[] LINE_END = "\r\n".getBytes(StandardCharsets.US_ASCII);

    private static final int FUNCTION = 245;
    private static final int LENGTH_64 = 0x81;
    private static final byte[] LAST_WORD = "\r\n$6\r\nABSTTL\r\n".getBytes(StandardCharsets.US_ASCII);

    private Payload() {}

    /** The payload's end and, after it, the end of the command. */
    static byte[] end(Crc64 crc, int version) {
        byte[] end = new byte[10 + LAST_WORD.length];
        foot(end, 0, crc, version);
        System.arraycopy(LAST_WORD, 0, end, 10, LAST_WORD.length);
        return end;
    }

    private static void foot(byte[] into, int offset, Crc64 crc, int version) {
        Numbers.putLittleEndian(into, offset, 2, version);
        crc.update(into, offset, 2);
        Numbers.putLittleEndian(into, offset + 2, 8, crc.value());
    }

    static byte[] ofFunction(byte[] code, int version) {
        ByteArrayOutputStream payload = new ByteArrayOutputStream();
        payload.write(FUNCTION);
        payload.write(LENGTH_64);
        for (int shift = 56; shift >= 0; shift -= 8) {
            payload.write((int) ((long) code.length >>> shift));
        }
        payload.writeBytes(code);
        Crc64 crc = new Crc64();
        crc.update(payload.toByteArray(), 0, payload.size());
        byte[] end = new byte[10];
        foot(end, 0, crc, version);
        payload.writeBytes(end);
        return payload.toByteArray();
    }
}
