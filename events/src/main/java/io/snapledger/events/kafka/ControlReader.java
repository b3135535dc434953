package io.snapledger.events.kafka;

import io.snapledger.events.Event;
import io.snapledger.events.EventType;
import io.snapledger.events.MalformedEventException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads what is happening now: every replica of a service sees every event of some types, from the end of the topics or
 * from a point in time, and keeps no offsets. What is not an event is left to the services that read the same topics
 * with dead letters. After an outage it goes on where it was.
 */
public final class ControlReader implements AutoCloseable {

    private static final Logger LOG = System.getLogger(ControlReader.class.getName());

    /** Receives the events, one by one, on the reader's thread; must be quick. */
    public interface ControlHandler {
        void handle(Event<?> event) throws Exception;
    }

    private final KafkaEventCodec codec;
    private final Optional<Instant> since;
    private final ControlHandler handler;
    private final TopicFollower follower;

    /**
     * @param client settings of the Kafka client, at least {@code bootstrap.servers}
     * @param name of the reader, for its thread and its log lines
     * @param types the topics to read
     * @param since read records from this time on; empty: what is written from now on
     */
    public ControlReader(
            Map<String, ?> client,
            String name,
            Topics topics,
            Collection<EventType> types,
            KafkaEventCodec codec,
            Optional<Instant> since,
            ControlHandler handler) {
        this.codec = codec;
        this.since = since;
        this.handler = handler;
        this.follower =
                new TopicFollower(client, name, types.stream().map(topics::name).toList(), new Live());
    }

    /** Starts reading on a thread of its own; returns at once, also when Kafka is away. */
    public ControlReader start() {
        follower.start();
        return this;
    }

    /** Completes once whatever is published from then on will surely be seen. */
    public CompletionStage<Void> ready() {
        return follower.positioned();
    }

    /** Completes once everything that was in the topics when the reader came up, from {@code since} on, was handled. */
    public CompletionStage<Void> caughtUp() {
        return follower.caughtUp();
    }

    /** Why reading does not go on at present, for readiness checks; empty if it does. */
    public Optional<String> trouble() {
        return follower.trouble();
    }

    @Override
    public void close() {
        follower.close();
    }

    private final class Live implements TopicFollower.Listener {

        private final Map<TopicPartition, Long> next = new HashMap<>();

        @Override
        public Map<TopicPartition, Long> positions(
                Consumer<byte[], byte[]> consumer, Set<TopicPartition> partitions, String clusterId) {
            Map<TopicPartition, Long> end = consumer.endOffsets(partitions);
            if (next.isEmpty()) {
                Map<TopicPartition, Long> start = new HashMap<>(end);
                since.ifPresent(from -> start.putAll(offsetsAt(consumer, partitions, from)));
                next.putAll(start);
            }
            Map<TopicPartition, Long> first = consumer.beginningOffsets(partitions);
            for (TopicPartition partition : partitions) { // new partitions and replaced logs: miss nothing
                long known = next.getOrDefault(partition, 0L);
                boolean usable = known >= first.get(partition) && known <= end.get(partition);
                next.put(partition, usable ? known : first.get(partition));
            }
            return Map.copyOf(next);
        }

        private static Map<TopicPartition, Long> offsetsAt(
                Consumer<byte[], byte[]> consumer, Set<TopicPartition> partitions, Instant from) {
            Map<TopicPartition, Long> asked = partitions.stream()
                    .collect(Collectors.toMap(partition -> partition, partition -> from.toEpochMilli()));
            Map<TopicPartition, Long> found = new HashMap<>();
            for (Map.Entry<TopicPartition, OffsetAndTimestamp> entry :
                    consumer.offsetsForTimes(asked).entrySet()) {
                if (entry.getValue() != null) {
                    found.put(entry.getKey(), entry.getValue().offset());
                }
            }
            return found;
        }

        @Override
        public void records(ConsumerRecords<byte[], byte[]> polled) {
            for (ConsumerRecord<byte[], byte[]> record : polled) {
                next.put(new TopicPartition(record.topic(), record.partition()), record.offset() + 1);
                try {
                    handler.handle(codec.read(record));
                } catch (MalformedEventException e) {
                    LOG.log(
                            Level.DEBUG,
                            "not an event: {0}-{1}@{2}: {3}",
                            record.topic(),
                            record.partition(),
                            record.offset(),
                            e.getMessage());
                } catch (Exception e) {
                    LOG.log(
                            Level.ERROR,
                            "event not handled: " + record.topic() + "-" + record.partition() + "@" + record.offset(),
                            e);
                }
            }
        }
    }
}
