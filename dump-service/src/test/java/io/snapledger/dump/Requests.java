package io.snapledger.dump;

import io.snapledger.events.DumpRequested;
import io.snapledger.events.Event;
import io.snapledger.events.Identities;
import io.snapledger.events.Role;
import io.snapledger.events.SnapshotOrder;
import java.time.Instant;
import java.util.List;

/** Requests for tests: one store of one backup each. */
public final class Requests {

    public static final Instant DUE = Instant.parse("2026-11-21T00:00:00Z");
    private static final String INSTALLATION = "test";

    private Requests() {}

    public static Event<DumpRequested> of(String store, int number, Instant now) {
        return of(store, number, DUE, now, now.plusSeconds(3600), List.of("main"));
    }

    public static Event<DumpRequested> of(
            String store, int number, Instant due, Instant now, Instant deadline, List<String> repositories) {
        String backup = Identities.scheduledBackup(INSTALLATION, "nightly", due);
        return Event.of(
                Role.SCHEDULER,
                now,
                new DumpRequested(
                        new SnapshotOrder(
                                backup,
                                Identities.snapshot(backup, INSTALLATION, store),
                                "nightly",
                                store,
                                "fake",
                                repositories,
                                List.of(store),
                                due,
                                null),
                        number,
                        deadline,
                        deadline));
    }
}
