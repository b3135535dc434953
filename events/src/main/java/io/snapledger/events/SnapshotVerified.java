package io.snapledger.events;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * A snapshot was read back and found whole.
 *
 * @param snapshot id of the snapshot
 * @param store name of the store
 * @param repository name of the repository
 * @param method `segments` (lengths and digests), `seals` (every chunk opened) or `restore` (evidence compared)
 * @param verifiedAt when
 */
public record SnapshotVerified(String snapshot, String store, String repository, String method, Instant verifiedAt)
        implements EventData {
    public SnapshotVerified {
        requireNonNull(snapshot, "snapshot is missing");
        requireNonNull(store, "store is missing");
        requireNonNull(repository, "repository is missing");
        requireNonNull(method, "method is missing");
        requireNonNull(verifiedAt, "verifiedAt is missing");
    }

    @Override
    public String subject() {
        return snapshot;
    }

    @Override
    public String indexPart() {
        return repository + "@" + verifiedAt;
    }
}
