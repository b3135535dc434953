package io.snapledger.events;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;

/**
 * Every store that a backup is expected to hold, each with its deadline. From here on the backup ends exactly once.
 *
 * @param backup id of the backup
 * @param plan name of the plan
 * @param reason why it runs
 * @param dueAt the instant that names the backup
 * @param trigger source and id of the trigger, as `source#id`
 * @param repositories repositories, the first one decides completeness
 * @param stores expected snapshots
 * @param leftOut stores of the plan that this backup was asked to leave out; empty if it is of the whole plan
 * @param startBefore a dump that nobody has claimed by then is failed
 * @param deadline everything has ended by then
 * @param safetyFor restore before which it was made as a safety snapshot; absent for a plan's backup
 */
public record BackupPlanned(
        String backup,
        String plan,
        TriggerReason reason,
        Instant dueAt,
        String trigger,
        List<String> repositories,
        List<PlannedStore> stores,
        List<String> leftOut,
        Instant startBefore,
        Instant deadline,
        @Nullable String safetyFor)
        implements EventData {
    public BackupPlanned {
        requireNonNull(backup, "backup is missing");
        requireNonNull(plan, "plan is missing");
        requireNonNull(reason, "reason is missing");
        requireNonNull(dueAt, "dueAt is missing");
        requireNonNull(trigger, "trigger is missing");
        repositories = repositories == null ? List.of() : List.copyOf(repositories);
        stores = stores == null ? List.of() : List.copyOf(stores);
        leftOut = leftOut == null ? List.of() : List.copyOf(leftOut);
        requireNonNull(startBefore, "startBefore is missing");
        requireNonNull(deadline, "deadline is missing");
    }

    @Override
    public String subject() {
        return backup;
    }
}
