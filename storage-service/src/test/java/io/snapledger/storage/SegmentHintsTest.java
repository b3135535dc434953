package io.snapledger.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SegmentHintsTest {

    private Bench bench;
    private SampleAttempt attempt;

    @BeforeEach
    void prepare() {
        bench = new Bench("main", "copy");
        bench.addKeys("orders");
        attempt = SampleAttempt.of("orders", 1, 7, "main", "copy").stagedAt(bench.worker);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void aSegmentIsStoredEarlyInEveryRepositoryThenAcknowledged() {
        StorageService service = bench.start();

        service.hint(attempt.staged(2));
        await().until(() -> bench.worker.acknowledged().contains(attempt.path(2)));

        assertThat(bench.stored("main", attempt)).hasSize(1);
        assertThat(bench.stored("copy", attempt)).hasSize(1);
    }

    @Test
    void whatIsStoredEarlyIsNotFetchedAgain() {
        StorageService service = bench.start();
        for (int number = 1; number <= 3; number++) {
            int segment = number;
            service.hint(attempt.staged(number));
            await().until(() -> bench.worker.acknowledged().contains(attempt.path(segment)));
        }
        int before = bench.worker.gets();

        service.accept(attempt.completed());
        Bench.awaitIdle(service);

        assertThat(bench.stored("main", attempt)).hasSize(4);
        assertThat(bench.worker.gets() - before).isEqualTo(2); // the list, for each repository
    }

    @Test
    void aHintAfterTheFinalDecisionStoresNothing() {
        StorageService service = bench.start();
        service.accept(attempt.givenUp());
        Bench.awaitIdle(service);

        service.hint(attempt.staged(1));
        SampleAttempt other = SampleAttempt.of("other", 1, 3, "main").stagedAt(bench.worker);
        service.hint(other.staged(1));
        await().until(() -> bench.worker.acknowledged().contains(other.path(1)));

        assertThat(bench.stored("main", attempt)).isEmpty();
        assertThat(bench.worker.acknowledged()).doesNotContain(attempt.path(1));
    }

    @Test
    void aHintOfAnAttemptThatLostStoresNothing() {
        SampleAttempt winner = SampleAttempt.of("orders", 2, 8, "main", "copy").stagedAt(bench.worker);
        StorageService service = bench.start();
        service.accept(winner.completed());
        Bench.awaitIdle(service);

        service.hint(attempt.staged(1));
        SampleAttempt other = SampleAttempt.of("other", 1, 3, "main").stagedAt(bench.worker);
        service.hint(other.staged(1));
        await().until(() -> bench.worker.acknowledged().contains(other.path(1)));

        assertThat(bench.stored("main", attempt)).isEmpty();
    }

    @Test
    void aSegmentChangedOnItsWayIsNotStoredAndNotAcknowledged() {
        bench.worker.mood(ScriptedWorker.Mood.CHANGES);
        StorageService service = bench.start();

        service.hint(attempt.staged(1));
        await().until(() -> bench.worker.gets() == 1);
        await().until(() -> service.hints().waiting() == 0);

        assertThat(bench.stored("main", attempt)).isEmpty();
        assertThat(bench.worker.acknowledged()).isEmpty();
    }

    @Test
    void hintsBeyondTheQueueAreDroppedAtOnce() {
        try (SegmentHints hints = new SegmentHints(bench.open(), new Workers(Map.of()), 1, 1)) {
            for (int i = 0; i < 2000; i++) {
                hints.offer(attempt.staged(1).data());
            }
            assertThat(hints.dropped()).isPositive();
        }
    }
}
