package io.snapledger.stores.files;

import java.io.IOException;
import java.io.OutputStream;

/** A stream that a dump writes to, counted; its own failures can be told from those of the tree. */
final class TargetStream extends OutputStream {

    /** The stream failed, not the tree. */
    static final class Failure extends IOException {

        private static final long serialVersionUID = 1L;

        Failure(IOException cause) {
            super(cause);
        }

        @Override
        public synchronized IOException getCause() {
            return (IOException) super.getCause();
        }
    }

    private final OutputStream target;
    private long bytes;

    TargetStream(OutputStream target) {
        this.target = target;
    }

    /** How many were written. */
    long bytes() {
        return bytes;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
        try {
            target.write(from, offset, length);
        } catch (IOException e) {
            throw new Failure(e);
        }
        bytes += length;
    }

    @Override
    public void close() throws IOException {
        try {
            target.close();
        } catch (IOException e) {
            throw new Failure(e);
        }
    }
}
