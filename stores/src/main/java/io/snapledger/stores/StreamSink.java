package io.snapledger.stores;

import java.io.IOException;
import java.io.OutputStream;

/** Where a dump's streams go. */
@FunctionalInterface
public interface StreamSink {

    /**
     * Begins a stream. Its {@code close} ends it; the next one is opened only after that. A stream that is not closed
     * when {@code dump} ends belongs to a failed dump. Writes may block for long (staging is full); an interrupt ends that with an
     * {@link java.io.InterruptedIOException}.
     *
     * @param name unique in the snapshot, {@code [A-Za-z0-9][A-Za-z0-9._-]{0,127}}
     * @throws IOException if the bytes cannot be kept; the engine gives up the dump and lets it through
     */
    OutputStream open(String name) throws IOException;
}
