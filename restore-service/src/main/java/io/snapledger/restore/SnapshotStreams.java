package io.snapledger.restore;

import io.snapledger.repository.read.SnapshotReader;
import io.snapledger.stores.StreamSource;
import java.io.IOException;
import java.io.InputStream;

/**
 * The streams of a snapshot as engines see them.
 *
 * @param reader closed by whoever opened it, after the streams
 */
public record SnapshotStreams(SnapshotReader reader) implements StreamSource {

    @Override
    public InputStream open(String name) throws IOException {
        return open(name, 0);
    }

    @Override
    public InputStream open(String name, long offset) throws IOException {
        try {
            return reader.stream(name, offset);
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
