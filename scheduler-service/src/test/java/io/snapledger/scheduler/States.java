package io.snapledger.scheduler;

import io.snapledger.events.BackupTriggered;
import io.snapledger.events.Event;
import io.snapledger.events.Outcome;
import io.snapledger.events.Role;
import io.snapledger.events.TriggerReason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** States for tests of what is done with states. */
public final class States {

    private static final Instant NOW = Instant.parse("2026-11-21T00:00:00Z");

    private States() {}

    /** Two backups, with a store in every phase, a queued run and a cancelled one. */
    public static SchedulerState withEveryPhase() {
        Watch.Limit limit = new Watch.Limit(NOW.plusSeconds(60), 60_000);
        Phase.Closed closed = new Phase.Closed(Outcome.FAILED, null, "tool-failed", "it broke", 1, 2, 3, "0 objects");
        List<Phase> phases = List.of(
                new Phase.Waiting(limit),
                new Phase.Pausing(17),
                new Phase.Running("1-0123456789abcdef", "one", 5),
                new Phase.Sealed("1-0123456789abcdef", 6, true),
                new Phase.Aborting("deadline", "late", 7),
                new Phase.Settling(closed, 8),
                closed);
        List<Store> stores = new ArrayList<>();
        for (Phase phase : phases) {
            stores.add(new Store(phase.word(), "files", "snapshot-" + phase.word(), 1, phase, Map.of("main", "NONE")));
        }
        Map<String, Backup> open = new LinkedHashMap<>();
        for (String id : List.of("z", "a")) {
            open.put(
                    id,
                    new Backup(
                            id,
                            "nightly",
                            TriggerReason.CATCH_UP,
                            NOW,
                            "r-undone",
                            "keptn#1",
                            List.of("main", "far"),
                            3,
                            Duration.ofHours(6),
                            NOW,
                            limit,
                            limit,
                            true,
                            stores,
                            List.of("left-out")));
        }
        BackupTriggered request =
                new BackupTriggered("nightly", TriggerReason.SCHEDULE, NOW, List.of(), List.of(), null, null);
        return new SchedulerState(
                new Watch(NOW, 42, 7),
                open,
                List.of(new QueuedRun("b", Event.of(Role.SCHEDULER, NOW, request))),
                Map.of("c", 3L),
                Map.of("nightly", NOW));
    }
}
