package io.snapledger.events.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snapledger.events.BackupTriggered;
import io.snapledger.events.Event;
import io.snapledger.events.EventCodec;
import io.snapledger.events.EventPublishException;
import io.snapledger.events.EventType;
import io.snapledger.events.MalformedEventException;
import io.snapledger.events.Role;
import io.snapledger.events.SampleEvents;
import io.snapledger.events.broker.EmbeddedBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaEventsTest {

    private static final Map<String, String> MINIMAL = Map.of(
            "ce_specversion",
            "1.0",
            "ce_id",
            "1",
            "ce_source",
            "/argo",
            "ce_type",
            "io.snapledger.backup.triggered.v1");

    @TempDir
    static Path directory;

    private static EmbeddedBroker broker;
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
    void everyEventOfEveryTypeComesBackFromItsTopic() throws Exception {
        TopicSetup.ensure(ledger.admin, ledger.topics, (short) 1);

        for (Event<?> event : SampleEvents.all()) {
            ledger.publish(event);
        }

        for (Event<?> event : SampleEvents.all()) {
            List<ConsumerRecord<byte[], byte[]>> found = ledger.contents(ledger.topics.name(event.type()));
            assertThat(found).hasSize(1);
            assertThat(ledger.codec.read(found.get(0))).isEqualTo(event);
            assertThat(new String(found.get(0).key(), UTF_8)).isEqualTo(event.subject());
            assertThat(header(found.get(0), "content-type")).isEqualTo("application/json");
            assertThat(header(found.get(0), "ce_id")).isEqualTo(event.id());
        }
    }

    @Test
    void topicsAreSetUpAsTheTypesSayAndNeverChanged() throws Exception {
        String own = ledger.topics.name(EventType.BACKUP_PLANNED);
        ledger.admin
                .createTopics(List.of(new NewTopic(own, 1, (short) 1)))
                .all()
                .get();

        TopicSetup.ensure(ledger.admin, ledger.topics, (short) 1);
        TopicSetup.ensure(ledger.admin, ledger.topics, (short) 1);

        assertThat(partitions(own)).isEqualTo(1);
        for (EventType type : EventType.values()) {
            if (type != EventType.BACKUP_PLANNED) {
                assertThat(partitions(ledger.topics.name(type))).isEqualTo(type.partitions());
            }
        }
        for (Role service : List.of(Role.SCHEDULER, Role.DUMP, Role.STORAGE, Role.CATALOG, Role.RESTORE)) {
            assertThat(partitions(ledger.topics.deadLetter(service))).isEqualTo(1);
        }
        assertThat(config(ledger.topics.name(EventType.SEGMENT_STAGED), "retention.ms"))
                .isEqualTo(Long.toString(Duration.ofDays(7).toMillis()));
    }

    @Test
    void brokersThatAreNotThereYetAreWaitedFor() {
        Duration limit = Duration.ofSeconds(2);
        long begin = System.nanoTime();

        assertThatThrownBy(() -> TopicSetup.ensure(ledger.admin, ledger.topics, (short) 3, limit))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("topics cannot be set up")
                .hasMessageContaining("replication factor");

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(limit);
    }

    @Test
    void aMinimalTriggerOfAPlatformIsReadWithTheTimeOfItsRecord() throws Exception {
        ledger.with(1, EventType.BACKUP_TRIGGERED);

        ledger.sendRaw(EventType.BACKUP_TRIGGERED, null, "{\"plan\":\"nightly\"}".getBytes(UTF_8), MINIMAL);

        ConsumerRecord<byte[], byte[]> record =
                ledger.contents(ledger.topics.name(EventType.BACKUP_TRIGGERED)).get(0);
        Event<?> event = ledger.codec.read(record);
        assertThat(((BackupTriggered) event.data()).plan()).isEqualTo("nightly");
        assertThat(event.time()).isEqualTo(Instant.ofEpochMilli(record.timestamp()));
    }

    @Test
    void structuredRecordsAreReadAsWell() throws Exception {
        ledger.with(1, EventType.BACKUP_TRIGGERED);
        Event<?> ours = SampleEvents.of(EventType.BACKUP_TRIGGERED);
        Event<?> event = new Event<>(ours.id(), "/platform", ours.time(), ours.data(), ours.extensions());

        ledger.sendRaw(
                EventType.BACKUP_TRIGGERED,
                "nightly",
                new EventCodec().structured(event),
                Map.of("content-type", "application/cloudevents+json; charset=UTF-8"));

        assertThat(ledger.codec.read(ledger.contents(ledger.topics.name(EventType.BACKUP_TRIGGERED))
                        .get(0)))
                .as("whom a stranger names as the caller is not believed")
                .isEqualTo(EventCodec.causedBy(event, null));
    }

    @Test
    void whoMayWriteOneTopicCannotSpeakInTheNameOfAnother() throws Exception {
        ledger.with(1, EventType.BACKUP_TRIGGERED);
        Event<?> lie = SampleEvents.of(EventType.DUMP_FAILED);

        ProducerRecord<String, byte[]> sealed = ledger.codec.record(lie); // copied from where it belongs
        Map<String, String> headers = new TreeMap<>();
        sealed.headers().forEach(header -> headers.put(header.key(), new String(header.value(), UTF_8)));
        ledger.sendRaw(EventType.BACKUP_TRIGGERED, "x", sealed.value(), headers);

        assertThatThrownBy(() -> ledger.codec.read(ledger.contents(ledger.topics.name(EventType.BACKUP_TRIGGERED))
                        .get(0)))
                .isInstanceOf(MalformedEventException.class)
                .extracting(refusal -> ((MalformedEventException) refusal).code())
                .isEqualTo("wrong-topic");
    }

    @Test
    void aBrokerThatIsAwayIsToldWithinTheTimeLimit() {
        Map<String, Object> nobody = Map.of("bootstrap.servers", "127.0.0.1:1");
        Event<?> event = SampleEvents.of(EventType.BACKUP_TRIGGERED);
        try (KafkaEventPublisher publisher = new KafkaEventPublisher(nobody, ledger.codec, Duration.ofSeconds(1))) {
            assertThatThrownBy(() -> publisher.publish(event))
                    .isInstanceOf(EventPublishException.class)
                    .hasMessageContaining(event.id());
            assertThat(publisher.publishAsync(event).toCompletableFuture())
                    .failsWithin(Duration.ofSeconds(10))
                    .withThrowableThat()
                    .withCauseInstanceOf(EventPublishException.class);
        }
    }

    private int partitions(String topic) throws Exception {
        TopicDescription description = ledger.admin
                .describeTopics(List.of(topic))
                .allTopicNames()
                .get()
                .get(topic);
        return description.partitions().size();
    }

    private String config(String topic, String name) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        return ledger.admin
                .describeConfigs(List.of(resource))
                .all()
                .get()
                .get(resource)
                .get(name)
                .value();
    }

    private static String header(ConsumerRecord<?, ?> record, String name) {
        return new String(record.headers().lastHeader(name).value(), UTF_8);
    }
}
