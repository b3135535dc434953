package io.snapledger.events;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * Due times that passed without a run.
 *
 * @param plan name of the plan
 * @param firstDueAt first due time without a run
 * @param lastDueAt last one
 * @param count how many, at least 1
 * @param why `scheduler-down` or `overlap`
 * @param caughtUpBy backup that makes up for them, if any
 */
public record BackupMissed(
        String plan,
        Instant firstDueAt,
        Instant lastDueAt,
        int count,
        String why,
        @Nullable String caughtUpBy) implements EventData {
    public BackupMissed {
        requireNonNull(plan, "plan is missing");
        requireNonNull(firstDueAt, "firstDueAt is missing");
        requireNonNull(lastDueAt, "lastDueAt is missing");
        requireNonNull(why, "why is missing");
    }

    @Override
    public String subject() {
        return plan;
    }

    @Override
    public String indexPart() {
        return lastDueAt.toString();
    }
}
