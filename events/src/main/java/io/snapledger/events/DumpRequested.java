package io.snapledger.events;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;

/**
 * The order to dump one store.
 *
 * @param backup id of the backup
 * @param snapshot id of the snapshot
 * @param plan name of the plan
 * @param store name of the store
 * @param kind kind of the store; empty if the scheduler does not know it
 * @param number number of the attempt, from 1
 * @param repositories where the snapshot shall rest
 * @param backupStores all stores of the backup
 * @param dueAt the instant that names the backup
 * @param safetyFor restore before which it was made as a safety snapshot; absent for a plan's backup
 * @param startBefore not to be claimed after this
 * @param deadline the attempt stops by itself at this instant
 */
public record DumpRequested(
        String backup,
        String snapshot,
        String plan,
        String store,
        String kind,
        int number,
        List<String> repositories,
        List<String> backupStores,
        Instant dueAt,
        @Nullable String safetyFor,
        Instant startBefore,
        Instant deadline)
        implements EventData {
    public DumpRequested {
        requireNonNull(backup, "backup is missing");
        requireNonNull(snapshot, "snapshot is missing");
        requireNonNull(plan, "plan is missing");
        requireNonNull(store, "store is missing");
        requireNonNull(kind, "kind is missing");
        repositories = repositories == null ? List.of() : List.copyOf(repositories);
        backupStores = backupStores == null ? List.of() : List.copyOf(backupStores);
        requireNonNull(dueAt, "dueAt is missing");
        requireNonNull(startBefore, "startBefore is missing");
        requireNonNull(deadline, "deadline is missing");
    }

    @Override
    public String subject() {
        return snapshot;
    }

    @Override
    public String attemptPart() {
        return Integer.toString(number);
    }
}
