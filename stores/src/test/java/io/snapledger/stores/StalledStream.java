package io.snapledger.stores;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.concurrent.CountDownLatch;

/** A sink's stream that is full: writes wait until they are interrupted. */
final class StalledStream extends OutputStream {

    private final CountDownLatch written;

    StalledStream(CountDownLatch written) {
        this.written = written;
    }

    @Override
    public void write(int b) throws IOException {
        written.countDown();
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        write(0);
    }
}
