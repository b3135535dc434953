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

    /** Whether the backups of both are named by the same second. */
    public boolean isOfSecond(SnapshotId other) {
        return value.regionMatches(0, other.value, 0, Identities.TIME_LENGTH);
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
