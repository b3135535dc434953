package io.snapledger.dump;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.snapledger.dump.staging.StagedSegment;
import io.snapledger.events.DumpRequested;
import io.snapledger.events.Event;
import io.snapledger.events.EventPublishException;
import io.snapledger.events.EventPublisher;
import io.snapledger.events.FailureCode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OutboxTest {

    private static final String ATTEMPT = "1-0123456789abcdef";

    private final List<String> ledger = new CopyOnWriteArrayList<>();
    private volatile boolean away;
    private final EventPublisher broker = event -> {
        if (away) {
            throw new EventPublishException("away", null);
        }
        ledger.add(event.id());
    };
    private final Outbox outbox = new Outbox(broker);
    private final Event<DumpRequested> request = Requests.of("orders", 1, Requests.DUE);
    private final DumpEvents events = new DumpEvents("a", () -> Requests.DUE);

    @AfterEach
    void close() {
        outbox.close();
    }

    @Test
    void eventsWaitWhileTheBrokerIsAwayAndLeaveInTheirOrder() {
        away = true;
        outbox.hint(hint(1));
        outbox.hint(hint(2));
        AtomicInteger told = new AtomicInteger();
        Event<?> end = events.failed(request, ATTEMPT, new Failure(FailureCode.TOOL_FAILED, "exit 1"));
        outbox.end(end, told::incrementAndGet);
        assertThat(told).hasValue(0);

        away = false;

        await().until(() -> told.get() == 1);
        assertThat(ledger).containsExactly(hint(1).id(), hint(2).id(), end.id());
    }

    @Test
    void onlyTheNewestHeartbeatOfAnAttemptWaits() {
        away = true;
        outbox.hint(hint(1));
        for (int i = 0; i < 100; i++) {
            outbox.heartbeat(ATTEMPT, beat(i));
        }
        assertThat(outbox.size()).isLessThanOrEqualTo(3);

        away = false;

        await().until(() -> ledger.contains(beat(99).id()));
    }

    @Test
    void hintsBeyondTheBoundAreDroppedAndTheEndNever() {
        away = true;
        Event<?> end = events.failed(request, ATTEMPT, new Failure(FailureCode.TOOL_FAILED, "exit 1"));
        outbox.end(end, () -> {});
        IntStream.rangeClosed(1, Outbox.MAX_HINTS + 500).forEach(number -> outbox.hint(hint(number)));
        assertThat(outbox.size()).isLessThanOrEqualTo(Outbox.MAX_HINTS + 2);

        away = false;

        await().until(() -> ledger.contains(hint(Outbox.MAX_HINTS + 500).id()));
        assertThat(ledger).contains(end.id()).doesNotContain(hint(2).id());
    }

    @Test
    void closingSendsWhatWaitsForAWhile() {
        outbox.hint(hint(1));
        outbox.hint(hint(2));

        outbox.close(Duration.ofSeconds(10));

        assertThat(ledger).hasSize(2);
    }

    @Test
    void closingDoesNotWaitForABrokerThatIsAway() {
        away = true;
        outbox.hint(hint(1));

        outbox.close(Duration.ofMillis(100));

        assertThat(ledger).isEmpty();
    }

    private Event<?> hint(int number) {
        return events.staged(request, ATTEMPT, new StagedSegment(number, 1, "0".repeat(64)));
    }

    private Event<?> beat(int index) {
        return events.progress(request, ATTEMPT, index, "dumping", index, 0, 0);
    }
}
