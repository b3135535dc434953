package io.snapledger.events;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** One event of each type, with every field set, as one nightly backup and one restore would write them. */
public final class SampleEvents {

    public static final String INSTALLATION = "3f6c0c1e9a5d4b72";
    public static final Instant DUE = Instant.parse("2026-11-21T00:00:00Z");
    public static final String BACKUP = Identities.scheduledBackup(INSTALLATION, "nightly", DUE);
    public static final String SNAPSHOT = Identities.snapshot(BACKUP, INSTALLATION, "orders");
    public static final String ATTEMPT = "1-00000000c0ffee42";

    private static final String OLDER = "20261120t000000z-aaaaaaaaaa-bbbbbb";
    private static final String SHA256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
    private static final String RESTORE = "r-abcdefghijklmnop";
    private static final List<String> STORES = List.of("orders", "config");
    private static final List<String> REPOSITORIES = List.of("main", "offsite");

    private static final Caller ADA = new Caller("ada@example.org", "oidc");
    private static final SnapshotOrder ORDER =
            new SnapshotOrder(BACKUP, SNAPSHOT, "nightly", "orders", "postgresql", REPOSITORIES, STORES, DUE, RESTORE);

    private SampleEvents() {}

    /** In the order of {@link EventType}. */
    public static List<Event<?>> all() {
        return List.of(
                Event.of(
                        Role.SCHEDULER,
                        DUE,
                        new BackupTriggered(
                                "nightly",
                                TriggerReason.SAFETY,
                                DUE,
                                STORES,
                                List.of("files"),
                                "main",
                                "restore",
                                ADA,
                                RESTORE)),
                Event.of(
                        Role.SCHEDULER,
                        at(1),
                        new BackupPlanned(
                                BACKUP,
                                "nightly",
                                TriggerReason.SCHEDULE,
                                DUE,
                                "/snapledger/scheduler#backup.triggered:nightly:-:2026-11-21T00:00:00Z",
                                REPOSITORIES,
                                List.of(new PlannedStore("orders", "postgresql", SNAPSHOT)),
                                List.of("config"),
                                at(21_600),
                                at(43_200),
                                RESTORE)),
                Event.of(
                        Role.SCHEDULER,
                        at(1),
                        new BackupMissed(
                                "nightly",
                                DUE.minus(Duration.ofDays(2)),
                                DUE.minus(Duration.ofDays(1)),
                                2,
                                "scheduler-down",
                                BACKUP)),
                Event.of(Role.SCHEDULER, at(1), new DumpRequested(ORDER, 1, at(21_600), at(43_200))),
                Event.of(Role.DUMP, at(2), new DumpStarted(BACKUP, SNAPSHOT, "orders", ATTEMPT, "dump-0")),
                Event.of(
                        Role.DUMP,
                        at(12),
                        new DumpProgress(
                                BACKUP,
                                SNAPSHOT,
                                "orders",
                                ATTEMPT,
                                "dump-0",
                                0,
                                "dumping",
                                104_857_600L,
                                33_554_432L,
                                1_073_741_824L)),
                Event.of(
                        Role.DUMP,
                        at(13),
                        new SegmentStaged(SNAPSHOT, "orders", ATTEMPT, "dump-0", 1, 33_554_432L, SHA256, REPOSITORIES)),
                Event.of(Role.DUMP, at(60), dumpCompleted()),
                Event.of(
                        Role.DUMP,
                        at(61),
                        new DumpFailed(
                                ORDER,
                                ATTEMPT,
                                "tool-failed",
                                "pg_dump ended with exit code 1:\nconnection lost; see the server's log",
                                true,
                                false)),
                Event.of(Role.SCHEDULER, at(62), new BackupCancelled(BACKUP, "nightly", "maintenance", "ada", ADA)),
                Event.of(
                        Role.STORAGE,
                        at(63),
                        new UploadFinished(
                                BACKUP,
                                SNAPSHOT,
                                "nightly",
                                "orders",
                                "main",
                                ATTEMPT,
                                1_073_741_824L,
                                268_435_456L,
                                1,
                                "0 objects, 4711 the time before",
                                at(63))),
                Event.of(
                        Role.STORAGE,
                        at(64),
                        new UploadFailed(
                                BACKUP,
                                SNAPSHOT,
                                "orders",
                                "offsite",
                                ATTEMPT,
                                "segment-lost",
                                "segment 7 is neither staged nor stored; the store is dumped again",
                                "NONE")),
                Event.of(
                        Role.SCHEDULER,
                        at(65),
                        new BackupCompleted(
                                BACKUP,
                                "nightly",
                                Outcome.PARTIAL,
                                List.of(new StoreOutcome(
                                        "orders",
                                        SNAPSHOT,
                                        Outcome.PARTIAL,
                                        ATTEMPT,
                                        2,
                                        "tool-failed",
                                        "the first attempt failed",
                                        1_073_741_824L,
                                        268_435_456L,
                                        1,
                                        "0 objects, 4711 the time before",
                                        Map.of("offsite", "NONE", "main", "COMMITTED"))),
                                at(1),
                                at(65))),
                Event.of(
                        Role.RESTORE,
                        at(100),
                        new RestoreRequested(
                                RESTORE,
                                "latest",
                                "nightly",
                                STORES,
                                List.of("postgresql"),
                                "main",
                                Map.of(
                                        "orders",
                                        new RestoreTo("orders-copy", Map.of()),
                                        "config",
                                        new RestoreTo(null, Map.of("path", "/tmp/config"))),
                                true,
                                true,
                                true,
                                "ada",
                                ADA,
                                "v1.MDEyMzQ1Njc4OWFiY2RlZg")),
                Event.of(
                        Role.RESTORE,
                        at(101),
                        new RestorePlanned(
                                RESTORE,
                                true,
                                List.of(new PlannedRestore(
                                        "orders",
                                        SNAPSHOT,
                                        BACKUP,
                                        "main",
                                        "postgresql at db:5432, database orders",
                                        false,
                                        List.of("replace database orders"),
                                        List.of("the target is not fresh"),
                                        List.of("role app exists already"),
                                        1_073_741_824L)),
                                List.of("the target is not fresh"),
                                List.of("the snapshot was not verified yet"))),
                Event.of(
                        Role.RESTORE,
                        at(102),
                        new RestoreClaimed(
                                RESTORE,
                                "restore-0",
                                1,
                                List.of(new ClaimedPlace(
                                        "db:5432", List.of(new ClaimedKey(List.of("server", "db", "5432", "orders"))))),
                                at(3600))),
                Event.of(Role.RESTORE, at(102), new RestoreStarted(RESTORE, "restore-0", 1)),
                Event.of(
                        Role.RESTORE,
                        at(103),
                        new RestoreProgress(RESTORE, "orders", 0, "applying", 52_428_800L, 1_073_741_824L)),
                Event.of(
                        Role.RESTORE,
                        at(160),
                        new RestoreCompleted(RESTORE, List.of(restoredStore()), at(102), at(160))),
                Event.of(
                        Role.RESTORE,
                        at(161),
                        new RestoreFailed(
                                RESTORE,
                                "evidence-differs",
                                "table public.orders has 9 rows, the snapshot 10; nothing was switched over",
                                "orders",
                                RestoreFailed.Change.CHANGED,
                                List.of("database orders was replaced"),
                                List.of("database orders__old; HINT: drop it"),
                                Map.of("orders", BACKUP),
                                List.of(restoredStore()))),
                Event.of(Role.RESTORE, at(162), new RestoreCancelled(RESTORE, ADA)),
                Event.of(
                        Role.CATALOG,
                        at(200),
                        new ExpiryRequested(SNAPSHOT, "orders", "nightly", "main", "keep.daily=14", ADA)),
                Event.of(Role.CATALOG, at(200), new UndeleteRequested(SNAPSHOT, "orders", "nightly", "main", ADA)),
                Event.of(
                        Role.STORAGE,
                        at(201),
                        new SnapshotExpired(SNAPSHOT, "orders", "nightly", "main", "keep.daily=14", 2, at(201))),
                Event.of(
                        Role.STORAGE,
                        at(201),
                        new SnapshotKept(
                                SNAPSHOT,
                                "orders",
                                "nightly",
                                "main",
                                "keep.daily=14",
                                "proven-too-few",
                                "only 1 other proven snapshot of store 'orders' would stay, 2 must")),
                Event.of(
                        Role.STORAGE,
                        at(202),
                        new SnapshotUndeleted(SNAPSHOT, "orders", "nightly", "main", 3, at(202), ADA)),
                Event.of(Role.STORAGE, at(201), new SnapshotDeleted(SNAPSHOT, "orders", "main", 268_435_456L)),
                Event.of(Role.STORAGE, at(202), new SnapshotVerified(SNAPSHOT, "orders", "main", "segments", at(202))),
                Event.of(
                        Role.STORAGE,
                        at(203),
                        new SnapshotDamaged(
                                SNAPSHOT,
                                "orders",
                                "main",
                                "segments/orders/" + SNAPSHOT + "/" + ATTEMPT + "/7",
                                "33554432 bytes expected, 0 found")),
                Event.of(Role.SCHEDULER, at(204), new SchedulerTick("-", at(204))));
    }

    /** The event of one type. */
    public static Event<?> of(EventType type) {
        return all().stream().filter(event -> event.type() == type).findFirst().orElseThrow();
    }

    private static DumpCompleted dumpCompleted() {
        return new DumpCompleted(
                ORDER,
                new SealedContent(
                        ATTEMPT,
                        "0123456789abcdef",
                        new ManifestReference(9, 1, 4096, SHA256),
                        new ObjectReference(712, SHA256),
                        List.of(new SegmentOwner(OLDER, ATTEMPT, 3)),
                        List.of(new ExternalPart("opensearch-snapshot", "repository nightly", "snap-1", 1_048_576L)),
                        9,
                        1_073_741_824L,
                        268_435_456L,
                        4711,
                        1,
                        "0 objects, 4711 the time before",
                        "pg_dump 15.14",
                        "15.14",
                        at(2),
                        at(60)),
                "dump-0",
                List.of(new StreamFact("shop.dump", 1_073_741_824L, SHA256, "pg_restore -d shop shop.dump")),
                List.of(
                        new NotIncluded("database archive", "it admits nobody", NotIncluded.Cause.MISSED, 1),
                        new NotIncluded(
                                "subscriptions",
                                "a restored copy must not write to its source",
                                NotIncluded.Cause.INHERENT,
                                1)),
                List.of("table public.log is unlogged"));
    }

    private static RestoredStore restoredStore() {
        return new RestoredStore(
                "orders",
                SNAPSHOT,
                "postgresql at db:5432, database orders",
                BACKUP,
                1_073_741_824L,
                42,
                List.of("done"));
    }

    private static Instant at(long seconds) {
        return DUE.plusSeconds(seconds);
    }
}
