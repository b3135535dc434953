package io.snapledger.stores.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * The bytes of an RDB, read once from the first to the last with a buffer of fixed size. All that is read is counted and goes into the
 * checksum; from a {@linkplain #tap tap} on it is also copied.
 */
final class RdbInput {

    private static final int BUFFER = 64 * 1024;

    private final InputStream source;
    private final byte[] buffer = new byte[BUFFER];
    private final Crc64 crc = new Crc64();
    private OutputStream tap = OutputStream.nullOutputStream();
    private long before; // bytes of the stream before the buffer
    private int settled; // of the buffer: in the checksum, and copied
    private int next;
    private int limit;

    /** @param offset where in its RDB the source begins */
    RdbInput(InputStream source, long offset) {
        this.source = source;
        this.before = offset;
    }

    long position() {
        return before + next;
    }

    /** Everything that is read from here on is copied. */
    void tap(OutputStream to) throws IOException {
        settle();
        tap = to;
    }

    /** Nothing is copied from here on. */
    void untap() throws IOException {
        tap(OutputStream.nullOutputStream());
    }

    /** Of everything that was read. */
    long checksum() throws IOException {
        settle();
        return crc.value();
    }

    int read() throws IOException {
        if (next == limit) {
            fill();
        }
        return buffer[next++] & 0xff;
    }

    /** At least one byte. */
    int read(byte[] into, int offset, int length) throws IOException {
        if (next == limit) {
            fill();
        }
        int count = Math.min(length, limit - next);
        System.arraycopy(buffer, next, into, offset, count);
        next += count;
        return count;
    }

    void readFully(byte[] into, int length) throws IOException {
        int done = 0;
        while (done < length) {
            done += read(into, done, length - done);
        }
    }

    void requireEnd() throws IOException {
        if (next < limit || more()) {
            throw new MalformedRdb("there are bytes after its end");
        }
    }

    private void fill() throws IOException {
        if (!more()) {
            throw new MalformedRdb("it ends at byte " + position() + ", in the middle");
        }
    }

    private boolean more() throws IOException {
        settle();
        before += limit;
        next = 0;
        settled = 0;
        limit = 0;
        limit = Math.max(0, source.read(buffer));
        return limit > 0;
    }

    private void settle() throws IOException {
        crc.update(buffer, settled, next - settled);
        int from = settled;
        settled = next; // before the copying, which may throw
        if (next > from) {
            tap.write(buffer, from, next - from);
        }
    }
}
