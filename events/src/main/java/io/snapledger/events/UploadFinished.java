package io.snapledger.events;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * The decision of a snapshot in one repository is COMMITTED. An echo of the decision.
 *
 * @param backup id of the backup
 * @param snapshot id of the snapshot
 * @param plan name of the plan
 * @param store name of the store
 * @param repository name of the repository
 * @param attempt the attempt that won
 * @param bytesRead plaintext bytes
 * @param bytesStored bytes of its own segments
 * @param missed how many things exist that the plan wants and that the snapshot does not hold; above 0 it is partial
 * @param suspect why it may not be what the store should hold, e.g. it is suddenly empty; absent if nothing speaks against it
 * @param committedAt from the decision
 */
public record UploadFinished(
        String backup,
        String snapshot,
        String plan,
        String store,
        String repository,
        String attempt,
        long bytesRead,
        long bytesStored,
        long missed,
        @Nullable String suspect,
        Instant committedAt)
        implements EventData {
    public UploadFinished {
        requireNonNull(backup, "backup is missing");
        requireNonNull(snapshot, "snapshot is missing");
        requireNonNull(plan, "plan is missing");
        requireNonNull(store, "store is missing");
        requireNonNull(repository, "repository is missing");
        requireNonNull(attempt, "attempt is missing");
        requireNonNull(committedAt, "committedAt is missing");
    }

    @Override
    public String subject() {
        return snapshot;
    }

    @Override
    public String attemptPart() {
        return attempt;
    }

    @Override
    public String indexPart() {
        return repository;
    }
}
