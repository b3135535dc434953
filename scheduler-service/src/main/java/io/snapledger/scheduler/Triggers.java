package io.snapledger.scheduler;

import io.snapledger.events.BackupPlanned;
import io.snapledger.events.BackupTriggered;
import io.snapledger.events.Event;
import io.snapledger.events.Identities;
import io.snapledger.events.Nullable;
import io.snapledger.events.Role;
import io.snapledger.events.TimeAhead;
import io.snapledger.events.TriggerReason;
import java.time.Instant;
import java.util.Optional;

/** What identifies triggers and the backups that they make. */
public final class Triggers {

    private Triggers() {}

    /**
     * The time of a trigger names its backup, and the newest backup is the latest: so no trigger may come from the future.
     *
     * @param now the scheduler's clock
     * @throws RefusedTriggerException {@code time-ahead}
     */
    static void requireNotAhead(Event<?> trigger, BackupTriggered request, Instant now) throws RefusedTriggerException {
        Instant named = dueAt(trigger, request);
        if (TimeAhead.isAhead(named, now)) {
            throw new RefusedTriggerException(
                    "time-ahead",
                    "trigger " + trigger.identity() + " is of " + named + ", the scheduler's clock says " + now
                            + ", and at most " + TimeAhead.MOST.toMinutes()
                            + " minutes ahead are accepted; HINT: set the clock of who sent it");
        }
    }

    /** Source and id of the trigger that an event is or names, as {@code source#id}: what may have been seen before. */
    public static Optional<String> triggerOf(Event<?> event) {
        if (event.data() instanceof BackupTriggered) {
            return Optional.of(event.identity());
        }
        return event.data() instanceof BackupPlanned planned ? Optional.of(planned.trigger()) : Optional.empty();
    }

    /** The backup that a trigger makes, however often it comes. */
    public static String backupOf(String installation, Event<?> trigger, BackupTriggered request) {
        return isScheduled(trigger, request)
                ? Identities.scheduledBackup(installation, request.plan(), request.dueAt())
                : Identities.triggeredBackup(
                        installation, request.plan(), trigger.time(), trigger.source(), trigger.id());
    }

    /** Only the scheduler itself can say that a plan is due: a platform's trigger is a run on demand, whatever it says. */
    static boolean isScheduled(Event<?> trigger, BackupTriggered request) {
        return request.dueAt() != null
                && isOfSchedule(request.reason())
                && trigger.source().equals(Role.SCHEDULER.source());
    }

    /** The restore that a safety snapshot is made for; only restore-service itself can say so. */
    static @Nullable String safetyFor(Event<?> trigger, BackupTriggered request) {
        return trigger.source().equals(Role.RESTORE.source()) ? request.safetyFor() : null;
    }

    static TriggerReason reasonOf(Event<?> trigger, BackupTriggered request) {
        if (safetyFor(trigger, request) != null) {
            return TriggerReason.SAFETY;
        }
        boolean claimed = request.reason() == TriggerReason.SAFETY
                || (isOfSchedule(request.reason()) && !isScheduled(trigger, request));
        return claimed ? TriggerReason.EVENT : request.reason();
    }

    /** The instant that names the backup. */
    static Instant dueAt(Event<?> trigger, BackupTriggered request) {
        return isScheduled(trigger, request) ? request.dueAt() : trigger.time();
    }

    private static boolean isOfSchedule(TriggerReason reason) {
        return reason == TriggerReason.SCHEDULE || reason == TriggerReason.CATCH_UP;
    }
}
