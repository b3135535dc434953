package io.snapledger.catalog;

import io.snapledger.events.BackupCompleted;
import io.snapledger.events.BackupPlanned;
import io.snapledger.events.BackupTriggered;
import io.snapledger.events.DumpProgress;
import io.snapledger.events.DumpRequested;
import io.snapledger.events.DumpStarted;
import io.snapledger.events.Event;
import io.snapledger.events.Identities;
import io.snapledger.events.ManifestReference;
import io.snapledger.events.ObjectReference;
import io.snapledger.events.Outcome;
import io.snapledger.events.PlannedStore;
import io.snapledger.events.Role;
import io.snapledger.events.SealedContent;
import io.snapledger.events.SegmentStaged;
import io.snapledger.events.SnapshotOrder;
import io.snapledger.events.StoreOutcome;
import io.snapledger.events.TriggerReason;
import io.snapledger.repository.Decision;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Small ledgers by hand. */
public final class Ledgers {

    private static final String ATTEMPT = "1-00000000000000aa";

    private Ledgers() {}

    /** A backup of one store that went well. */
    public record Backup(String id, String snapshot, String plan, Instant due, List<Event<?>> events) {

        /** What the repository says of it. */
        public Decision decision(Instant committedAt, List<String> backupStores) {
            return new Decision.Committed(
                    new Decision.Subject(
                            "i",
                            new SnapshotOrder(
                                    id,
                                    snapshot,
                                    plan,
                                    "orders",
                                    "postgresql",
                                    List.of("main"),
                                    backupStores,
                                    due,
                                    null)),
                    new SealedContent(
                            ATTEMPT,
                            "0123456789abcdef",
                            new ManifestReference(2, 1, 10, Samples.DIGEST),
                            new ObjectReference(20, Samples.DIGEST),
                            List.of(),
                            List.of(),
                            2,
                            1000,
                            300,
                            17,
                            0,
                            null,
                            "16.4",
                            "16.3",
                            due,
                            due.plusSeconds(5)),
                    committedAt);
        }

        public List<LedgerEntry> entries() {
            return events.stream()
                    .map(it -> LedgerEntry.of(
                            it, new Coordinates(it.type().topic(), 0, it.time().toEpochMilli())))
                    .toList();
        }
    }

    public static Backup backup(String plan, String dueAt) {
        Instant due = Instant.parse(dueAt);
        String id = Identities.scheduledBackup("i", plan, due);
        String snapshot = Identities.snapshot(id, "i", "orders");
        List<String> main = List.of("main");
        List<String> stores = List.of("orders");
        Event<?> trigger = Event.of(
                Role.SCHEDULER,
                due,
                new BackupTriggered(plan, TriggerReason.SCHEDULE, due, List.of(), List.of(), null, "cron"));
        Samples sample = new Samples(id, snapshot, plan, "orders", "postgresql", main, stores, due);
        Instant end = due.plusSeconds(43200);
        List<Event<?>> events = List.of(
                trigger,
                Event.of(
                                Role.SCHEDULER,
                                due.plusSeconds(1),
                                new BackupPlanned(
                                        id,
                                        plan,
                                        TriggerReason.SCHEDULE,
                                        due,
                                        trigger.identity(),
                                        main,
                                        List.of(new PlannedStore("orders", "postgresql", snapshot)),
                                        List.of(),
                                        end,
                                        end,
                                        null))
                        .causedBy(trigger),
                Event.of(
                        Role.SCHEDULER,
                        due.plusSeconds(2),
                        new DumpRequested(
                                new SnapshotOrder(id, snapshot, plan, "orders", "postgresql", main, stores, due, null),
                                1,
                                end,
                                end)),
                Event.of(Role.DUMP, due.plusSeconds(3), new DumpStarted(id, snapshot, "orders", ATTEMPT, "w1")),
                Event.of(
                        Role.DUMP,
                        due.plusSeconds(4),
                        new DumpProgress(id, snapshot, "orders", ATTEMPT, "w1", 0, "dumping", 10, 5, 0)),
                Event.of(
                        Role.DUMP,
                        due.plusSeconds(4),
                        new SegmentStaged(snapshot, "orders", ATTEMPT, "w1", 1, 100, Samples.DIGEST, main)),
                Event.of(Role.DUMP, due.plusSeconds(5), sample.completed(ATTEMPT, due.plusSeconds(5))),
                Event.of(Role.STORAGE, due.plusSeconds(6), sample.finished("main", ATTEMPT, due.plusSeconds(6))),
                Event.of(
                        Role.SCHEDULER,
                        due.plusSeconds(7),
                        new BackupCompleted(
                                id,
                                plan,
                                Outcome.COMPLETE,
                                List.of(new StoreOutcome(
                                        "orders",
                                        snapshot,
                                        Outcome.COMPLETE,
                                        ATTEMPT,
                                        1,
                                        null,
                                        null,
                                        1000,
                                        300,
                                        0,
                                        null,
                                        Map.of("main", "COMMITTED"))),
                                due.plusSeconds(1),
                                due.plusSeconds(7))));
        return new Backup(id, snapshot, plan, due, events);
    }
}
