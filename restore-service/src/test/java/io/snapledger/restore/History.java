package io.snapledger.restore;

import io.snapledger.events.Identities;
import io.snapledger.events.ManifestReference;
import io.snapledger.events.ObjectReference;
import io.snapledger.events.SealedContent;
import io.snapledger.events.SnapshotOrder;
import io.snapledger.repository.AttemptId;
import io.snapledger.repository.Decision;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Decisions of many backups, written one line each: {@code backup("nightly", "2026-11-21T00:00:00Z", "shop postgresql committed", ...)}. */
final class History {

    static final String INSTALLATION = "test";

    private final List<Decision> decisions = new ArrayList<>();

    /**
     * Adds a backup.
     *
     * @param stores each {@code <name> <kind> <state>}; the state {@code undecided} leaves no decision, {@code safety} is committed for
     *     a restore, {@code partial} and {@code suspect} are committed too
     * @return its id
     */
    String backup(String plan, String due, String... stores) {
        Instant dueAt = Instant.parse(due);
        String backup = Identities.scheduledBackup(INSTALLATION, plan, dueAt);
        List<String> names =
                List.of(stores).stream().map(store -> store.split(" ")[0]).toList();
        for (String store : stores) {
            String[] words = store.split(" ");
            if (!words[2].equals("undecided")) {
                boolean safety = words[2].equals("safety");
                decisions.add(decision(words[2], subject(words[0], backup, plan, words[1], dueAt, names, safety)));
            }
        }
        return backup;
    }

    List<Decision> all() {
        return List.copyOf(decisions);
    }

    static String snapshot(String backup, String store) {
        return Identities.snapshot(backup, INSTALLATION, store);
    }

    private static Decision.Subject subject(
            String store,
            String backup,
            String plan,
            String kind,
            Instant dueAt,
            List<String> backupStores,
            boolean safety) {
        return new Decision.Subject(
                INSTALLATION,
                new SnapshotOrder(
                        backup,
                        snapshot(backup, store),
                        plan,
                        store,
                        kind,
                        List.of("main"),
                        backupStores,
                        dueAt,
                        safety ? "r-undone" : null));
    }

    private static Decision decision(String state, Decision.Subject subject) {
        Instant at = subject.dueAt().plusSeconds(60);
        if (state.equals("aborted")) {
            return new Decision.Aborted(subject, "tool-failed", at);
        }
        SealedContent content = new SealedContent(
                AttemptId.of(1, 7).toString(),
                "0123456789abcdef",
                new ManifestReference(1, 1, 10, "0".repeat(64)),
                new ObjectReference(10, "0".repeat(64)),
                List.of(),
                List.of(),
                1,
                10,
                10,
                1,
                state.equals("partial") ? 3 : 0,
                state.equals("suspect") ? "the store is empty: 0 objects" : null,
                "tool 1",
                "",
                at,
                at);
        Decision.Committed committed = new Decision.Committed(subject, content, at);
        return switch (state) {
            case "committed", "safety", "partial", "suspect" -> committed;
            case "expired" -> committed.expire("daily", at);
            case "deleted" -> committed.expire("daily", at).delete(at);
            default -> throw new IllegalArgumentException(state);
        };
    }
}
