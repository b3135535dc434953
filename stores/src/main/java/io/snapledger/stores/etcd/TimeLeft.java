package io.snapledger.stores.etcd;

import io.snapledger.stores.StoreException;
import io.snapledger.stores.StoreException.Reason;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** The time that a call still has. */
record TimeLeft(Clock clock, Instant deadline) {

    boolean isOver() {
        return !clock.instant().isBefore(deadline);
    }

    /** @return milliseconds, at least 1 and at most those given */
    int millisAtMost(Duration most) {
        long left = Duration.between(clock.instant(), deadline).toMillis();
        return (int) Math.max(1, Math.min(left, most.toMillis()));
    }

    Duration left() {
        Duration left = Duration.between(clock.instant(), deadline);
        return left.isNegative() ? Duration.ZERO : left;
    }

    void require() throws StoreException {
        if (isOver()) {
            throw passed();
        }
    }

    StoreException passed() {
        return new StoreException(
                Reason.DEADLINE, "the time was over at " + deadline, "give more time, or look what made it slow");
    }

    /** The caller's stream, of which nothing is read once the time is over. */
    InputStream timely(InputStream stream) {
        return new FilterInputStream(stream) {
            @Override
            public int read() throws IOException {
                requireInStream();
                return super.read();
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                requireInStream();
                return super.read(bytes, offset, length);
            }
        };
    }

    /** The caller's stream, into which nothing is written once the time is over. */
    OutputStream timely(OutputStream stream) {
        return new FilterOutputStream(stream) {
            @Override
            public void write(int b) throws IOException {
                requireInStream();
                out.write(b);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                requireInStream();
                out.write(bytes, offset, length);
            }
        };
    }

    private void requireInStream() throws Carried {
        if (isOver()) {
            throw new Carried(passed());
        }
    }
}
