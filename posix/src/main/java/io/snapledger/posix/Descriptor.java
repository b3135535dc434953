package io.snapledger.posix;

import java.io.IOException;

/** A number that the system knows an open file by; never used again after it was closed, since it may be another file's then. */
final class Descriptor implements AutoCloseable {

    private static final int CLOSED = -1;

    private int number;

    Descriptor(int number) {
        this.number = number;
    }

    /** A call that may be interrupted by a signal. */
    @FunctionalInterface
    interface Call {
        /** -1 if it failed. */
        long run();
    }

    /** Runs a call until no signal comes in between. */
    static long retried(Call call, Location file) throws IOException {
        while (true) {
            long result = call.run();
            if (result >= 0) {
                return result;
            }
            if (LibC.errno() != SystemCallException.EINTR) {
                throw SystemCallException.of(file, LibC.errno());
            }
        }
    }

    static Descriptor opened(Call open, Location file) throws IOException {
        return new Descriptor((int) retried(open, file));
    }

    int number() {
        if (number == CLOSED) {
            throw new IllegalStateException("used after it was closed");
        }
        return number;
    }

    boolean isOpen() {
        return number != CLOSED;
    }

    /** Errors are not told: who needs what was written on disk calls fsync before. */
    @Override
    public void close() {
        if (isOpen()) {
            int last = number;
            number = CLOSED;
            LibC.close(last);
        }
    }
}
