package io.snapledger.events;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;

/**
 * Restored, and the inventory of every target equals the evidence of its snapshot.
 *
 * @param restore id of the restore
 * @param stores what was restored
 * @param startedAt start
 * @param endedAt end
 */
public record RestoreCompleted(String restore, List<RestoredStore> stores, Instant startedAt, Instant endedAt)
        implements EventData {
    public RestoreCompleted {
        requireNonNull(restore, "restore is missing");
        stores = stores == null ? List.of() : List.copyOf(stores);
        requireNonNull(startedAt, "startedAt is missing");
        requireNonNull(endedAt, "endedAt is missing");
    }

    @Override
    public String subject() {
        return restore;
    }
}
