package io.snapledger.events.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.snapledger.events.Event;
import io.snapledger.events.EventType;
import io.snapledger.events.Role;
import io.snapledger.events.SampleEvents;
import io.snapledger.events.SchedulerTick;
import io.snapledger.events.broker.EmbeddedBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlReaderTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    static Path directory;

    private static EmbeddedBroker broker;
    private final List<Event<?>> seen = new CopyOnWriteArrayList<>();
    private TestLedger ledger;

    @BeforeAll
    static void startBroker() {
        broker = EmbeddedBroker.start(directory, 0);
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void openLedger() throws Exception {
        ledger = new TestLedger(broker).with(3, EventType.SCHEDULER_TICK);
    }

    @AfterEach
    void closeLedger() {
        ledger.close();
    }

    @Test
    void everyReplicaSeesWhatIsPublishedAfterItIsReadyAndNothingBefore() {
        ledger.publish(tick(0));
        try (ControlReader one = reader(Optional.empty(), seen::add);
                ControlReader two = reader(Optional.empty(), seen::add)) {
            assertThat(one.ready().toCompletableFuture()).succeedsWithin(SOON);
            assertThat(two.ready().toCompletableFuture()).succeedsWithin(SOON);

            ledger.publish(tick(1));

            await().atMost(SOON).until(() -> seen.size() == 2);
            assertThat(seen).containsOnly(tick(1));
        }
    }

    @Test
    void readsFromAPointInTime() {
        ledger.publish(tick(0));
        try (ControlReader reader = reader(Optional.of(Instant.EPOCH), seen::add)) {
            assertThat(reader.caughtUp().toCompletableFuture()).succeedsWithin(SOON);

            assertThat(seen).containsExactly(tick(0));
        }
    }

    @Test
    void neitherOddRecordsNorAFailingHandlerStopIt() throws Exception {
        try (ControlReader reader = reader(Optional.empty(), event -> {
            seen.add(event);
            throw new IllegalStateException("planted");
        })) {
            assertThat(reader.ready().toCompletableFuture()).succeedsWithin(SOON);

            ledger.publish(tick(0));
            ledger.sendRaw(EventType.SCHEDULER_TICK, "-", new byte[] {1, 2}, Map.of());
            ledger.publish(tick(1));

            await().atMost(SOON).until(() -> seen.size() == 2);
        }
    }

    @Test
    void goesOnWhereItWasAfterTheBrokerWasAway(@TempDir Path own) throws Exception {
        EmbeddedBroker running = EmbeddedBroker.start(own, 0);
        int port = running.port();
        try (TestLedger away = new TestLedger(running).with(3, EventType.SCHEDULER_TICK);
                ControlReader reader = reader(away, Optional.empty(), seen::add)) {
            assertThat(reader.ready().toCompletableFuture()).succeedsWithin(SOON);
            away.publish(tick(0));
            running.close();
            running = EmbeddedBroker.start(own, port);
            away.publish(tick(1));

            await().atMost(SOON).until(() -> seen.size() >= 2);
            assertThat(seen).containsExactly(tick(0), tick(1));
        } finally {
            running.close();
        }
    }

    private ControlReader reader(Optional<Instant> since, ControlReader.ControlHandler handler) {
        return reader(ledger, since, handler);
    }

    private static ControlReader reader(
            TestLedger from, Optional<Instant> since, ControlReader.ControlHandler handler) {
        return new ControlReader(
                        from.client, "test", from.topics, List.of(EventType.SCHEDULER_TICK), from.codec, since, handler)
                .start();
    }

    private static Event<?> tick(int second) {
        return Event.of(Role.SCHEDULER, SampleEvents.DUE, new SchedulerTick("-", SampleEvents.DUE.plusSeconds(second)));
    }
}
