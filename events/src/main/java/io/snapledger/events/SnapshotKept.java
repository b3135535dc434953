package io.snapledger.events;

import static java.util.Objects.requireNonNull;

/**
 * A snapshot that was wished away stays, in one repository.
 *
 * @param snapshot id of the snapshot
 * @param store name of the store
 * @param plan name of the plan
 * @param repository name of the repository
 * @param rule the rule of the wish
 * @param reason constant word, e.g. `last-proven`, `in-use`, `newer-damaged`
 * @param message fact, values and hint
 */
public record SnapshotKept(
        String snapshot, String store, String plan, String repository, String rule, String reason, String message)
        implements EventData {
    public SnapshotKept {
        requireNonNull(snapshot, "snapshot is missing");
        requireNonNull(store, "store is missing");
        requireNonNull(plan, "plan is missing");
        requireNonNull(repository, "repository is missing");
        requireNonNull(rule, "rule is missing");
        requireNonNull(reason, "reason is missing");
        requireNonNull(message, "message is missing");
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
