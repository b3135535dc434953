package io.snapledger.stores.files;

import io.snapledger.posix.ByteName;
import io.snapledger.posix.Directory;
import io.snapledger.posix.RegularFile;
import io.snapledger.stores.command.CommandRunner;
import io.snapledger.stores.command.PrivateDirectory;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** A file for what does not fit in memory, which has no name: it is gone with the process, however that ends. */
final class Spool implements AutoCloseable {

    /** What is kept for a while could not be kept, or read again. */
    static final class Failure extends IOException {

        private static final long serialVersionUID = 1L;

        Failure(IOException cause) {
            super(cause.getMessage(), cause);
        }
    }

    private static final ByteName NAME = ByteName.of("spool");

    private final RegularFile file;
    private long length;

    private Spool(RegularFile file) {
        this.file = file;
    }

    /** Makes one in the directory for private files. */
    static Spool make(CommandRunner commands) throws Failure {
        try (PrivateDirectory place = commands.privateDirectory();
                Directory directory = Directory.open(place.path())) {
            RegularFile file = directory.create(NAME, 0600);
            directory.remove(NAME);
            return new Spool(file);
        } catch (IOException e) {
            throw new Failure(e);
        }
    }

    long length() {
        return length;
    }

    /** Writes at its end; closing it leaves it open. Not buffered. */
    OutputStream output() {
        return new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                write(new byte[] {(byte) one}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int count) throws IOException {
                try {
                    file.writeAt(length, bytes, offset, count);
                    length += count;
                } catch (IOException e) {
                    throw new Failure(e);
                }
            }
        };
    }

    /** Reads a part of it. Not buffered. */
    InputStream input(long from, long to) {
        return new InputStream() {
            private long at = from;

            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] bytes, int offset, int count) throws IOException {
                if (at == to) {
                    return -1;
                }
                try {
                    int read = file.readAt(at, bytes, offset, (int) Math.min(count, to - at));
                    at += Math.max(0, read);
                    return read;
                } catch (IOException e) {
                    throw new Failure(e);
                }
            }
        };
    }

    @Override
    public void close() {
        file.close();
    }
}
