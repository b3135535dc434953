package io.snapledger.repository.write;

import io.snapledger.repository.Decision;
import io.snapledger.repository.SnapshotRepository;
import io.snapledger.repository.keys.StoreKey;
import java.nio.file.Path;

/**
 * The chunks of a base snapshot: one sorted, memory-mapped file. Its owners must have been pinned, and the base's decision read
 * again, before it is built.
 */
public final class BaseIndex implements AutoCloseable {

    private BaseIndex() {}

    /** No base: everything is stored. */
    public static BaseIndex none() {
        throw new UnsupportedOperationException("soon");
    }

    /**
     * Reads the sealed indexes of the base's segments.
     *
     * @param file made here, deleted by {@link #close}
     */
    public static BaseIndex build(SnapshotRepository repository, Decision.Committed base, StoreKey key, Path file) {
        throw new UnsupportedOperationException("soon");
    }

    /** Bytes of the file, to be counted in the staging quota. */
    public long bytes() {
        throw new UnsupportedOperationException("soon");
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException("soon");
    }
}
