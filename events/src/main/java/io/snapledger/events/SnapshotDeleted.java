package io.snapledger.events;

import static java.util.Objects.requireNonNull;

/**
 * The bytes of a snapshot are gone on purpose; its decision remains.
 *
 * @param snapshot id of the snapshot
 * @param store name of the store
 * @param repository name of the repository
 * @param bytes bytes freed
 */
public record SnapshotDeleted(String snapshot, String store, String repository, long bytes) implements EventData {
    public SnapshotDeleted {
        requireNonNull(snapshot, "snapshot is missing");
        requireNonNull(store, "store is missing");
        requireNonNull(repository, "repository is missing");
    }

    @Override
    public String subject() {
        return snapshot;
    }

    @Override
    public String indexPart() {
        return repository;
    }
}
