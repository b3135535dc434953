package io.snapledger.events.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.snapledger.events.Event;
import io.snapledger.events.EventCodec;
import io.snapledger.events.EventType;
import io.snapledger.events.Role;
import io.snapledger.events.SampleEvents;
import io.snapledger.events.SchedulerTick;
import io.snapledger.events.broker.EmbeddedBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Brokers that are away, not yet set up, or replaced. */
class LedgerOutageTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    private final TestProjection projection = new TestProjection();

    @Test
    void outlivesBrokersThatGoAwayAndNoticesAnotherCluster(@TempDir Path first, @TempDir Path second) throws Exception {
        EmbeddedBroker running = EmbeddedBroker.start(first, 0);
        int port = running.port();
        try (TestLedger away = new TestLedger(running).with(1, EventType.SCHEDULER_TICK);
                LedgerReader reader = reader(away)) {
            away.publish(tick(0));
            awaitEvents(1);

            running.close();
            await().atMost(SOON).until(() -> reader.trouble().isPresent());
            running = EmbeddedBroker.start(first, port);
            away.publish(tick(1));
            awaitEvents(2);
            assertThat(projection.resets).hasSize(1);

            running.close();
            running = EmbeddedBroker.start(second, port);
            away.with(1, EventType.SCHEDULER_TICK);
            away.publish(tick(2));
            await().atMost(SOON)
                    .until(() ->
                            projection.resets.size() == 2 && projection.events().size() == 1);
            assertThat(projection.ids()).containsExactly(tick(2).id());
            assertThat(projection.resets.get(1)).contains("the offsets are of");
        } finally {
            running.close();
        }
    }

    @Test
    void waitsForTopicsThatDoNotExistYet(@TempDir Path first) throws Exception {
        try (EmbeddedBroker running = EmbeddedBroker.start(first, 0);
                TestLedger ledger = new TestLedger(running);
                LedgerReader reader = reader(ledger)) {
            await().atMost(SOON).until(() -> reader.trouble().isPresent());
            ledger.with(1, EventType.SCHEDULER_TICK);

            assertThat(reader.caughtUp().toCompletableFuture()).succeedsWithin(SOON);
        }
    }

    @Test
    void closesPromptlyThoughNobodyAnswers() {
        Map<String, Object> nobody = Map.of("bootstrap.servers", "127.0.0.1:1");
        Topics topics = new Topics("");
        KafkaEventCodec codec = new KafkaEventCodec(new EventCodec(), topics, TestLedger.SEAL);
        try (KafkaEventPublisher publisher = new KafkaEventPublisher(nobody, codec, Duration.ofSeconds(1))) {
            LedgerReader reader = reader(nobody, topics, codec, new DeadLetters(publisher, topics, Role.CATALOG));

            long start = System.nanoTime();
            reader.close();

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        }
    }

    private LedgerReader reader(TestLedger from) {
        return reader(from.client, from.topics, from.codec, from.deadLetters);
    }

    private LedgerReader reader(
            Map<String, Object> client, Topics topics, KafkaEventCodec codec, DeadLetters deadLetters) {
        return new LedgerReader(
                        client,
                        "test",
                        topics,
                        List.of(EventType.SCHEDULER_TICK),
                        codec,
                        projection,
                        projection,
                        deadLetters)
                .start();
    }

    private void awaitEvents(int count) {
        await().atMost(SOON).until(() -> projection.events().size() == count);
    }

    private static Event<?> tick(int second) {
        return Event.of(Role.SCHEDULER, SampleEvents.DUE, new SchedulerTick("-", SampleEvents.DUE.plusSeconds(second)));
    }
}
