package io.snapledger.repository.read;

import io.snapledger.repository.DamagedSnapshotException;
import io.snapledger.repository.Decision;
import io.snapledger.repository.SnapshotRepository;
import io.snapledger.repository.format.Manifest;
import io.snapledger.repository.keys.KeyRing;
import java.io.InputStream;
import java.util.function.LongConsumer;

/**
 * Opens a snapshot. Every byte it hands out was sealed by the store's key, has its chunk's digest, and stands where the manifest
 * says.
 */
public final class SnapshotReader implements AutoCloseable {

    private SnapshotReader() {}

    /**
     * Unwraps the key, then reads and verifies segment list and manifest against the decision.
     *
     * @throws io.snapledger.repository.keys.WrongKeyException before anything else, if no key of the ring opens it
     * @throws DamagedSnapshotException if an object is not what the decision says
     */
    public static SnapshotReader open(SnapshotRepository repository, Decision decision, KeyRing keys) {
        throw new UnsupportedOperationException("soon");
    }

    public Manifest manifest() {
        throw new UnsupportedOperationException("soon");
    }

    /**
     * A stream from its beginning. {@code read} throws an {@link java.io.IOException} whose cause is a
     * {@link DamagedSnapshotException} before it hands out a wrong byte; the end is reported only once total length and
     * SHA-256 were found right. Close it, since it reads ahead.
     *
     * @throws IllegalArgumentException if the snapshot has no stream of that name
     */
    public InputStream stream(String name) {
        throw new UnsupportedOperationException("soon");
    }

    /**
     * Reads every segment the snapshot needs, of its owners too: length, SHA-256, every seal. Before a destructive restore.
     *
     * @param progress is told the bytes read so far
     * @return bytes read
     * @throws DamagedSnapshotException at the first object that is not whole
     */
    public long verifyAll(LongConsumer progress) {
        throw new UnsupportedOperationException("soon");
    }

    /** Bytes that {@link #verifyAll} reads. */
    public long storedBytes() {
        throw new UnsupportedOperationException("soon");
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException("soon");
    }
}
