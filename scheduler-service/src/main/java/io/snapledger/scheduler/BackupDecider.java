package io.snapledger.scheduler;

import io.snapledger.events.BackupCancelled;
import io.snapledger.events.BackupCompleted;
import io.snapledger.events.BackupMissed;
import io.snapledger.events.BackupPlanned;
import io.snapledger.events.BackupTriggered;
import io.snapledger.events.DumpCompleted;
import io.snapledger.events.DumpFailed;
import io.snapledger.events.DumpProgress;
import io.snapledger.events.DumpRequested;
import io.snapledger.events.DumpStarted;
import io.snapledger.events.Event;
import io.snapledger.events.EventData;
import io.snapledger.events.Role;
import io.snapledger.events.SchedulerTick;
import io.snapledger.events.UploadFailed;
import io.snapledger.events.UploadFinished;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Turns what happened into what shall happen: state and event in, new state and effects out. No I/O, clock or random: it
 * knows time only from the ticks it reads, so it gives the same result wherever it runs. Events may come twice, late,
 * or before their cause; what it does not know, or what has ended, it leaves alone.
 */
public final class BackupDecider {

    private static final int MOST_CANCELLED_EARLY = 1000;

    private final Plans plans;
    private final Timing timing;
    private final BackupPlanner planner;
    private final StoreDecider stores;

    /** @param installation part of all ids, so that two installations never share one */
    public BackupDecider(String installation, Plans plans, Timing timing) {
        this.plans = plans;
        this.timing = timing;
        this.planner = new BackupPlanner(installation, plans);
        this.stores = new StoreDecider(timing);
    }

    /**
     * Decides one event.
     *
     * @param seen whether the trigger that the event is or names ({@link Triggers#triggerOf}) was remembered before; of
     *     no meaning for other events
     */
    public Decision decide(SchedulerState state, Event<?> event, boolean seen) {
        Turn turn = new Turn(state, event);
        EventData data = event.data();
        if (data instanceof SchedulerTick tick) {
            ticked(turn, tick);
        } else if (data instanceof BackupTriggered request) {
            triggered(turn, request, seen);
        } else if (data instanceof BackupPlanned planned) {
            planned(turn, planned, seen);
        } else if (data instanceof BackupCancelled cancelled) {
            cancelled(turn, cancelled);
        } else if (data instanceof BackupCompleted completed) {
            completedElsewhere(turn, completed);
        } else {
            ofStore(turn, event);
        }
        return new Decision(turn.state, turn.effects);
    }

    private void triggered(Turn turn, BackupTriggered request, boolean seen) {
        @SuppressWarnings("unchecked") // its data is a BackupTriggered
        Event<BackupTriggered> trigger = (Event<BackupTriggered>) turn.cause;
        boolean scheduled = Triggers.isScheduled(trigger, request);
        if (scheduled) {
            turn.state = turn.state.due(request.plan(), request.dueAt());
        }
        String backup = planner.backupOf(trigger);
        if (seen || turn.state.knows(backup)) {
            return;
        }
        turn.effects.add(new Effect.Remember(trigger.identity(), backup));
        QueuedRun run = new QueuedRun(backup, trigger);
        boolean overlaps = scheduled && turn.state.hasOpen(request.plan());
        if (!overlaps) {
            start(turn, run);
        } else if (mayQueue(turn.state, request.plan())) {
            List<QueuedRun> more = new ArrayList<>(turn.state.queued());
            more.add(run);
            turn.state = turn.state.withQueued(more);
        } else {
            turn.publish(new BackupMissed(request.plan(), request.dueAt(), request.dueAt(), 1, "overlap", null));
        }
    }

    private boolean mayQueue(SchedulerState state, String plan) {
        return plans.find(plan)
                        .filter(known -> known.overlap() == Overlap.QUEUE)
                        .isPresent()
                && state.queued().stream()
                        .noneMatch(run -> run.trigger().data().plan().equals(plan));
    }

    private void start(Turn turn, QueuedRun run) {
        Backup backup;
        try {
            backup = planner.plan(run, turn.instant(), turn.state.watch());
        } catch (RefusedTriggerException e) {
            turn.effects.add(new Effect.Reject(run.trigger(), e.code(), e.getMessage()));
            return;
        }
        turn.publish(planner.announcement(backup));
        if (turn.state.cancelledEarly().containsKey(backup.id())) {
            end(turn, planner.cancelled(backup));
        } else {
            open(turn, backup);
        }
    }

    private void open(Turn turn, Backup backup) {
        turn.state = turn.state.with(backup);
        for (Store store : backup.stores()) {
            turn.publish(StoreEvents.order(backup, store, backup.startBefore()));
        }
    }

    /** Planned by another scheduler, or by ourselves before our state was lost. */
    private void planned(Turn turn, BackupPlanned planned, boolean seen) {
        if (seen
                || turn.state.knows(planned.backup())
                || planned.stores().isEmpty()
                || planned.repositories().isEmpty()) {
            return;
        }
        turn.effects.add(new Effect.Remember(planned.trigger(), planned.backup()));
        open(turn, planner.adopt(planned, turn.state.watch()));
    }

    private void cancelled(Turn turn, BackupCancelled cancelled) {
        Backup backup = turn.state.open().get(cancelled.backup());
        if (backup != null) {
            stop(turn, backup, cancelled);
            return;
        }
        Map<String, Long> early = new LinkedHashMap<>(turn.state.cancelledEarly());
        if (early.size() < MOST_CANCELLED_EARLY) {
            early.put(cancelled.backup(), turn.state.watch().elapsed());
        }
        turn.state = turn.state.withCancelledEarly(early);
        takeQueued(turn, run -> run.backup().equals(cancelled.backup()));
    }

    private void stop(Turn turn, Backup backup, BackupCancelled cancelled) {
        String message = "cancelled" + (cancelled.requestedBy() == null ? "" : " by " + cancelled.requestedBy()) + ": "
                + cancelled.reason();
        Backup stopping = backup.with(backup.stores(), true);
        List<Store> changed = new ArrayList<>();
        for (Store store : backup.stores()) {
            StoreSteps.Step step = store.phase().isTrying()
                    ? stores.abort(stopping, store, Reasons.CANCELLED, message, turn.state.watch())
                    : new StoreSteps.Step(store, List.of());
            changed.add(step.store());
            step.publish().forEach(turn::publish);
        }
        turn.state = turn.state.with(stopping.with(changed, true));
    }

    private void ofStore(Turn turn, Event<?> event) {
        EventData data = event.data();
        Backup backup = turn.state.open().get(Events.backupOf(data));
        int index = backup == null ? -1 : backup.indexOf(data.subject());
        if (index < 0) {
            return;
        }
        Store store = backup.stores().get(index);
        Watch watch = turn.state.watch();
        StoreSteps.Step step;
        if (data instanceof DumpStarted claim) {
            step = stores.alive(store, claim.attempt(), claim.worker(), watch);
        } else if (data instanceof DumpProgress heart) {
            step = stores.alive(store, heart.attempt(), heart.worker(), watch);
        } else if (data instanceof DumpRequested request) {
            step = stores.requested(store, request, watch);
        } else if (data instanceof DumpCompleted dump) {
            step = stores.completed(store, dump, watch);
        } else if (data instanceof DumpFailed failure) {
            boolean byScheduler = event.source().equals(Role.SCHEDULER.source());
            step = stores.failed(backup, store, failure, byScheduler, watch);
        } else if (data instanceof UploadFinished upload) {
            step = stores.uploaded(backup, store, upload, watch);
        } else if (data instanceof UploadFailed upload) {
            step = stores.notUploaded(backup, store, upload, watch);
        } else {
            return;
        }
        step.publish().forEach(turn::publish);
        if (step.store() != store) {
            keep(turn, backup.with(index, step.store()));
        }
    }

    private void ticked(Turn turn, SchedulerTick tick) {
        Watch watch = turn.state.watch().tick(tick.now(), timing);
        if (watch == turn.state.watch()) {
            return;
        }
        turn.state = turn.state.with(watch);
        turn.state = turn.state.withoutCancelsBefore(
                watch.elapsed() - timing.answerWithin().toMillis());
        for (Backup backup : turn.state.open().values()) {
            tickBackup(turn, backup, watch);
        }
    }

    private void tickBackup(Turn turn, Backup backup, Watch watch) {
        Backup after = backup;
        for (int i = 0; i < backup.stores().size(); i++) {
            Store store = backup.stores().get(i);
            StoreSteps.Step step = stores.tick(after, store, watch);
            step.publish().forEach(turn::publish);
            if (step.store() != store) {
                after = after.with(i, step.store());
            }
        }
        if (after != backup) {
            keep(turn, after);
        }
    }

    private void keep(Turn turn, Backup backup) {
        if (backup.isEnded()) {
            end(turn, backup);
        } else {
            turn.state = turn.state.with(backup);
        }
    }

    private void end(Turn turn, Backup backup) {
        turn.publish(BackupPlanner.result(backup, turn.instant()));
        turn.state = turn.state.without(backup.id());
        startQueued(turn, backup.plan());
    }

    private void completedElsewhere(Turn turn, BackupCompleted completed) {
        if (turn.state.open().containsKey(completed.backup())) {
            turn.state = turn.state.without(completed.backup());
            startQueued(turn, completed.plan());
        }
    }

    private void startQueued(Turn turn, String plan) {
        if (!turn.state.hasOpen(plan)) {
            takeQueued(turn, run -> run.trigger().data().plan().equals(plan));
        }
    }

    private void takeQueued(Turn turn, Predicate<QueuedRun> which) {
        List<QueuedRun> taken = turn.state.queued().stream().filter(which).toList();
        if (!taken.isEmpty()) {
            turn.state = turn.state.withQueued(
                    turn.state.queued().stream().filter(which.negate()).toList());
            taken.forEach(run -> start(turn, run));
        }
    }

    /** One event being decided: the only mutable thing here, and it lives for one call. */
    private final class Turn {

        private final Event<?> cause;
        private final List<Effect> effects = new ArrayList<>();
        private SchedulerState state;

        private Turn(SchedulerState state, Event<?> cause) {
            this.state = state;
            this.cause = cause;
        }

        private void publish(EventData data) {
            Event<?> event = Event.of(Role.SCHEDULER, instant(), data);
            effects.add(new Effect.Publish(cause.data() instanceof SchedulerTick ? event : event.causedBy(cause)));
        }

        /** The newest tick, or the cause's own time where that is a little later, as it mostly is. */
        private Instant instant() {
            Instant now = state.watch().now();
            Duration ahead = Duration.between(now, cause.time());
            boolean credible =
                    !ahead.isNegative() && ahead.compareTo(timing.tick().multipliedBy(2)) <= 0;
            return credible ? cause.time() : now;
        }
    }
}
