package io.snapledger.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.snapledger.events.DumpCompleted;
import io.snapledger.events.Event;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** An event is acknowledged when it is done: what this process does not do, another one gets. */
class WorkQueueTest {

    private final Event<DumpCompleted> event =
            SampleAttempt.of("orders", 1, 7, "main").completed();
    private final AtomicInteger tries = new AtomicInteger();

    @Test
    void anEventIsNotAcknowledgedBeforeItsWorkIsDone() throws Exception {
        CountDownLatch away = new CountDownLatch(1);
        try (WorkQueue queue = queue(work -> {
            tries.incrementAndGet();
            if (away.getCount() > 0) {
                throw new TryLaterException("the repository is away", null);
            }
        })) {
            CompletableFuture<Void> done = queue.accept(event).toCompletableFuture();
            await().until(() -> tries.get() > 2);
            assertThat(done).isNotDone();

            away.countDown();

            assertThat(done.get(10, TimeUnit.SECONDS)).isNull();
            assertThat(queue.size()).isZero();
        }
    }

    @Test
    void aSecondCopyIsAcknowledgedWithTheFirstAndStartsNothing() throws Exception {
        CountDownLatch free = new CountDownLatch(1);
        try (WorkQueue queue = queue(work -> {
            tries.incrementAndGet();
            awaitIt(free);
        })) {
            CompletionStage<Void> first = queue.accept(event);
            CompletionStage<Void> second = queue.accept(event);
            free.countDown();

            first.toCompletableFuture().get(10, TimeUnit.SECONDS);
            second.toCompletableFuture().get(10, TimeUnit.SECONDS);
            assertThat(tries).hasValue(1);
        }
    }

    @Test
    void whatIsLeftWhenTheProcessStopsIsNotAcknowledged() {
        WorkQueue queue = queue(work -> {
            throw new TryLaterException("the repository is away", null);
        });
        CompletionStage<Void> done = queue.accept(event);

        queue.close();

        assertThat(done.toCompletableFuture()).isNotDone();
        assertThat(queue.accept(SampleAttempt.of("orders", 2, 8, "main").completed())
                        .toCompletableFuture())
                .isNotDone();
    }

    private static WorkQueue queue(WorkHandler handler) {
        return new WorkQueue(
                handler,
                1,
                new BackOff(Duration.ofMillis(1), Duration.ofMillis(5)),
                Duration.ofHours(1),
                Clock.systemUTC());
    }

    private static void awaitIt(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
