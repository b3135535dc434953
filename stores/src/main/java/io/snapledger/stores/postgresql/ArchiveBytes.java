package io.snapledger.stores.postgresql;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Reads the numbers and texts of a custom archive from a window of bytes. Reading past the window gives zeros and is
 * remembered by {@link #ranOut()}: the caller then waits for more bytes and reads the item again.
 */
final class ArchiveBytes {

    static final byte[] NONE = new byte[0];

    private byte[] data = NONE;
    private int position;
    private int end;
    private int numberSize;
    private int offsetSize;
    private boolean ranOut;

    ArchiveBytes(int numberSize, int offsetSize) {
        this.numberSize = numberSize;
        this.offsetSize = offsetSize;
    }

    void over(byte[] window, int from, int to) {
        data = window;
        position = from;
        end = to;
        ranOut = false;
    }

    void sizes(int ofNumbers, int ofOffsets) {
        numberSize = ofNumbers;
        offsetSize = ofOffsets;
    }

    int offsetSize() {
        return offsetSize;
    }

    int position() {
        return position;
    }

    int remaining() {
        return end - position;
    }

    boolean ranOut() {
        return ranOut;
    }

    byte[] from(int start) {
        return start == end ? NONE : Arrays.copyOfRange(data, start, end);
    }

    /** Skips up to {@code count} bytes; how many there were. */
    long skip(long count) {
        long skipped = Math.min(count, remaining());
        position += (int) skipped;
        if (skipped < count) {
            ranOut = true;
        }
        return skipped;
    }

    byte[] take(int count) {
        byte[] taken = Arrays.copyOfRange(data, position, position + count);
        position += count;
        return taken;
    }

    int unsignedByte() {
        if (position >= end) {
            ranOut = true;
            return 0;
        }
        return data[position++] & 0xff;
    }

    /** A sign byte, then the value, least significant byte first. */
    long number() {
        if (end - position < numberSize + 1) {
            ranOut = true;
            position = end;
            return 0;
        }
        boolean negative = data[position++] != 0;
        long value = 0;
        for (int i = 0; i < numberSize; i++) {
            value |= (data[position++] & 0xffL) << (8 * i);
        }
        return negative ? -value : value;
    }

    /** A length, then bytes in the archive's encoding, each given as a character; null (length below 0) is given as empty. */
    String text() {
        long length = number();
        if (length <= 0 || length > remaining()) {
            ranOut |= length > remaining();
            return "";
        }
        return new String(take((int) length), StandardCharsets.ISO_8859_1);
    }

    /** A text; empty if it is null. */
    Optional<String> optionalText() {
        int start = position;
        if (number() < 0) {
            return Optional.empty();
        }
        if (!ranOut) {
            position = start;
            return Optional.of(text());
        }
        return Optional.of("");
    }

    /** Skips a text; false if it is null. */
    boolean skipText() {
        long length = number();
        if (length > 0) {
            skip(length);
        }
        return length >= 0;
    }
}
