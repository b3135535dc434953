package io.snapledger.events.kafka;

import io.snapledger.events.Event;
import io.snapledger.events.EventCodec;
import io.snapledger.events.EventSeal;
import io.snapledger.events.EventType;
import io.snapledger.events.Role;
import io.snapledger.events.broker.EmbeddedBroker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Some topics of their own on a broker, and what is needed to write to them and look into them. */
final class TestLedger implements AutoCloseable {

    private static final AtomicInteger NUMBER = new AtomicInteger();

    static final EventSeal SEAL = new EventSeal(() -> List.of("what the services know"));

    final Topics topics = new Topics("t" + NUMBER.incrementAndGet() + ".");
    final KafkaEventCodec codec = new KafkaEventCodec(new EventCodec(), topics, SEAL);
    final Map<String, Object> client;
    final Admin admin;
    final KafkaEventPublisher publisher;
    final DeadLetters deadLetters;

    TestLedger(EmbeddedBroker broker) {
        this.client = Map.of("bootstrap.servers", broker.bootstrapServers());
        this.admin = Admin.create(client);
        this.publisher = new KafkaEventPublisher(client, codec, Duration.ofSeconds(60));
        this.deadLetters = new DeadLetters(publisher, topics, Role.CATALOG);
    }

    /** Creates the topics of some types and the catalog's dead-letter topic, quicker than all of them. */
    TestLedger with(int partitions, EventType... types) throws Exception {
        List<NewTopic> created = new ArrayList<>();
        for (EventType type : types) {
            created.add(new NewTopic(topics.name(type), partitions, (short) 1));
        }
        created.add(new NewTopic(topics.deadLetter(Role.CATALOG), 1, (short) 1));
        admin.createTopics(created).all().get();
        return this;
    }

    void publish(Event<?> event) {
        publisher.publish(event);
    }

    /** Sends anything at all. */
    void sendRaw(EventType topic, String key, byte[] value, Map<String, String> headers) throws Exception {
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(topics.name(topic), key, value);
        headers.forEach((name, text) -> record.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(client, new StringSerializer(), new ByteArraySerializer())) {
            producer.send(record).get();
        }
    }

    /** Everything that is in a topic now. */
    List<ConsumerRecord<byte[], byte[]>> contents(String topic) {
        List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            long expected = consumer.endOffsets(partitions).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
            while (found.size() < expected) {
                consumer.poll(Duration.ofMillis(200)).forEach(found::add);
            }
        }
        return found;
    }

    List<ConsumerRecord<byte[], byte[]>> deadLetters() {
        return contents(topics.deadLetter(Role.CATALOG));
    }

    @Override
    public void close() {
        publisher.close();
        admin.close(Duration.ofSeconds(1));
    }
}
