package io.snapledger.events;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * The decision of a snapshot in one repository is EXPIRED: it can still be restored, and goes after a while. An echo of the decision.
 *
 * @param snapshot id of the snapshot
 * @param store name of the store
 * @param plan name of the plan
 * @param repository name of the repository
 * @param rule the rule that decided
 * @param revision of the decision
 * @param expiredAt from the decision
 */
public record SnapshotExpired(
        String snapshot, String store, String plan, String repository, String rule, long revision, Instant expiredAt)
        implements EventData {
    public SnapshotExpired {
        requireNonNull(snapshot, "snapshot is missing");
        requireNonNull(store, "store is missing");
        requireNonNull(plan, "plan is missing");
        requireNonNull(repository, "repository is missing");
        requireNonNull(rule, "rule is missing");
        requireNonNull(expiredAt, "expiredAt is missing");
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
