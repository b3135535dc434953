package io.snapledger.scheduler;

import io.snapledger.events.DumpFailed;
import io.snapledger.events.DumpRequested;
import io.snapledger.events.Nullable;
import io.snapledger.events.SnapshotOrder;
import java.util.Map;
import java.util.TreeMap;

/** What the scheduler writes about one store of a backup. */
final class StoreEvents {

    private static final String NOT_KNOWN = "UNKNOWN";

    private StoreEvents() {}

    /** The order to make the store's present attempt. */
    static DumpRequested order(Backup backup, Store store, Watch.Limit startBefore) {
        return new DumpRequested(
                order(backup, store),
                store.number(),
                startBefore.at(),
                backup.deadline().at());
    }

    private static SnapshotOrder order(Backup backup, Store store) {
        return new SnapshotOrder(
                backup.id(),
                store.snapshot(),
                backup.plan(),
                store.name(),
                store.kind(),
                backup.repositories(),
                backup.storeNames(),
                backup.dueAt(),
                backup.safetyFor());
    }

    /** What storage has said of the other repositories. */
    static Map<String, String> copies(Backup backup, Store store) {
        Map<String, String> copies = new TreeMap<>();
        backup.repositories().stream()
                .skip(1)
                .forEach(repository -> copies.put(repository, store.answers().getOrDefault(repository, NOT_KNOWN)));
        return copies;
    }

    /** The snapshot will not be made. */
    static DumpFailed finalFailure(Backup backup, Store store, String reason, String message) {
        return event(backup, store, null, reason, message, false, true);
    }

    /** An attempt of which its worker cannot tell that it failed. */
    static DumpFailed failure(Backup backup, Store store, String attempt, String reason, String message) {
        return event(backup, store, attempt, reason, message, true, false);
    }

    private static DumpFailed event(
            Backup backup,
            Store store,
            @Nullable String attempt,
            String reason,
            String message,
            boolean retryable,
            boolean isFinal) {
        return new DumpFailed(order(backup, store), attempt, reason, message, retryable, isFinal);
    }
}
