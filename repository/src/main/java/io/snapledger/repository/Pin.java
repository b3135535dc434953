package io.snapledger.repository;

import static java.util.Objects.requireNonNull;

import io.snapledger.events.Nullable;
import java.time.Instant;

/**
 * While a live pin exists, no segment of the pinned snapshot is deleted.
 *
 * @param snapshot the owner of the segments
 * @param holder who needs them
 * @param deadline when the holder's own deadline passes; null: the pin has none (snapshots and holds)
 */
public record Pin(
        SnapshotId snapshot, PinHolder holder, @Nullable Instant deadline) {

    public Pin {
        requireNonNull(snapshot, "snapshot is missing");
        requireNonNull(holder, "holder is missing");
        if (holder.isRestore() && deadline == null) {
            throw new IllegalArgumentException(
                    "the pin of " + holder + " has no deadline; a restore's pin ends with it");
        }
    }

    public static Pin of(SnapshotId owner, SnapshotId holder) {
        return new Pin(owner, PinHolder.snapshot(holder), null);
    }
}
