package io.snapledger.events.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snapledger.events.Event;
import io.snapledger.events.EventCodec;
import io.snapledger.events.EventSeal;
import io.snapledger.events.EventType;
import io.snapledger.events.MalformedEventException;
import io.snapledger.events.SampleEvents;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The adversary may write to every topic, has read all that is in them, and does not know what the services know. */
class SealedEventsTest {

    private static final Topics TOPICS = new Topics("");
    private static final KafkaEventCodec OURS = codec("what the services know");
    private static final KafkaEventCodec STRANGERS = codec("what a stranger guesses");

    private static KafkaEventCodec codec(String... secrets) {
        return new KafkaEventCodec(new EventCodec(), TOPICS, new EventSeal(() -> List.of(secrets)));
    }

    @ParameterizedTest
    @EnumSource(EventType.class)
    void whatAServiceWroteIsReadAsItWas(EventType type) throws Exception {
        Event<?> event = SampleEvents.of(type);
        assertThat(OURS.read(consumed(OURS.record(event)))).isEqualTo(event);
    }

    @ParameterizedTest
    @EnumSource(EventType.class)
    void anEventOfOurServicesThatNoneOfThemSealedIsRefused(EventType type) {
        Event<?> event = SampleEvents.of(type);
        assertThat(event.source()).startsWith("/snapledger/");
        assertRefused(STRANGERS.record(event));
        assertRefused(without("ce_seal", OURS.record(event)));
    }

    @ParameterizedTest
    @EnumSource(EventType.class)
    void aSealedEventCannotBeChangedOrMovedInTime(EventType type) {
        Event<?> event = SampleEvents.of(type);
        for (Header header : OURS.record(event).headers()) {
            boolean makesItAnothers = type.isOpenToPlatforms() && header.key().equals("ce_source");
            if (!Set.of("ce_specversion", "ce_type").contains(header.key()) && !makesItAnothers) {
                String value = new String(header.value(), StandardCharsets.UTF_8);
                String other =
                        switch (header.key()) {
                            case "ce_time" -> "2027-01-01T00:00:00Z";
                            case "content-type" -> "text/json";
                            default -> value.substring(1) + "x";
                        };
                assertRefused(with(header.key(), other, OURS.record(event)));
            }
        }
        assertRefused(with("ce_added", "1", OURS.record(event)));
        ProducerRecord<String, byte[]> written = OURS.record(event);
        byte[] spaced = (new String(written.value(), StandardCharsets.UTF_8) + " ").getBytes(StandardCharsets.UTF_8);
        assertRefused(new ProducerRecord<>(written.topic(), null, written.key(), spaced, written.headers()));
    }

    @Test
    void aPlatformMayAskForABackupAndForNothingElse() throws Exception {
        for (EventType type : EventType.values()) {
            ProducerRecord<String, byte[]> wish =
                    without("ce_seal", with("ce_source", "/platform", OURS.record(SampleEvents.of(type))));
            if (type == EventType.BACKUP_TRIGGERED) {
                assertThat(OURS.read(consumed(wish)).source()).isEqualTo("/platform");
            } else {
                assertRefused(wish);
            }
        }
    }

    @Test
    void structuredModeIsForPlatformsOnly() throws Exception {
        for (EventType type : EventType.values()) {
            byte[] structured = new EventCodec().structured(SampleEvents.of(type));
            ProducerRecord<String, byte[]> written = new ProducerRecord<>(TOPICS.name(type), "key", structured);
            written.headers().add("content-type", "application/cloudevents+json".getBytes(StandardCharsets.UTF_8));
            assertRefused(written);
        }
    }

    @Test
    void whatWasSealedWithTheFormerSecretIsReadWhileItIsStillNamed() throws Exception {
        Event<?> event = SampleEvents.of(EventType.UPLOAD_FINISHED);
        ProducerRecord<String, byte[]> former = codec("former").record(event);
        assertThat(codec("new", "former").read(consumed(former))).isEqualTo(event);
        assertThatThrownBy(() -> codec("new").read(consumed(former))).isInstanceOf(MalformedEventException.class);
    }

    @Test
    void aSecretThatIsExchangedSealsTheNextEvent() throws Exception {
        AtomicReference<List<String>> secrets = new AtomicReference<>(List.of("former"));
        KafkaEventCodec codec = new KafkaEventCodec(new EventCodec(), TOPICS, new EventSeal(secrets::get));
        Event<?> event = SampleEvents.of(EventType.UPLOAD_FINISHED);
        secrets.set(List.of("new", "former"));
        assertThat(codec("new").read(consumed(codec.record(event)))).isEqualTo(event);
    }

    private static void assertRefused(ProducerRecord<String, byte[]> written) {
        assertThatThrownBy(() -> OURS.read(consumed(written)))
                .isInstanceOfSatisfying(MalformedEventException.class, refusal -> assertThat(refusal.code())
                        .isEqualTo("unsealed"));
    }

    private static ProducerRecord<String, byte[]> without(String header, ProducerRecord<String, byte[]> written) {
        written.headers().remove(header);
        return written;
    }

    private static ProducerRecord<String, byte[]> with(
            String header, String value, ProducerRecord<String, byte[]> written) {
        without(header, written).headers().add(header, value.getBytes(StandardCharsets.UTF_8));
        return written;
    }

    private static ConsumerRecord<byte[], byte[]> consumed(ProducerRecord<String, byte[]> written) {
        Headers headers = new RecordHeaders(written.headers().toArray());
        byte[] key = written.key() == null ? null : written.key().getBytes(StandardCharsets.UTF_8);
        return new ConsumerRecord<>(
                written.topic(),
                0,
                0L,
                0L,
                TimestampType.CREATE_TIME,
                0,
                0,
                key,
                written.value(),
                headers,
                java.util.Optional.empty());
    }
}
