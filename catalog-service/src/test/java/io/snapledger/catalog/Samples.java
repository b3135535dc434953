package io.snapledger.catalog;

import io.snapledger.events.DumpCompleted;
import io.snapledger.events.DumpFailed;
import io.snapledger.events.ManifestReference;
import io.snapledger.events.NotIncluded;
import io.snapledger.events.Nullable;
import io.snapledger.events.ObjectReference;
import io.snapledger.events.SealedContent;
import io.snapledger.events.SnapshotOrder;
import io.snapledger.events.StreamFact;
import io.snapledger.events.UploadFinished;
import java.time.Instant;
import java.util.List;

/** One snapshot that events can be made of. */
record Samples(
        String backup,
        String snapshot,
        String plan,
        String store,
        String kind,
        List<String> repositories,
        List<String> backupStores,
        Instant dueAt) {

    static final String DIGEST = "cd".repeat(32);

    DumpCompleted completed(String attempt, Instant sealedAt) {
        return new DumpCompleted(
                new SnapshotOrder(backup, snapshot, plan, store, kind, repositories, backupStores, dueAt, null),
                new SealedContent(
                        attempt,
                        "0123456789abcdef",
                        new ManifestReference(2, 1, 10, DIGEST),
                        new ObjectReference(20, DIGEST),
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
                        sealedAt.minusSeconds(5),
                        sealedAt),
                "w1",
                List.of(new StreamFact("shop.dump", 1000, DIGEST, "pg_restore -d shop shop.dump")),
                List.of(new NotIncluded("roles' passwords", "not readable", NotIncluded.Cause.CHOSEN, 1)),
                List.of("a warning"));
    }

    UploadFinished finished(String repository, String attempt, Instant committedAt) {
        return new UploadFinished(backup, snapshot, plan, store, repository, attempt, 1000, 300, 0, null, committedAt);
    }

    DumpFailed failed(@Nullable String attempt, boolean isFinal) {
        return new DumpFailed(
                new SnapshotOrder(backup, snapshot, plan, store, kind, repositories, backupStores, dueAt, null),
                attempt,
                isFinal ? "attempts-used-up" : "tool-failed",
                "pg_dump ended with exit code 1",
                !isFinal,
                isFinal);
    }
}
