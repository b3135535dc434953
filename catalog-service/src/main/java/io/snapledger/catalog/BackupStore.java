package io.snapledger.catalog;

import io.snapledger.events.Nullable;
import io.snapledger.events.Outcome;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * One store that a backup should hold.
 *
 * @param store name
 * @param kind kind, if known
 * @param snapshot id of its snapshot, if known
 * @param state where the snapshot stands
 * @param outcome how the scheduler says that it ended
 * @param attempts how many attempts are known of
 * @param bytesRead plaintext bytes
 * @param bytesStored bytes of new segments
 * @param missed how many things exist that the plan wants and that it does not hold; above 0 it is partial
 * @param suspect why it may not be what the store should hold
 * @param copies repository -> state there
 * @param reason constant word of the failure
 * @param message fact, values and hint
 */
public record BackupStore(
        String store,
        @Nullable String kind,
        @Nullable String snapshot,
        SnapshotState state,
        @Nullable Outcome outcome,
        int attempts,
        long bytesRead,
        long bytesStored,
        long missed,
        @Nullable String suspect,
        Map<String, SnapshotState> copies,
        @Nullable String reason,
        @Nullable String message) {

    public BackupStore {
        copies = Collections.unmodifiableMap(new TreeMap<>(copies));
    }
}
