package io.snapledger.events.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.snapledger.events.BackupCancelled;
import io.snapledger.events.Event;
import io.snapledger.events.EventType;
import io.snapledger.events.Role;
import io.snapledger.events.SampleEvents;
import io.snapledger.events.SchedulerTick;
import io.snapledger.events.broker.EmbeddedBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerReaderTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    static Path directory;

    private static EmbeddedBroker broker;
    private final TestProjection projection = new TestProjection();
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
    void openLedger() {
        ledger = new TestLedger(broker);
    }

    @AfterEach
    void closeLedger() {
        ledger.close();
    }

    @Test
    void hasReadEverythingThatWasThereWhenItHasCaughtUp() throws Exception {
        ledger.with(3, EventType.SCHEDULER_TICK, EventType.BACKUP_CANCELLED);
        publishTicks(0, 50);
        ledger.publish(cancelled("one"));

        try (LedgerReader reader = reader(EventType.SCHEDULER_TICK, EventType.BACKUP_CANCELLED)) {
            assertThat(reader.caughtUp().toCompletableFuture()).succeedsWithin(SOON);

            assertThat(projection.events()).hasSize(51);
            assertThat(projection.resets).containsExactly("nothing was read before");
            assertThat(reader.trouble()).isEmpty();
        }
    }

    @Test
    void emptyTopicsAreCaughtUpAtOnce() throws Exception {
        ledger.with(3, EventType.SCHEDULER_TICK);

        try (LedgerReader reader = reader(EventType.SCHEDULER_TICK)) {
            assertThat(reader.caughtUp().toCompletableFuture()).succeedsWithin(SOON);
        }
    }

    @Test
    void eachEventCountsOnceThoughBatchesFailAndReadersDie() throws Exception {
        ledger.with(3, EventType.SCHEDULER_TICK);
        List<String> published = publishTicks(0, 30);
        projection.failTimes(1);
        try (LedgerReader reader = reader(EventType.SCHEDULER_TICK)) {
            awaitEvents(30);
        }
        published = concat(published, publishTicks(30, 60));
        try (LedgerReader reader = reader(EventType.SCHEDULER_TICK)) {
            await().atMost(SOON).until(() -> projection.batches() > 0);
        } // closed at some point, whatever has been read
        published = concat(published, publishTicks(60, 90));
        projection.failTimes(2);
        try (LedgerReader reader = reader(EventType.SCHEDULER_TICK)) {
            await().atMost(SOON).until(() -> reader.trouble().isPresent());
            assertThat(reader.trouble())
                    .hasValueSatisfying(text -> assertThat(text).contains("database is locked"));
            awaitEvents(90);
            await().atMost(SOON).until(() -> reader.trouble().isEmpty());
        }

        assertThat(projection.ids()).containsExactlyInAnyOrderElementsOf(published);
        assertThat(projection.failuresLeft()).isZero();
        assertThat(projection.resets).hasSize(1);
    }

    @Test
    void anUnreadableRecordGoesToTheDeadLettersAndTheRestFlowsOn() throws Exception {
        ledger.with(1, EventType.SCHEDULER_TICK);
        publishTicks(0, 1);
        ledger.sendRaw(EventType.SCHEDULER_TICK, "k", new byte[] {(byte) 0xff, 0}, Map.of("x-origin", "somewhere"));
        publishTicks(1, 2);

        try (LedgerReader reader = reader(EventType.SCHEDULER_TICK)) {
            awaitEvents(2);
        }

        assertThat(projection.malformed()).singleElement().satisfies(unread -> {
            assertThat(unread.offset()).isEqualTo(1);
            assertThat(unread.reason().code()).isEqualTo("missing-attribute");
        });
        assertThat(ledger.deadLetters()).singleElement().satisfies(letter -> {
            assertThat(letter.value()).containsExactly(0xff, 0);
            assertThat(header(letter, "x-origin")).isEqualTo("somewhere");
            assertThat(header(letter, "dead-letter-topic")).isEqualTo(ledger.topics.name(EventType.SCHEDULER_TICK));
            assertThat(header(letter, "dead-letter-partition")).isEqualTo("0");
            assertThat(header(letter, "dead-letter-offset")).isEqualTo("1");
            assertThat(header(letter, "dead-letter-key")).isEqualTo("k");
            assertThat(header(letter, "dead-letter-code")).isEqualTo("missing-attribute");
            assertThat(header(letter, "dead-letter-reason")).isEqualTo("attribute specversion is missing");
        });
    }

    @Test
    void recordsThatRetentionHasTakenAreToldAsAGap() throws Exception {
        ledger.with(1, EventType.SCHEDULER_TICK);
        TopicPartition partition = new TopicPartition(ledger.topics.name(EventType.SCHEDULER_TICK), 0);
        publishTicks(0, 10);
        try (LedgerReader reader = reader(EventType.SCHEDULER_TICK)) {
            awaitEvents(10);
        }
        publishTicks(10, 20);
        ledger.admin
                .deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(15)))
                .all()
                .get();

        try (LedgerReader reader = reader(EventType.SCHEDULER_TICK)) {
            awaitEvents(15);
        }

        assertThat(projection.gaps).containsExactly("0: 10 -> 15");
        assertThat(projection.resets).hasSize(1);
    }

    @Test
    void aLogThatWasRolledBackIsReadAnew() throws Exception {
        ledger.with(1, EventType.SCHEDULER_TICK);
        publishTicks(0, 5);
        try (LedgerReader reader = reader(EventType.SCHEDULER_TICK)) {
            awaitEvents(5);
        }
        projection.moveTo(new TopicPartition(ledger.topics.name(EventType.SCHEDULER_TICK), 0), 7);

        try (LedgerReader reader = reader(EventType.SCHEDULER_TICK)) {
            await().atMost(SOON)
                    .until(() ->
                            projection.resets.size() == 2 && projection.events().size() == 5);
        }

        assertThat(projection.resets.get(1)).contains("ends at 5").contains("offset 7");
    }

    @Test
    void partitionsThatAreAddedAreReadFromTheirBeginning() throws Exception {
        ledger.with(1, EventType.BACKUP_CANCELLED);
        try (LedgerReader reader = reader(EventType.BACKUP_CANCELLED)) {
            assertThat(reader.caughtUp().toCompletableFuture()).succeedsWithin(SOON);
            String topic = ledger.topics.name(EventType.BACKUP_CANCELLED);
            ledger.admin
                    .createPartitions(Map.of(topic, NewPartitions.increaseTo(8)))
                    .all()
                    .get();
            await().atMost(SOON)
                    .until(() -> ledger.admin
                                    .describeTopics(List.of(topic))
                                    .allTopicNames()
                                    .get()
                                    .get(topic)
                                    .partitions()
                                    .size()
                            == 8);
            for (int i = 0; i < 20; i++) {
                ledger.sendRaw(EventType.BACKUP_CANCELLED, "key-" + i, new byte[] {'{', '}'}, Map.of());
            }

            await().atMost(SOON).until(() -> projection.malformed().size() == 20);
        }
        assertThat(projection.malformed())
                .anySatisfy(unread -> assertThat(unread.partition().partition()).isPositive());
    }

    private LedgerReader reader(EventType... types) {
        return reader(ledger, types);
    }

    private LedgerReader reader(TestLedger from, EventType... types) {
        return new LedgerReader(
                        from.client,
                        "test",
                        from.topics,
                        List.of(types),
                        from.codec,
                        projection,
                        projection,
                        from.deadLetters)
                .start();
    }

    private void awaitEvents(int count) {
        await().atMost(SOON).until(() -> projection.events().size() >= count);
        assertThat(projection.events()).hasSize(count);
    }

    private List<String> publishTicks(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(LedgerReaderTest::tick)
                .peek(ledger::publish)
                .<String>map(Event::id)
                .toList();
    }

    private static Event<?> tick(int second) {
        return Event.of(Role.SCHEDULER, SampleEvents.DUE, new SchedulerTick("-", SampleEvents.DUE.plusSeconds(second)));
    }

    private static Event<?> cancelled(String reason) {
        return Event.of(
                Role.SCHEDULER,
                SampleEvents.DUE,
                new BackupCancelled(SampleEvents.BACKUP, "nightly", reason, null, null));
    }

    private static List<String> concat(List<String> some, List<String> more) {
        return java.util.stream.Stream.concat(some.stream(), more.stream()).toList();
    }

    private static String header(ConsumerRecord<?, ?> record, String name) {
        return new String(record.headers().lastHeader(name).value(), UTF_8);
    }
}
