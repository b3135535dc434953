package io.snapledger.catalog;

import io.snapledger.events.Nullable;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a backup needs to know of one of its snapshots; small, whatever the number of streams. For the fields see
 * {@link Snapshot}.
 *
 * @param copies repository -> state there
 * @param attempts highest number of an attempt
 */
public record SnapshotSummary(
        String snapshot,
        @Nullable String store,
        @Nullable String kind,
        @Nullable String plan,
        @Nullable Instant dueAt,
        @Nullable String safetyFor,
        SnapshotState state,
        History history,
        List<String> repositories,
        List<String> backupStores,
        Map<String, SnapshotState> copies,
        int attempts,
        long bytesRead,
        long bytesStored,
        long missed,
        @Nullable String suspect,
        @Nullable String reason,
        @Nullable String message) {

    public SnapshotSummary {
        repositories = List.copyOf(repositories);
        backupStores = List.copyOf(backupStores);
        copies = Collections.unmodifiableMap(new TreeMap<>(copies));
    }
}
