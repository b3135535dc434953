package io.snapledger.scheduler;

import io.snapledger.events.BackupCompleted;
import io.snapledger.events.BackupPlanned;
import io.snapledger.events.BackupTriggered;
import io.snapledger.events.Event;
import io.snapledger.events.Identities;
import io.snapledger.events.Outcome;
import io.snapledger.events.PlannedStore;
import io.snapledger.events.StoreOutcome;
import io.snapledger.scheduler.Phase.Closed;
import io.snapledger.scheduler.Phase.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes backups from triggers, and results from ended backups. */
final class BackupPlanner {

    /** All messages of one backup.completed together, so that it fits into an event. */
    private static final int MESSAGE_CHARACTERS = 8_000;

    private static final int REASON_CHARACTERS = 64;

    private final String installation;
    private final Plans plans;

    BackupPlanner(String installation, Plans plans) {
        this.installation = installation;
        this.plans = plans;
    }

    String backupOf(Event<BackupTriggered> trigger) {
        return Triggers.backupOf(installation, trigger, trigger.data());
    }

    /** @param at when it is planned */
    Backup plan(QueuedRun run, Instant at, Watch watch) throws RefusedTriggerException {
        BackupTriggered request = run.trigger().data();
        Plans.Selection selection = plans.select(request);
        Plan plan = selection.plan();
        Watch.Limit deadline = watch.limit(at, plan.deadline());
        Watch.Limit startBefore = earlier(watch.limit(at, plan.startWithin()), deadline);
        List<Store> stores = selection.stores().stream()
                .map(store -> store(
                        store.name(),
                        store.kind(),
                        Identities.snapshot(run.backup(), installation, store.name()),
                        startBefore))
                .toList();
        return new Backup(
                run.backup(),
                plan.name(),
                Triggers.reasonOf(run.trigger(), request),
                Triggers.dueAt(run.trigger(), request),
                Triggers.safetyFor(run.trigger(), request),
                run.trigger().identity(),
                selection.repositories(),
                plan.attempts(),
                plan.startWithin(),
                at,
                startBefore,
                deadline,
                false,
                stores,
                selection.leftOut());
    }

    BackupPlanned announcement(Backup backup) {
        return new BackupPlanned(
                backup.id(),
                backup.plan(),
                backup.reason(),
                backup.dueAt(),
                backup.trigger(),
                backup.repositories(),
                backup.stores().stream()
                        .map(store -> new PlannedStore(store.name(), store.kind(), store.snapshot()))
                        .toList(),
                backup.leftOut(),
                backup.startBefore().at(),
                backup.deadline().at(),
                backup.safetyFor());
    }

    /** A backup as it was announced; what the announcement does not tell comes from the plan as it is now. */
    Backup adopt(BackupPlanned planned, Watch watch) {
        Optional<Plan> plan = plans.find(planned.plan());
        Duration startWithin = plan.map(Plan::startWithin).orElse(Plan.DEFAULT_START_WITHIN);
        Duration most = plan.map(Plan::deadline).orElse(Plan.DEFAULT_DEADLINE);
        Watch.Limit startBefore = watch.limitAt(planned.startBefore(), startWithin);
        return new Backup(
                planned.backup(),
                planned.plan(),
                planned.reason(),
                planned.dueAt(),
                planned.safetyFor(),
                planned.trigger(),
                planned.repositories(),
                plan.map(Plan::attempts).orElse(Plan.DEFAULT_ATTEMPTS),
                startWithin,
                planned.deadline().minus(most),
                startBefore,
                watch.limitAt(planned.deadline(), most),
                false,
                planned.stores().stream()
                        .map(store -> store(store.store(), store.kind(), store.snapshot(), startBefore))
                        .toList(),
                planned.leftOut());
    }

    /** The backup that was cancelled before anything was asked for: there can be no decision to wait for. */
    Backup cancelled(Backup backup) {
        Closed closed =
                Closed.without(Outcome.CANCELLED, Reasons.CANCELLED, "cancelled before the first dump was requested");
        return backup.with(
                backup.stores().stream().map(store -> store.with(closed)).toList(), true);
    }

    static BackupCompleted result(Backup backup, Instant endedAt) {
        int messageLength = MESSAGE_CHARACTERS / backup.stores().size();
        List<StoreOutcome> outcomes = backup.stores().stream()
                .map(store -> outcome(backup, store, (Closed) store.phase(), messageLength))
                .toList();
        return new BackupCompleted(
                backup.id(), backup.plan(), overall(backup, outcomes), outcomes, backup.plannedAt(), endedAt);
    }

    private static Outcome overall(Backup backup, List<StoreOutcome> stores) {
        long complete = count(stores, Outcome.COMPLETE);
        if (complete == stores.size()) {
            return Outcome.COMPLETE;
        }
        if (complete + count(stores, Outcome.PARTIAL) > 0) {
            return Outcome.PARTIAL;
        }
        if (count(stores, Outcome.UNDECIDED) > 0) {
            return Outcome.UNDECIDED;
        }
        return backup.cancelled() && count(stores, Outcome.CANCELLED) > 0 ? Outcome.CANCELLED : Outcome.FAILED;
    }

    private static long count(List<StoreOutcome> stores, Outcome outcome) {
        return stores.stream().filter(store -> store.outcome() == outcome).count();
    }

    private static StoreOutcome outcome(Backup backup, Store store, Closed end, int messageLength) {
        return new StoreOutcome(
                store.name(),
                store.snapshot(),
                end.outcome(),
                end.attempt(),
                store.number(),
                shortened(end.reason(), REASON_CHARACTERS),
                shortened(end.message(), messageLength),
                end.bytesRead(),
                end.bytesStored(),
                end.missed(),
                end.suspect(),
                StoreEvents.copies(backup, store));
    }

    private static String shortened(String message, int length) {
        return message == null || message.length() <= length ? message : message.substring(0, length - 1) + "…";
    }

    private static Store store(String name, String kind, String snapshot, Watch.Limit startBefore) {
        return new Store(name, kind, snapshot, 1, new Waiting(startBefore), Map.of());
    }

    private static Watch.Limit earlier(Watch.Limit one, Watch.Limit other) {
        return one.at().isAfter(other.at()) ? other : one;
    }
}
