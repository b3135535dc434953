package io.snapledger.events;

import static java.util.Objects.requireNonNull;

/**
 * A wish, by retention or by a person: a snapshot may go. Storage answers with {@code snapshot.expired}, or with
 * {@code snapshot.kept} and its reason.
 *
 * @param snapshot id of the snapshot
 * @param store name of the store
 * @param plan name of the plan
 * @param repository name of the repository
 * @param rule the rule that decided
 * @param caller who asked; absent if retention did
 */
public record ExpiryRequested(
        String snapshot,
        String store,
        String plan,
        String repository,
        String rule,
        @Nullable Caller caller) implements EventData, Caused {
    public ExpiryRequested {
        requireNonNull(snapshot, "snapshot is missing");
        requireNonNull(store, "store is missing");
        requireNonNull(plan, "plan is missing");
        requireNonNull(repository, "repository is missing");
        requireNonNull(rule, "rule is missing");
    }

    @Override
    public ExpiryRequested withCaller(@Nullable Caller other) {
        return new ExpiryRequested(snapshot, store, plan, repository, rule, other);
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
