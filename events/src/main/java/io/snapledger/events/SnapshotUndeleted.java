package io.snapledger.events;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * The expiry of a snapshot in one repository was taken back: its decision is COMMITTED again. An echo of the decision.
 *
 * @param snapshot id of the snapshot
 * @param store name of the store
 * @param plan name of the plan
 * @param repository name of the repository
 * @param revision of the decision
 * @param undeletedAt when
 * @param caller who asked
 */
public record SnapshotUndeleted(
        String snapshot,
        String store,
        String plan,
        String repository,
        long revision,
        Instant undeletedAt,
        @Nullable Caller caller)
        implements EventData {
    public SnapshotUndeleted {
        requireNonNull(snapshot, "snapshot is missing");
        requireNonNull(store, "store is missing");
        requireNonNull(plan, "plan is missing");
        requireNonNull(repository, "repository is missing");
        requireNonNull(undeletedAt, "undeletedAt is missing");
    }

    @Override
    public String subject() {
        return snapshot;
    }

    @Override
    public String indexPart() {
        return repository + "@" + revision;
    }
}
