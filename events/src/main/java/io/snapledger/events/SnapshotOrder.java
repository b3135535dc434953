package io.snapledger.events;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;

/**
 * What a snapshot is of, where it shall rest, and since when: said once by the scheduler, repeated by every event of its
 * making, by its decision and by its manifest.
 *
 * @param backup id of the backup
 * @param snapshot id of the snapshot
 * @param plan name of the plan
 * @param store name of the store
 * @param kind kind of the store; empty as long as only the scheduler has spoken, which need not know it
 * @param repositories where the snapshot shall rest; the first one decides completeness
 * @param backupStores all stores of the backup, so that an incomplete backup is recognised
 * @param dueAt the instant that names the backup
 * @param safetyFor restore before which it was made as a safety snapshot; absent for a plan's backup
 */
public record SnapshotOrder(
        String backup,
        String snapshot,
        String plan,
        String store,
        String kind,
        List<String> repositories,
        List<String> backupStores,
        Instant dueAt,
        @Nullable String safetyFor) {
    public SnapshotOrder {
        requireNonNull(backup, "backup is missing");
        requireNonNull(snapshot, "snapshot is missing");
        requireNonNull(plan, "plan is missing");
        requireNonNull(store, "store is missing");
        requireNonNull(kind, "kind is missing");
        repositories = repositories == null ? List.of() : List.copyOf(repositories);
        backupStores = backupStores == null ? List.of() : List.copyOf(backupStores);
        requireNonNull(dueAt, "dueAt is missing");
    }

    /** The same order once the kind of its store is known. */
    public SnapshotOrder ofKind(String known) {
        return new SnapshotOrder(backup, snapshot, plan, store, known, repositories, backupStores, dueAt, safetyFor);
    }
}
