package io.snapledger.scheduler;

import io.snapledger.events.BackupMissed;
import io.snapledger.events.BackupTriggered;
import io.snapledger.events.Event;
import io.snapledger.events.EventPublisher;
import io.snapledger.events.Identities;
import io.snapledger.events.Role;
import io.snapledger.events.TriggerReason;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Triggers the plans that are due, and reports due times that passed without a run. A due time's trigger has the same id
 * whoever fires it and however often, so a clock that jumps back, a crash, or a second scheduler makes no second backup.
 */
public final class CronClock {

    private final Plans plans;
    private final String installation;
    private final SchedulerStore store;
    private final InstantSource clock;
    private final EventPublisher ledger;
    private final Supplier<SchedulerState> state;
    private final Map<String, Instant> dealtWith = new HashMap<>();
    private final Map<String, Instant> nextDue = new HashMap<>();

    /** @param state gives the newest due time that was read of each plan */
    public CronClock(
            Plans plans,
            String installation,
            SchedulerStore store,
            InstantSource clock,
            EventPublisher ledger,
            Supplier<SchedulerState> state) {
        this.plans = plans;
        this.installation = installation;
        this.store = store;
        this.clock = clock;
        this.ledger = ledger;
        this.state = state;
    }

    /** Fires what is due. To be called about once a second, by one thread, and only once the ledger is read. */
    public void run() {
        Instant now = clock.instant();
        for (Plan plan : plans.all()) {
            plan.schedule().ifPresent(schedule -> run(plan, schedule, now));
        }
    }

    private void run(Plan plan, CronSchedule schedule, Instant now) {
        Instant since = dealtWith.computeIfAbsent(plan.name(), name -> begin(plan, schedule, now));
        if (since.isAfter(now)) { // the clock was set back: fire again what is due again, under the same ids
            dealWith(plan, schedule, now);
            return;
        }
        Instant next = nextDue.computeIfAbsent(
                plan.name(), name -> schedule.next(since).orElse(Instant.MAX));
        if (!next.isAfter(now)) {
            fire(plan, schedule, DueRuns.between(schedule, since, now, plan.catchUp()), now);
        }
    }

    /** Where to begin after a start: after the last run, or, with a new schedule, now. */
    private Instant begin(Plan plan, CronSchedule schedule, Instant now) {
        Instant lastDue = state.get().lastDue().get(plan.name());
        Instant since = store.dealtWith(plan.name(), schedule.toString()).orElse(null);
        if (since == null) {
            boolean rebuilt = lastDue != null && !store.hadSchedule(plan.name());
            since = rebuilt ? lastDue : now;
        } else if (lastDue != null && lastDue.isAfter(since)) {
            since = lastDue;
        }
        Instant begin = since.isAfter(now) ? now : since;
        store.setDealtWith(plan.name(), schedule.toString(), begin);
        return begin;
    }

    private void fire(Plan plan, CronSchedule schedule, DueRuns runs, Instant now) {
        runs.missed().ifPresent(missed -> ledger.publish(Event.of(Role.SCHEDULER, now, missed(plan, missed, runs))));
        runs.run()
                .ifPresent(
                        dueAt -> ledger.publish(Event.of(Role.SCHEDULER, now, trigger(plan, dueAt, runs.isCatchUp()))));
        Instant last = runs.run().orElseGet(() -> runs.missed().orElseThrow().last());
        dealWith(plan, schedule, last);
    }

    private void dealWith(Plan plan, CronSchedule schedule, Instant until) {
        store.setDealtWith(plan.name(), schedule.toString(), until);
        dealtWith.put(plan.name(), until);
        nextDue.remove(plan.name());
    }

    private BackupMissed missed(Plan plan, DueRuns.Missed missed, DueRuns runs) {
        boolean skipped = plan.overlap() == Overlap.SKIP && state.get().hasOpen(plan.name());
        String caughtUpBy = runs.run()
                .filter(dueAt -> !skipped)
                .map(dueAt -> Identities.scheduledBackup(installation, plan.name(), dueAt))
                .orElse(null);
        return new BackupMissed(
                plan.name(), missed.first(), missed.last(), missed.count(), "scheduler-down", caughtUpBy);
    }

    private static BackupTriggered trigger(Plan plan, Instant dueAt, boolean isCatchUp) {
        TriggerReason reason = isCatchUp ? TriggerReason.CATCH_UP : TriggerReason.SCHEDULE;
        return new BackupTriggered(plan.name(), reason, dueAt, List.of(), List.of(), null, null);
    }
}
