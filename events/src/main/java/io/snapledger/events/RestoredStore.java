package io.snapledger.events;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * A store that was restored.
 *
 * @param store store of the snapshot
 * @param snapshot id
 * @param target the target in words
 * @param safetyBackup backup of the target made before
 * @param bytes plaintext bytes
 * @param factsCompared entries of the inventory that were compared and found equal
 * @param notes what a person should know
 */
public record RestoredStore(
        String store,
        String snapshot,
        String target,
        @Nullable String safetyBackup,
        long bytes,
        int factsCompared,
        List<String> notes) {
    public RestoredStore {
        requireNonNull(store, "store is missing");
        requireNonNull(snapshot, "snapshot is missing");
        requireNonNull(target, "target is missing");
        notes = notes == null ? List.of() : List.copyOf(notes);
    }
}
