package io.snapledger.events;

import static java.util.Objects.requireNonNull;

import java.util.Map;

/**
 * How one store of a backup ended.
 *
 * @param store name
 * @param snapshot id of the snapshot
 * @param outcome complete, partial (committed, but something was missed), failed, cancelled or undecided
 * @param attempt the attempt that won
 * @param attempts how many were started
 * @param reason constant word of the failure
 * @param message fact, values and hint
 * @param bytesRead plaintext bytes
 * @param bytesStored bytes of its own segments
 * @param missed how many things exist that the plan wants and that the snapshot does not hold; above 0 it is partial
 * @param suspect why it may not be what the store should hold, e.g. it is suddenly empty; absent if nothing speaks against it
 * @param copies repository -> state of the decision there
 */
public record StoreOutcome(
        String store,
        String snapshot,
        Outcome outcome,
        @Nullable String attempt,
        int attempts,
        @Nullable String reason,
        @Nullable String message,
        long bytesRead,
        long bytesStored,
        long missed,
        @Nullable String suspect,
        Map<String, String> copies) {
    public StoreOutcome {
        requireNonNull(store, "store is missing");
        requireNonNull(snapshot, "snapshot is missing");
        requireNonNull(outcome, "outcome is missing");
        copies = copies == null ? Map.of() : Map.copyOf(copies);
    }
}
