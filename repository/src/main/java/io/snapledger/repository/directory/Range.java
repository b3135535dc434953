package io.snapledger.repository.directory;

import io.snapledger.posix.RegularFile;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** The next so many bytes of a file. */
final class Range extends InputStream {

    private final RegularFile file;
    private long position;
    private long left;

    Range(RegularFile file, long position, long length) {
        this.file = file;
        this.position = position;
        this.left = length;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (length == 0) {
            return 0;
        }
        int read = left == 0 ? -1 : file.readAt(position, bytes, offset, (int) Math.min(length, left));
        position += Math.max(read, 0);
        left -= Math.max(read, 0);
        return read;
    }

    @Override
    public long skip(long bytes) {
        long skipped = Math.max(0, Math.min(bytes, left));
        position += skipped;
        left -= skipped;
        return skipped;
    }

    @Override
    public void close() {
        file.close();
    }
}
