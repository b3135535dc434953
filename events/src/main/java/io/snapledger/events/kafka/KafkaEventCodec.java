package io.snapledger.events.kafka;

import io.snapledger.events.Event;
import io.snapledger.events.EventCodec;
import io.snapledger.events.EventSeal;
import io.snapledger.events.EventType;
import io.snapledger.events.MalformedEventException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * The CloudEvents Kafka protocol binding 1.0.2: writes binary mode (attributes in headers {@code ce_*}, data as value),
 * reads binary and structured mode. The key of a record is the event's subject.
 */
public final class KafkaEventCodec {

    private static final String CONTENT_TYPE = "content-type";
    private static final String PREFIX = "ce_";

    private final EventCodec codec;
    private final Topics topics;
    private final EventSeal seal;

    /** @param seal of this installation's services: what they write has it, and without it only platforms' wishes are read */
    public KafkaEventCodec(EventCodec codec, Topics topics, EventSeal seal) {
        this.codec = codec;
        this.topics = topics;
        this.seal = seal;
    }

    /** The record of an event; its timestamp is the broker's or client's matter, the event's own time is a header. */
    public ProducerRecord<String, byte[]> record(Event<?> event) {
        String key = event.subject().isEmpty() ? null : event.subject();
        ProducerRecord<String, byte[]> written =
                new ProducerRecord<>(topics.name(event.type()), key, codec.data(event));
        codec.attributes(event, seal).forEach((name, value) -> {
            String header = name.equals("datacontenttype") ? CONTENT_TYPE : PREFIX + name;
            written.headers().add(header, value.getBytes(StandardCharsets.UTF_8));
        });
        return written;
    }

    /**
     * Reads a record of one of our topics. An event without a time gets the record's, and an event in a topic of
     * another type is refused, since writing to a topic is permitted topic by topic.
     */
    public Event<?> read(ConsumerRecord<?, byte[]> consumed) throws MalformedEventException {
        Instant time = Instant.ofEpochMilli(Math.max(0, consumed.timestamp()));
        Event<?> event = read(consumed.headers(), consumed.value(), time);
        EventType expected = topics.typeOf(consumed.topic()).orElse(null);
        if (event.type() != expected) {
            throw new MalformedEventException(
                    "wrong-topic",
                    "an event of type " + event.type().ceType() + " is in topic " + consumed.topic()
                            + "; it belongs to " + topics.name(event.type()));
        }
        return event;
    }

    private Event<?> read(Headers headers, byte[] value, Instant receivedAt) throws MalformedEventException {
        return contentType(headers).filter(KafkaEventCodec::isStructured).isPresent()
                ? codec.readOpen(value, receivedAt)
                : codec.read(attributes(headers), value, receivedAt, seal);
    }

    private static boolean isStructured(String contentType) {
        return contentType.toLowerCase(Locale.ROOT).startsWith(EventCodec.STRUCTURED_CONTENT_TYPE);
    }

    private static Optional<String> contentType(Headers headers) throws MalformedEventException {
        Header header = headers.lastHeader(CONTENT_TYPE);
        return header == null ? Optional.empty() : Optional.of(text(header));
    }

    private static Map<String, String> attributes(Headers headers) throws MalformedEventException {
        Map<String, String> attributes = new TreeMap<>();
        for (Header header : headers) {
            if (header.key().equals(CONTENT_TYPE)) {
                attributes.put("datacontenttype", text(header));
            } else if (header.key().startsWith(PREFIX)
                    && attributes.put(header.key().substring(PREFIX.length()), text(header)) != null) {
                throw new MalformedEventException(
                        "invalid-attribute", "a header of the event is there twice; send each attribute once");
            }
        }
        return attributes;
    }

    private static String text(Header header) throws MalformedEventException {
        try {
            byte[] value = header.value() == null ? new byte[0] : header.value();
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(value))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new MalformedEventException("invalid-attribute", "a header of the event is not UTF-8");
        }
    }
}
