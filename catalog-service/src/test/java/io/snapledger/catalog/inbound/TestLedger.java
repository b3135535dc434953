package io.snapledger.catalog.inbound;

import io.snapledger.events.Event;
import io.snapledger.events.EventCodec;
import io.snapledger.events.EventType;
import io.snapledger.events.Role;
import io.snapledger.events.kafka.KafkaEventCodec;
import io.snapledger.events.kafka.KafkaEventPublisher;
import io.snapledger.events.kafka.Topics;
import io.snapledger.testkit.kafka.TestSeal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/** The ledger as the other services write it. */
final class TestLedger implements AutoCloseable {

    private final Map<String, Object> client;
    private final Topics topics;
    private final KafkaEventPublisher publisher;

    TestLedger() {
        Config config = ConfigProvider.getConfig();
        client = Map.of("bootstrap.servers", config.getValue("kafka.bootstrap.servers", String.class));
        topics = new Topics(config.getValue("snapledger.kafka.topic-prefix", String.class));
        publisher = new KafkaEventPublisher(
                client, new KafkaEventCodec(new EventCodec(), topics, TestSeal.SEAL), Duration.ofSeconds(30));
    }

    void publish(Event<?> event) {
        publisher.publish(event);
    }

    void publishGarbage(EventType type, String value) throws ExecutionException, InterruptedException {
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topics.name(type), value.getBytes(StandardCharsets.UTF_8)))
                    .get();
        }
    }

    /** Values of what lies in the catalog's dead-letter topic. */
    List<String> deadLetters() {
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = new ArrayList<>();
            for (PartitionInfo it : consumer.partitionsFor(topics.deadLetter(Role.CATALOG))) {
                partitions.add(new TopicPartition(it.topic(), it.partition()));
            }
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            List<String> values = new ArrayList<>();
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(2))) {
                values.add(new String(record.value(), StandardCharsets.UTF_8));
            }
            return values;
        }
    }

    @Override
    public void close() {
        publisher.close();
    }
}
