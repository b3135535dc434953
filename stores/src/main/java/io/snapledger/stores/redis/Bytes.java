package io.snapledger.stores.redis;

import java.io.IOException;

/** A known number of bytes that come one after the other. */
abstract class Bytes {

    private long left;

    Bytes(long length) {
        left = length;
    }

    final long left() {
        return left;
    }

    /** At least one byte and at most so many; there must be some left. */
    final int read(byte[] into, int offset, int length) throws IOException {
        if (left == 0) {
            throw new MalformedRdb("a value ends in its middle");
        }
        int count = next(into, offset, (int) Math.min(length, left));
        left -= count;
        if (left == 0) {
            end();
        }
        return count;
    }

    final void readFully(byte[] into, int length) throws IOException {
        int done = 0;
        while (done < length) {
            done += read(into, done, length - done);
        }
    }

    /** All that are left, if they are no more than a limit. */
    final byte[] readAll(int limit, String what) throws IOException {
        if (left < 0 || left > limit) {
            throw new MalformedRdb(
                    what + " has " + Long.toUnsignedString(left) + " bytes; at most " + limit + " are read");
        }
        byte[] all = new byte[(int) Math.min(left, 64 * 1024)]; // grows with what really comes
        int done = 0;
        while (left > 0) {
            if (done == all.length) {
                all = java.util.Arrays.copyOf(all, (int) Math.min(2L * done, done + left));
            }
            done += read(all, done, all.length - done);
        }
        return done == all.length ? all : java.util.Arrays.copyOf(all, done);
    }

    /** At least one. */
    abstract int next(byte[] into, int offset, int length) throws IOException;

    /** After the last. */
    void end() throws IOException {}

    /** As they stand in an RDB. */
    static final class Plain extends Bytes {

        private final RdbInput input;

        Plain(RdbInput input, long length) {
            super(length);
            this.input = input;
        }

        @Override
        int next(byte[] into, int offset, int length) throws IOException {
            return input.read(into, offset, length);
        }
    }

    /** In memory. */
    static final class Held extends Bytes {

        private final byte[] bytes;
        private int at;

        Held(byte[] bytes) {
            super(bytes.length);
            this.bytes = bytes;
        }

        @Override
        int next(byte[] into, int offset, int length) {
            System.arraycopy(bytes, at, into, offset, length);
            at += length;
            return length;
        }
    }
}
