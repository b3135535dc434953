package io.snapledger.stores.redis;

import java.io.IOException;

/**
 * A string that LibLZF compressed, taken apart while it is read: a copy reaches back 8 KiB at most, so that no more is remembered.
 *
 * <p>Format: a byte below 32 says how many literal bytes follow, less one. Any other has in its high three bits the length of a copy, less two
 * (7: the next byte is added), and in its low five bits and the next byte how far back it is, less one.
 */
final class LzfBytes extends Bytes {

    private static final int WINDOW = 8 * 1024;

    private final RdbInput input;
    private final byte[] window = new byte[WINDOW];
    private long compressedLeft;
    private long made;
    private int literals;
    private int copies;
    private int distance;

    LzfBytes(RdbInput input, long compressed, long length) throws MalformedRdb {
        super(length);
        if (length <= 0 || compressed <= 0) {
            throw new MalformedRdb("a compressed string of " + compressed + " for " + length + " bytes");
        }
        this.input = input;
        this.compressedLeft = compressed;
    }

    @Override
    int next(byte[] into, int offset, int length) throws IOException {
        if (literals == 0 && copies == 0) {
            instruction();
        }
        int count = Math.min(length, Math.max(literals, copies));
        for (int i = 0; i < count; i++) {
            byte b = literals > 0 ? (byte) compressed() : window[(int) (made - distance) & WINDOW - 1];
            window[(int) made & WINDOW - 1] = b;
            into[offset + i] = b;
            made++;
        }
        if (literals > 0) {
            literals -= count;
        } else {
            copies -= count;
        }
        return count;
    }

    @Override
    void end() throws IOException {
        if (compressedLeft != 0 || literals + copies != 0) {
            throw new MalformedRdb("a compressed string is not as long as it says");
        }
    }

    private void instruction() throws IOException {
        int control = compressed();
        if (control < 32) {
            literals = control + 1;
            return;
        }
        int length = control >> 5;
        if (length == 7) {
            length += compressed();
        }
        copies = length + 2;
        distance = ((control & 0x1f) << 8 | compressed()) + 1;
        if (distance > made) {
            throw new MalformedRdb("a compressed string copies from before its beginning");
        }
    }

    private int compressed() throws IOException {
        if (compressedLeft-- == 0) {
            throw new MalformedRdb("a compressed string ends in its middle");
        }
        return input.read();
    }
}
