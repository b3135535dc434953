package io.snapledger.repository;

import io.snapledger.events.Identities;

/**
 * Id of a snapshot; sorts by the time of its backup.
 *
 * @param value as {@link Identities#snapshot} derives it
 */
public record SnapshotId(String value) implements Comparable<SnapshotId> {

    public SnapshotId {
        Identities.requireSnapshot(value);
    }

    /** The backup it belongs to. */
    public String backup() {
        return Identities.backupOf(value);
    }

    @Override
    public int compareTo(SnapshotId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
