package io.snapledger.catalog;

import io.snapledger.events.EventData;
import io.snapledger.events.PlannedRestore;
import io.snapledger.events.RestoreCompleted;
import io.snapledger.events.RestoreFailed;
import io.snapledger.events.RestorePlanned;
import io.snapledger.events.RestoreProgress;
import io.snapledger.events.RestoreRequested;
import io.snapledger.events.RestoreStarted;
import io.snapledger.events.RestoredStore;
import io.snapledger.events.Role;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiConsumer;

/** A restore as it may come to be. */
record RestoreHistory(Random random, BiConsumer<Role, EventData> happens) {

    private static final String SNAPSHOT = "20261121t000000z-abcdefghij-klmnop";
    private static final Instant AT = Instant.parse("2026-11-22T00:00:00Z");

    void restore() {
        String id = "r-" + random.nextInt(1000);
        happens.accept(
                Role.RESTORE,
                new RestoreRequested(
                        id,
                        "latest",
                        "nightly",
                        List.of("orders"),
                        List.of(),
                        null,
                        Map.of(),
                        false,
                        true,
                        false,
                        "kim",
                        null,
                        "secret-proof"));
        boolean executes = random.nextInt(4) > 0;
        happens.accept(
                Role.RESTORE,
                new RestorePlanned(
                        id,
                        executes,
                        List.of(new PlannedRestore(
                                "orders",
                                SNAPSHOT,
                                SNAPSHOT.substring(0, 27),
                                "main",
                                "db:5432",
                                false,
                                List.of("replace shop"),
                                List.of(),
                                List.of(),
                                100)),
                        List.of(),
                        List.of()));
        if (!executes) {
            return;
        }
        happens.accept(Role.RESTORE, new RestoreStarted(id, "w1", 1));
        happens.accept(Role.RESTORE, new RestoreProgress(id, "orders", 0, "applying", 50, 100));
        List<RestoredStore> restored =
                List.of(new RestoredStore("orders", SNAPSHOT, "db:5432", null, 100, 7, List.of()));
        if (random.nextInt(3) == 0) {
            happens.accept(
                    Role.RESTORE,
                    new RestoreFailed(
                            id,
                            "engine-failed",
                            "exit 1",
                            "orders",
                            RestoreFailed.Change.CHANGED,
                            List.of("database orders was replaced"),
                            List.of(),
                            Map.of(),
                            List.of()));
        }
        if (random.nextInt(3) > 0) {
            happens.accept(Role.RESTORE, new RestoreCompleted(id, restored, AT, AT.plusSeconds(60)));
        }
    }
}
