package io.snapledger.scheduler.wiring;

import io.snapledger.events.BackupTriggered;
import io.snapledger.events.DumpFailed;
import io.snapledger.events.DumpRequested;
import io.snapledger.events.Event;
import io.snapledger.events.EventCodec;
import io.snapledger.events.EventData;
import io.snapledger.events.EventType;
import io.snapledger.events.Identities;
import io.snapledger.events.Role;
import io.snapledger.events.TriggerReason;
import io.snapledger.events.UploadFailed;
import io.snapledger.events.UploadFinished;
import io.snapledger.events.kafka.ControlReader;
import io.snapledger.events.kafka.KafkaEventCodec;
import io.snapledger.events.kafka.KafkaEventPublisher;
import io.snapledger.events.kafka.TopicSetup;
import io.snapledger.events.kafka.Topics;
import io.snapledger.testkit.kafka.TestBroker;
import io.snapledger.testkit.kafka.TestSeal;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A ledger of one test on the shared broker: what is in it, and a hand to write into it. */
final class ObservedLedger implements AutoCloseable {

    final Map<String, Object> kafka =
            Map.of("bootstrap.servers", TestBroker.shared().bootstrapServers());
    final Topics topics = new Topics("t" + UUID.randomUUID().toString().substring(0, 8) + ".");
    private final List<Event<?>> seen = new CopyOnWriteArrayList<>();
    private final KafkaEventPublisher publisher;
    private final ControlReader reader;

    ObservedLedger() {
        try (Admin admin = Admin.create(kafka)) {
            TopicSetup.ensure(admin, topics, (short) 1);
        }
        KafkaEventCodec codec = new KafkaEventCodec(new EventCodec(Clock.systemUTC()), topics, TestSeal.SEAL);
        publisher = new KafkaEventPublisher(kafka, codec, Duration.ofSeconds(30));
        reader = new ControlReader(
                        kafka,
                        "observer",
                        topics,
                        List.of(EventType.values()),
                        codec,
                        Optional.of(Instant.EPOCH),
                        seen::add)
                .start();
    }

    void publish(Role role, EventData data) {
        publisher.publish(Event.of(role, Instant.now(Clock.systemUTC()), data));
    }

    void publish(Event<?> event) {
        publisher.publish(event);
    }

    static Event<BackupTriggered> trigger(String platform, String id, String plan) {
        BackupTriggered request =
                new BackupTriggered(plan, TriggerReason.EVENT, null, List.of(), List.of(), null, null);
        return new Event<>(id, platform, Instant.parse("2026-11-21T00:00:00Z"), request, Map.of());
    }

    /** What dump-service and storage-service would say of a request that goes well. */
    void carryOut(DumpRequested request) {
        String attempt = Identities.attempt(request.number(), 7);
        publish(
                Role.STORAGE,
                new UploadFinished(
                        request.backup(),
                        request.snapshot(),
                        request.plan(),
                        request.store(),
                        "main",
                        attempt,
                        10,
                        1,
                        0,
                        null,
                        Instant.parse("2026-11-21T00:00:01Z")));
    }

    void fail(DumpRequested request) {
        publish(
                Role.DUMP,
                new DumpFailed(
                        request.order(),
                        Identities.attempt(request.number(), 7),
                        "credentials-refused",
                        "no",
                        false,
                        false));
    }

    void abort(DumpFailed last) {
        publish(
                Role.STORAGE,
                new UploadFailed(
                        last.backup(),
                        last.snapshot(),
                        last.store(),
                        "main",
                        "-",
                        "aborted",
                        "as asked for",
                        "ABORTED"));
    }

    <D extends EventData> List<D> all(Class<D> type) {
        return seen.stream()
                .map(Event::data)
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    /** Different events of a type: repetitions of one event are one. */
    <D extends EventData> Set<String> identities(Class<D> type) {
        return seen.stream()
                .filter(event -> type.isInstance(event.data()))
                .map(Event::identity)
                .collect(Collectors.toSet());
    }

    /** Code and reason of each record in the scheduler's dead-letter topic. */
    List<String> deadLetters() {
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(kafka, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topics.deadLetter(Role.SCHEDULER)).stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            List<String> letters = new ArrayList<>();
            for (ConsumerRecord<byte[], byte[]> letter : consumer.poll(Duration.ofSeconds(2))) {
                letters.add(header(letter, "dead-letter-code") + ": " + header(letter, "dead-letter-reason"));
            }
            return letters;
        }
    }

    private static String header(ConsumerRecord<byte[], byte[]> letter, String name) {
        return new String(letter.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        reader.close();
        publisher.close();
    }
}
