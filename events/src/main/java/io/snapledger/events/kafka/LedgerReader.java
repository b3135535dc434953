package io.snapledger.events.kafka;

import io.snapledger.events.EventType;
import io.snapledger.events.MalformedEventException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads whole topics into a projection whose offsets lie beside its state, so that each event changes the state exactly
 * once. Outside Kafka's consumer groups: every reader reads everything. Survives brokers that are away, and new
 * partitions; see {@link LedgerHandler} for all else that can happen.
 */
public final class LedgerReader implements AutoCloseable {

    private final KafkaEventCodec codec;
    private final LedgerPosition position;
    private final LedgerHandler handler;
    private final DeadLetters deadLetters;
    private final TopicFollower follower;

    /**
     * @param client settings of the Kafka client, at least {@code bootstrap.servers}
     * @param name of the reader, for its thread and its log lines
     * @param types the topics to read
     */
    public LedgerReader(
            Map<String, ?> client,
            String name,
            Topics topics,
            Collection<EventType> types,
            KafkaEventCodec codec,
            LedgerPosition position,
            LedgerHandler handler,
            DeadLetters deadLetters) {
        this.codec = codec;
        this.position = position;
        this.handler = handler;
        this.deadLetters = deadLetters;
        this.follower =
                new TopicFollower(client, name, types.stream().map(topics::name).toList(), new Projection());
    }

    /** Starts reading on a thread of its own; returns at once, also when Kafka is away. */
    public LedgerReader start() {
        follower.start();
        return this;
    }

    /** Completes once everything that was in the topics when the reader came up has been handled. */
    public CompletionStage<Void> caughtUp() {
        return follower.caughtUp();
    }

    /** Why reading does not go on at present, for readiness checks; empty if it does. */
    public Optional<String> trouble() {
        return follower.trouble();
    }

    /** Stops after the batch that is being handled. */
    @Override
    public void close() {
        follower.close();
    }

    private final class Projection implements TopicFollower.Listener {

        @Override
        public Map<TopicPartition, Long> positions(
                Consumer<byte[], byte[]> consumer, Set<TopicPartition> partitions, String clusterId) throws Exception {
            Map<TopicPartition, Long> first = consumer.beginningOffsets(partitions);
            Map<TopicPartition, Long> end = consumer.endOffsets(partitions);
            Map<TopicPartition, Long> saved = savedOffsets(partitions, end, clusterId);
            Map<TopicPartition, Long> next = new HashMap<>();
            for (TopicPartition partition : partitions) {
                long from = saved.getOrDefault(partition, first.get(partition));
                if (from < first.get(partition)) {
                    handler.gap(partition, from, first.get(partition));
                }
                next.put(partition, Math.max(from, first.get(partition)));
            }
            return next;
        }

        private Map<TopicPartition, Long> savedOffsets(
                Set<TopicPartition> partitions, Map<TopicPartition, Long> end, String clusterId) throws Exception {
            Optional<String> reason = reasonForReset(partitions, end, clusterId);
            if (reason.isPresent()) {
                handler.reset(reason.get(), clusterId);
            }
            return position.load();
        }

        private Optional<String> reasonForReset(
                Set<TopicPartition> partitions, Map<TopicPartition, Long> end, String clusterId) {
            String known = position.clusterId().orElse("");
            if (!known.equals(clusterId)) {
                return Optional.of(
                        known.isEmpty()
                                ? "nothing was read before"
                                : "the Kafka cluster is " + clusterId + ", the offsets are of " + known);
            }
            for (Map.Entry<TopicPartition, Long> saved : position.load().entrySet()) {
                if (partitions.contains(saved.getKey()) && saved.getValue() > end.get(saved.getKey())) {
                    return Optional.of("the log of " + saved.getKey() + " ends at " + end.get(saved.getKey())
                            + ", offset " + saved.getValue() + " was read before: it was rolled back");
                }
            }
            return Optional.empty();
        }

        @Override
        public void records(ConsumerRecords<byte[], byte[]> polled) throws Exception {
            List<LedgerRecord> batch = new ArrayList<>(polled.count());
            Map<TopicPartition, Long> next = new TreeMap<>(TopicFollower.BY_NAME);
            for (ConsumerRecord<byte[], byte[]> one : polled) {
                LedgerRecord record = read(one);
                batch.add(record);
                next.put(record.partition(), record.offset() + 1);
            }
            handler.handle(batch, next);
        }

        private LedgerRecord read(ConsumerRecord<byte[], byte[]> record) {
            TopicPartition partition = new TopicPartition(record.topic(), record.partition());
            Instant timestamp = Instant.ofEpochMilli(Math.max(0, record.timestamp()));
            try {
                return new LedgerRecord.Read(partition, record.offset(), timestamp, codec.read(record));
            } catch (MalformedEventException e) {
                deadLetters.write(record, e);
                return new LedgerRecord.Malformed(partition, record.offset(), timestamp, e);
            }
        }
    }
}
