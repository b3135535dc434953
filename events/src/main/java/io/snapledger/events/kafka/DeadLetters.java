package io.snapledger.events.kafka;

import io.snapledger.events.Event;
import io.snapledger.events.MalformedEventException;
import io.snapledger.events.Role;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Writes records that a service cannot read to its dead-letter topic: value and headers as they came, and headers that
 * tell where from and why. The header names are those of SmallRye's dead-letter queue, so that both look alike:
 * {@code dead-letter-topic}, {@code -partition}, {@code -offset}, {@code -key}, {@code -reason}, and {@code -code}.
 */
public final class DeadLetters {

    private final KafkaEventPublisher publisher;
    private final String topic;

    public DeadLetters(KafkaEventPublisher publisher, Topics topics, Role service) {
        this.publisher = publisher;
        this.topic = topics.deadLetter(service);
    }

    /** Returns once the broker has the dead letter. A crash may write it twice; place and offset tell. */
    public void write(ConsumerRecord<byte[], byte[]> unread, MalformedEventException reason) {
        String key = unread.key() == null ? null : new String(unread.key(), StandardCharsets.UTF_8);
        ProducerRecord<String, byte[]> letter = new ProducerRecord<>(topic, key, unread.value());
        unread.headers().forEach(letter.headers()::add);
        add(letter, "dead-letter-topic", unread.topic());
        add(letter, "dead-letter-partition", Integer.toString(unread.partition()));
        add(letter, "dead-letter-offset", Long.toString(unread.offset()));
        add(letter, "dead-letter-key", key == null ? "" : key);
        add(letter, "dead-letter-code", reason.code());
        add(letter, "dead-letter-reason", reason.getMessage());
        publisher.publish(letter);
    }

    /**
     * Puts aside an event that can be read and asks for what is not there. Returns once the broker has the dead letter.
     *
     * @param code constant word
     * @param reason fact, values and hint
     */
    public void write(Event<?> refused, String code, String reason) {
        ProducerRecord<String, byte[]> written = publisher.record(refused);
        ProducerRecord<String, byte[]> letter = new ProducerRecord<>(topic, written.key(), written.value());
        written.headers().forEach(letter.headers()::add);
        add(letter, "dead-letter-topic", written.topic());
        add(letter, "dead-letter-key", written.key() == null ? "" : written.key());
        add(letter, "dead-letter-code", code);
        add(letter, "dead-letter-reason", reason);
        publisher.publish(letter);
    }

    private static void add(ProducerRecord<String, byte[]> letter, String name, String value) {
        letter.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
