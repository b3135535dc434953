package io.snapledger.catalog;

import io.snapledger.events.BackupCancelled;
import io.snapledger.events.BackupCompleted;
import io.snapledger.events.BackupMissed;
import io.snapledger.events.BackupPlanned;
import io.snapledger.events.BackupTriggered;
import io.snapledger.events.DumpProgress;
import io.snapledger.events.DumpRequested;
import io.snapledger.events.DumpStarted;
import io.snapledger.events.Event;
import io.snapledger.events.EventData;
import io.snapledger.events.ExpiryRequested;
import io.snapledger.events.Identities;
import io.snapledger.events.Outcome;
import io.snapledger.events.PlannedStore;
import io.snapledger.events.Role;
import io.snapledger.events.SegmentStaged;
import io.snapledger.events.SnapshotDamaged;
import io.snapledger.events.SnapshotDeleted;
import io.snapledger.events.SnapshotExpired;
import io.snapledger.events.SnapshotOrder;
import io.snapledger.events.SnapshotUndeleted;
import io.snapledger.events.SnapshotVerified;
import io.snapledger.events.StoreOutcome;
import io.snapledger.events.TriggerReason;
import io.snapledger.events.UploadFailed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Ledgers as they may come to be, from a seed: retries, lost attempts, several repositories, cancelled and damaged ones. */
final class Histories {

    private static final Instant BEGIN = Instant.parse("2026-11-21T00:00:00Z");
    private static final String DIGEST = "ab".repeat(32);

    private final Random random;
    private final List<LedgerEntry> entries = new ArrayList<>();
    private Instant now = BEGIN;

    private Histories(long seed) {
        this.random = new Random(seed);
    }

    /** The events of a ledger, in the order in which they happened. */
    static List<LedgerEntry> of(long seed) {
        Histories history = new Histories(seed);
        int backups = history.chance(5) ? 2 : 1;
        for (int i = 0; i < backups; i++) {
            history.backup(i);
        }
        if (history.chance(3)) {
            new RestoreHistory(history.random, history::happens).restore();
        }
        if (history.chance(5)) {
            history.happens(Role.SCHEDULER, new BackupMissed("nightly", BEGIN, history.now, 2, "scheduler-down", null));
        }
        return history.entries;
    }

    private boolean chance(int oneOf) {
        return random.nextInt(oneOf) == 0;
    }

    private void backup(int number) {
        String plan = chance(2) ? "nightly" : "hourly";
        Instant due = BEGIN.plus(Duration.ofHours(number));
        String backup = Identities.scheduledBackup("i", plan, due);
        Event<?> trigger = Event.of(
                Role.SCHEDULER,
                tick(),
                new BackupTriggered(plan, TriggerReason.SCHEDULE, due, List.of(), List.of(), null, "cron"));
        happens(trigger);
        List<String> repositories = chance(3) ? List.of("main", "second") : List.of("main");
        List<PlannedStore> stores = new ArrayList<>();
        for (String store : List.of("orders", "files", "cache").subList(0, chance(6) ? 3 : 1 + random.nextInt(2))) {
            String kind = store.equals("files") ? "files" : "postgresql";
            stores.add(new PlannedStore(store, kind, Identities.snapshot(backup, "i", store)));
        }
        happens(
                Role.SCHEDULER,
                new BackupPlanned(
                        backup,
                        plan,
                        TriggerReason.SCHEDULE,
                        due,
                        trigger.identity(),
                        repositories,
                        stores,
                        List.of(),
                        due.plusSeconds(21600),
                        due.plusSeconds(43200),
                        null));
        List<StoreOutcome> outcomes = new ArrayList<>();
        for (PlannedStore store : stores) {
            outcomes.add(snapshot(backup, plan, due, repositories, stores, store));
        }
        if (chance(8)) {
            happens(Role.SCHEDULER, new BackupCancelled(backup, plan, "asked", "kim", null));
        }
        if (!chance(6)) {
            long complete = outcomes.stream()
                    .filter(it -> it.outcome() == Outcome.COMPLETE)
                    .count();
            Outcome outcome = complete == stores.size()
                    ? Outcome.COMPLETE
                    : chance(4) ? Outcome.UNDECIDED : complete == 0 ? Outcome.FAILED : Outcome.PARTIAL;
            happens(Role.SCHEDULER, new BackupCompleted(backup, plan, outcome, outcomes, due, tick()));
        }
    }

    private StoreOutcome snapshot(
            String backup,
            String plan,
            Instant due,
            List<String> repositories,
            List<PlannedStore> stores,
            PlannedStore store) {
        String id = store.snapshot();
        List<String> names = stores.stream().map(PlannedStore::store).toList();
        Samples sample = new Samples(backup, id, plan, store.store(), store.kind(), repositories, names, due);
        int number = 0;
        boolean committed = false;
        do {
            number++;
            happens(
                    Role.SCHEDULER,
                    new DumpRequested(
                            new SnapshotOrder(
                                    backup, id, plan, store.store(), store.kind(), repositories, names, due, null),
                            number,
                            due.plusSeconds(21600),
                            due.plusSeconds(43200)));
            committed = attempt(sample, Identities.attempt(number, random.nextLong()));
        } while (!committed && number < 2);
        if (!committed && chance(2)) {
            happens(Role.SCHEDULER, sample.failed(null, true));
            for (String repository : repositories) {
                happens(
                        Role.STORAGE,
                        new UploadFailed(
                                backup, id, store.store(), repository, "-", "aborted", "no attempt", "ABORTED"));
            }
        }
        return new StoreOutcome(
                store.store(),
                id,
                committed ? Outcome.COMPLETE : Outcome.FAILED,
                null,
                number,
                committed ? null : "tool-failed",
                committed ? null : "exit 1",
                0,
                0,
                0,
                null,
                Map.of());
    }

    private boolean attempt(Samples sample, String attempt) {
        happens(Role.DUMP, new DumpStarted(sample.backup(), sample.snapshot(), sample.store(), attempt, "w1"));
        if (chance(10)) { // a second worker claims the same request, and gives up
            String late = Identities.attempt(Identities.attemptNumber(attempt), random.nextLong());
            happens(Role.DUMP, new DumpStarted(sample.backup(), sample.snapshot(), sample.store(), late, "w2"));
        }
        for (int beat = 0; beat < random.nextInt(3); beat++) {
            happens(
                    Role.DUMP,
                    new DumpProgress(
                            sample.backup(),
                            sample.snapshot(),
                            sample.store(),
                            attempt,
                            "w1",
                            beat,
                            "dumping",
                            beat * 1000L,
                            beat * 300L,
                            0));
        }
        if (chance(4)) {
            happens(Role.DUMP, sample.failed(attempt, false));
            return false;
        }
        happens(
                Role.DUMP,
                new SegmentStaged(
                        sample.snapshot(), sample.store(), attempt, "w1", 1, 100, DIGEST, sample.repositories()));
        happens(Role.DUMP, sample.completed(attempt, now));
        boolean decided = false;
        for (String repository : sample.repositories()) {
            if (chance(6)) {
                happens(
                        Role.STORAGE,
                        new UploadFailed(
                                sample.backup(),
                                sample.snapshot(),
                                sample.store(),
                                repository,
                                attempt,
                                "segment-lost",
                                "segment 1 is gone",
                                "NONE"));
            } else {
                happens(Role.STORAGE, sample.finished(repository, attempt, now));
                decided |= repository.equals(sample.repositories().get(0));
                afterlife(sample, repository);
            }
        }
        return decided;
    }

    private void afterlife(Samples sample, String repository) {
        String id = sample.snapshot();
        if (chance(6)) {
            happens(Role.STORAGE, new SnapshotVerified(id, sample.store(), repository, "segments", tick()));
        }
        if (chance(10)) {
            happens(Role.STORAGE, new SnapshotDamaged(id, sample.store(), repository, "segments/1", "is missing"));
        }
        if (chance(6)) {
            happens(Role.CATALOG, new ExpiryRequested(id, sample.store(), sample.plan(), repository, "daily 14", null));
            happens(
                    Role.STORAGE,
                    new SnapshotExpired(id, sample.store(), sample.plan(), repository, "daily 14", 2, tick()));
            if (chance(3)) {
                happens(
                        Role.STORAGE,
                        new SnapshotUndeleted(id, sample.store(), sample.plan(), repository, 3, tick(), null));
            } else if (chance(2)) {
                happens(Role.STORAGE, new SnapshotDeleted(id, sample.store(), repository, 100));
            }
        }
    }

    private Instant tick() {
        now = now.plusMillis(1 + random.nextInt(3) * 500L);
        return now;
    }

    private <D extends EventData> void happens(Role role, D data) {
        happens(Event.of(role, tick(), data));
    }

    private void happens(Event<?> event) {
        entries.add(LedgerEntry.of(event, new Coordinates(event.type().topic(), 0, entries.size())));
    }
}
