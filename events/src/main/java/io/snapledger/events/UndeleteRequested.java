package io.snapledger.events;

import static java.util.Objects.requireNonNull;

/**
 * A wish, usually of a person: the expiry of a snapshot is taken back. Storage answers with {@code snapshot.undeleted}, if it has not
 * gone yet.
 *
 * @param snapshot id of the snapshot
 * @param store name of the store
 * @param plan name of the plan
 * @param repository name of the repository
 * @param caller who asked
 */
public record UndeleteRequested(
        String snapshot,
        String store,
        String plan,
        String repository,
        @Nullable Caller caller) implements EventData, Caused {
    public UndeleteRequested {
        requireNonNull(snapshot, "snapshot is missing");
        requireNonNull(store, "store is missing");
        requireNonNull(plan, "plan is missing");
        requireNonNull(repository, "repository is missing");
    }

    @Override
    public UndeleteRequested withCaller(@Nullable Caller other) {
        return new UndeleteRequested(snapshot, store, plan, repository, other);
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
