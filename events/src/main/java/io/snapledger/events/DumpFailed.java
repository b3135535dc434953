package io.snapledger.events;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;

/**
 * An attempt failed, or (final, by the scheduler alone) the snapshot will not be made.
 *
 * @param backup id of the backup
 * @param snapshot id of the snapshot
 * @param store name of the store
 * @param attempt `<number>-<claim>`; absent when no attempt was claimed
 * @param reason constant word, e.g. `tool-failed`, `store-unreachable`, `staging-stalled`, `worker-restarted`, `worker-lost`, `deadline`, `cancelled`
 * @param message fact, values and hint; never a secret
 * @param retryable whether another attempt can help
 * @param isFinal true only from the scheduler: storage then makes the decision ABORTED
 * @param repositories where the snapshot should have rested
 * @param backupStores all stores of the backup
 * @param plan name of the plan
 * @param kind kind of the store
 * @param dueAt the instant that names the backup
 * @param safetyFor restore before which it was made as a safety snapshot; absent for a plan's backup
 */
public record DumpFailed(
        String backup,
        String snapshot,
        String store,
        @Nullable String attempt,
        String reason,
        String message,
        boolean retryable,
        @JsonProperty("final") boolean isFinal,
        List<String> repositories,
        List<String> backupStores,
        String plan,
        String kind,
        Instant dueAt,
        @Nullable String safetyFor)
        implements EventData {
    public DumpFailed {
        requireNonNull(backup, "backup is missing");
        requireNonNull(snapshot, "snapshot is missing");
        requireNonNull(store, "store is missing");
        requireNonNull(reason, "reason is missing");
        requireNonNull(message, "message is missing");
        repositories = repositories == null ? List.of() : List.copyOf(repositories);
        backupStores = backupStores == null ? List.of() : List.copyOf(backupStores);
        requireNonNull(plan, "plan is missing");
        requireNonNull(kind, "kind is missing");
        requireNonNull(dueAt, "dueAt is missing");
    }

    @Override
    public String subject() {
        return snapshot;
    }

    @Override
    public String attemptPart() {
        return attempt == null ? "-" : attempt;
    }
}
