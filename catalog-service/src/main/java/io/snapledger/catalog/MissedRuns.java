package io.snapledger.catalog;

import io.snapledger.events.BackupMissed;
import io.snapledger.events.Event;
import io.snapledger.events.Nullable;
import java.time.Instant;

/**
 * Due times of a plan that passed without a run.
 *
 * @param event identity of the event that tells it
 * @param plan name of the plan
 * @param firstDueAt first due time without a run
 * @param lastDueAt last one
 * @param count how many
 * @param why `scheduler-down` or `overlap`
 * @param caughtUpBy backup that makes up for them, if any
 */
public record MissedRuns(
        String event,
        String plan,
        Instant firstDueAt,
        Instant lastDueAt,
        int count,
        String why,
        @Nullable String caughtUpBy) {

    static MissedRuns of(Event<?> event, BackupMissed data) {
        return new MissedRuns(
                event.identity(),
                data.plan(),
                data.firstDueAt(),
                data.lastDueAt(),
                data.count(),
                data.why(),
                data.caughtUpBy());
    }
}
