package io.snapledger.events;

import static java.util.Objects.requireNonNull;

/**
 * A stored object of a snapshot is missing or changed.
 *
 * @param snapshot id of the snapshot
 * @param store name of the store
 * @param repository name of the repository
 * @param object path of the object
 * @param message expected and found
 */
public record SnapshotDamaged(String snapshot, String store, String repository, String object, String message)
        implements EventData {
    public SnapshotDamaged {
        requireNonNull(snapshot, "snapshot is missing");
        requireNonNull(store, "store is missing");
        requireNonNull(repository, "repository is missing");
        requireNonNull(object, "object is missing");
        requireNonNull(message, "message is missing");
    }

    @Override
    public String subject() {
        return snapshot;
    }

    @Override
    public String indexPart() {
        return repository + "/" + object;
    }
}
