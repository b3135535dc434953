package io.snapledger.events;

import static java.util.Objects.requireNonNull;

/**
 * A store that a backup is expected to hold.
 *
 * @param store name
 * @param kind kind, empty if unknown
 * @param snapshot id of its snapshot
 */
public record PlannedStore(String store, String kind, String snapshot) {
    public PlannedStore {
        requireNonNull(store, "store is missing");
        requireNonNull(kind, "kind is missing");
        requireNonNull(snapshot, "snapshot is missing");
    }
}
