package io.snapledger.catalog.wiring;

import io.snapledger.catalog.inbound.LedgerProjection;
import io.snapledger.events.EventCodec;
import io.snapledger.events.EventSeal;
import io.snapledger.events.EventType;
import io.snapledger.events.Role;
import io.snapledger.events.kafka.DeadLetters;
import io.snapledger.events.kafka.KafkaEventCodec;
import io.snapledger.events.kafka.KafkaEventPublisher;
import io.snapledger.events.kafka.LedgerReader;
import io.snapledger.events.kafka.TopicSetup;
import io.snapledger.events.kafka.Topics;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.TopicPartition;

/** The catalog's connection to Kafka. */
final class Ledger implements AutoCloseable {

    /** Everything but the scheduler's ticks, which are no part of the ledger. */
    static final List<EventType> TYPES = Arrays.stream(EventType.values())
            .filter(it -> it != EventType.SCHEDULER_TICK)
            .toList();

    private static final int BATCH = 2000;
    private static final Duration DELIVERY = Duration.ofSeconds(30);
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final String NEW_PARTITIONS = "30000";

    private final Map<String, Object> client;
    private final Topics topics;
    private final short replication;
    private final KafkaEventCodec codec;
    private final KafkaEventPublisher publisher;
    private final Admin admin;

    Ledger(Map<String, Object> client, Topics topics, short replication, EventSeal seal) {
        this.client = new HashMap<>(client);
        this.client.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, BATCH);
        this.client.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, NEW_PARTITIONS);
        this.topics = topics;
        this.replication = replication;
        this.codec = new KafkaEventCodec(new EventCodec(), topics, seal);
        this.publisher = new KafkaEventPublisher(client, codec, DELIVERY);
        this.admin = Admin.create(client);
    }

    Topics topics() {
        return topics;
    }

    /** Makes missing topics; waits for Kafka. */
    void ensureTopics() {
        TopicSetup.ensure(admin, topics, replication);
    }

    LedgerReader reader(String name, LedgerProjection projection) {
        return new LedgerReader(
                client,
                name,
                topics,
                TYPES,
                codec,
                projection,
                projection,
                new DeadLetters(publisher, topics, Role.CATALOG));
    }

    /**
     * The offset behind the last record of each partition.
     *
     * @throws IllegalStateException if Kafka does not answer
     */
    Map<TopicPartition, Long> ends() {
        try {
            List<String> names = TYPES.stream().map(topics::name).toList();
            Map<String, TopicDescription> described =
                    admin.describeTopics(names).allTopicNames().get(ANSWER.toMillis(), TimeUnit.MILLISECONDS);
            Map<TopicPartition, OffsetSpec> asked = described.values().stream()
                    .flatMap(topic -> topic.partitions().stream()
                            .map(partition -> new TopicPartition(topic.name(), partition.partition())))
                    .collect(Collectors.toMap(it -> it, it -> OffsetSpec.latest()));
            Map<TopicPartition, ListOffsetsResult.ListOffsetsResultInfo> found =
                    admin.listOffsets(asked).all().get(ANSWER.toMillis(), TimeUnit.MILLISECONDS);
            Map<TopicPartition, Long> ends = new HashMap<>();
            found.forEach((partition, info) -> ends.put(partition, info.offset()));
            return ends;
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("Kafka does not tell where its logs end: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking Kafka where its logs end", e);
        }
    }

    /** How many records lie before the ends, by topic, for topics with any; {@code next} is where reading goes on. */
    static Map<String, Long> behind(Map<TopicPartition, Long> next, Map<TopicPartition, Long> ends) {
        Map<String, Long> behind = new TreeMap<>();
        ends.forEach((partition, end) -> {
            long missing = end - next.getOrDefault(partition, 0L);
            if (missing > 0) {
                behind.merge(partition.topic(), missing, Long::sum);
            }
        });
        return behind;
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(2));
        publisher.close();
    }
}
