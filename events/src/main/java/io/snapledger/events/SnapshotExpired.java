package io.snapledger.events;

import static java.util.Objects.requireNonNull;

/**
 * Retention has decided that a snapshot may go.
 *
 * @param snapshot id of the snapshot
 * @param store name of the store
 * @param plan name of the plan
 * @param repository name of the repository
 * @param rule the rule that decided
 */
public record SnapshotExpired(String snapshot, String store, String plan, String repository, String rule)
        implements EventData {
    public SnapshotExpired {
        requireNonNull(snapshot, "snapshot is missing");
        requireNonNull(store, "store is missing");
        requireNonNull(plan, "plan is missing");
        requireNonNull(repository, "repository is missing");
        requireNonNull(rule, "rule is missing");
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
