package io.snapledger.events.kafka;

import io.snapledger.events.Event;
import io.snapledger.events.EventPublishException;
import io.snapledger.events.EventPublisher;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Sends each event at once and waits until all in-sync replicas have it. Safe for use by many threads. */
public final class KafkaEventPublisher implements EventPublisher, AutoCloseable {

    /** How long one event may take until its fate counts as unknown. */
    public static final Duration DELIVERY_TIMEOUT = Duration.ofMinutes(2);

    private static final Duration LEAST_DELIVERY_TIMEOUT = Duration.ofSeconds(1);
    private static final long BUFFER_BYTES = 4L * 1024 * 1024;

    private final Producer<String, byte[]> producer;
    private final KafkaEventCodec codec;

    /**
     * @param client settings of the Kafka client, at least {@code bootstrap.servers}; what an event's safety depends on
     *     is set here and cannot be weakened
     * @param deliveryTimeout at least one second; see {@link #DELIVERY_TIMEOUT}
     */
    public KafkaEventPublisher(Map<String, ?> client, KafkaEventCodec codec, Duration deliveryTimeout) {
        this(
                new KafkaProducer<>(
                        settings(client, deliveryTimeout), new StringSerializer(), new ByteArraySerializer()),
                codec);
    }

    KafkaEventPublisher(Producer<String, byte[]> producer, KafkaEventCodec codec) {
        this.producer = producer;
        this.codec = codec;
    }

    private static Map<String, Object> settings(Map<String, ?> client, Duration deliveryTimeout) {
        Duration limit =
                deliveryTimeout.compareTo(LEAST_DELIVERY_TIMEOUT) < 0 ? LEAST_DELIVERY_TIMEOUT : deliveryTimeout;
        int millis = Math.toIntExact(limit.toMillis());
        Map<String, Object> settings = new HashMap<>(client);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "none");
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, millis);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, (long) millis);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.min(millis, 15_000));
        settings.putIfAbsent(ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER_BYTES);
        return settings;
    }

    @Override
    public void publish(Event<?> event) {
        await(event.id(), send(codec.record(event)));
    }

    /**
     * Sends an event; the stage completes once the broker has it, or with an {@link EventPublishException}. Returns at
     * once, except that the first event of a topic waits for the topic's metadata.
     */
    public CompletionStage<Void> publishAsync(Event<?> event) {
        return send(codec.record(event)).exceptionally(failure -> {
            throw unacknowledged(event.id(), failure instanceof CompletionException ? failure.getCause() : failure);
        });
    }

    /** The record that an event is sent as. */
    ProducerRecord<String, byte[]> record(Event<?> event) {
        return codec.record(event);
    }

    /** Sends a record that is no event, e.g. a dead letter, and waits for the broker. */
    void publish(ProducerRecord<String, byte[]> plain) {
        await("dead letter for " + plain.topic(), send(plain));
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the callback tells the same, and the future would block
    private CompletableFuture<Void> send(ProducerRecord<String, byte[]> record) {
        CompletableFuture<Void> sent = new CompletableFuture<>();
        try {
            producer.send(record, (metadata, failure) -> {
                if (failure == null) {
                    sent.complete(null);
                } else {
                    sent.completeExceptionally(failure);
                }
            });
        } catch (KafkaException | IllegalStateException e) {
            sent.completeExceptionally(e);
        }
        return sent;
    }

    private static void await(String what, CompletableFuture<Void> sent) {
        try {
            sent.get();
        } catch (ExecutionException e) {
            throw unacknowledged(what, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unacknowledged(what, e);
        }
    }

    private static EventPublishException unacknowledged(String what, Throwable cause) {
        return new EventPublishException(
                "Kafka has not acknowledged " + what + ": " + cause.getMessage()
                        + "; whether it is in the ledger is unknown, repeat it",
                cause);
    }

    /** Waits up to five seconds for events under way. */
    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
    }
}
