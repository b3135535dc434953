package io.snapledger.stores.files;

import io.snapledger.stores.StreamSource;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;

/** A restore's streams until its deadline: however slowly they come, nothing is read after it. */
record TimelySource(StreamSource source, Clock clock, Instant deadline) implements StreamSource {

    /** The deadline has passed. */
    static final class DeadlinePassed extends IOException {

        private static final long serialVersionUID = 1L;
    }

    @Override
    public InputStream open(String name) throws IOException {
        return timely(source.open(name));
    }

    @Override
    public InputStream open(String name, long offset) throws IOException {
        return timely(source.open(name, offset));
    }

    private InputStream timely(InputStream stream) {
        return new FilterInputStream(stream) {
            @Override
            public int read() throws IOException {
                requireTime();
                return super.read();
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                requireTime();
                return super.read(bytes, offset, length);
            }
        };
    }

    private void requireTime() throws DeadlinePassed {
        if (clock.instant().isAfter(deadline)) {
            throw new DeadlinePassed();
        }
    }
}
