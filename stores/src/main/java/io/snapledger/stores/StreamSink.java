package io.snapledger.stores;

import java.io.IOException;
import java.io.OutputStream;

/** Where a dump's streams go. */
@FunctionalInterface
public interface StreamSink {

    /** Streams that may be open at once. */
    int MOST_OPEN = 3;

    /**
     * Begins a stream. Up to {@value #MOST_OPEN} may be open at once, each written by one thread; {@code close} ends it. A stream that is not closed
     * when {@code dump} ends belongs to a failed dump. Writes may block for long (staging is full); an interrupt ends that with an
     * {@link java.io.InterruptedIOException}.
     *
     * @param name unique in the snapshot, {@code [A-Za-z0-9][A-Za-z0-9._-]{0,127}}
     * @throws IllegalStateException if too many are open
     * @throws IOException if the bytes cannot be kept; the engine gives up the dump and lets it through
     */
    OutputStream open(String name) throws IOException;
}
