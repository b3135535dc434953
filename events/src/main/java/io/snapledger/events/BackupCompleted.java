package io.snapledger.events;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;

/**
 * A backup has ended. Emitted once for each backup.
 *
 * @param backup id of the backup
 * @param plan name of the plan
 * @param outcome of the backup as a whole
 * @param stores store by store
 * @param startedAt when it was planned
 * @param endedAt when its last store ended
 */
public record BackupCompleted(
        String backup, String plan, Outcome outcome, List<StoreOutcome> stores, Instant startedAt, Instant endedAt)
        implements EventData {
    public BackupCompleted {
        requireNonNull(backup, "backup is missing");
        requireNonNull(plan, "plan is missing");
        requireNonNull(outcome, "outcome is missing");
        stores = stores == null ? List.of() : List.copyOf(stores);
        requireNonNull(startedAt, "startedAt is missing");
        requireNonNull(endedAt, "endedAt is missing");
    }

    @Override
    public String subject() {
        return backup;
    }
}
