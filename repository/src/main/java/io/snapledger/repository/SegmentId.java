package io.snapledger.repository;

import static java.util.Objects.requireNonNull;

/**
 * A segment file.
 *
 * @param store store of the snapshot
 * @param snapshot the snapshot that wrote it
 * @param attempt the attempt that wrote it
 * @param number within the attempt, from 1
 */
public record SegmentId(StoreName store, SnapshotId snapshot, AttemptId attempt, int number) {

    public SegmentId {
        requireNonNull(store, "store is missing");
        requireNonNull(snapshot, "snapshot is missing");
        requireNonNull(attempt, "attempt is missing");
        if (number < 1) {
            throw new IllegalArgumentException("segment number is not valid: " + number + "; numbers start at 1");
        }
    }

    /** {@code store/snapshot/attempt/number}: the associated data of every seal in it. */
    @Override
    public String toString() {
        return store + "/" + snapshot + "/" + attempt + "/" + number;
    }
}
