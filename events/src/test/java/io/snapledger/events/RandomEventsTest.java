package io.snapledger.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Whatever comes in is an event of ours or a refusal with its reason; nothing else is thrown. */
class RandomEventsTest {

    private final EventCodec codec = new EventCodec();

    @Property(tries = 500)
    void randomBytesAreRefused(@ForAll byte[] bytes, @ForAll EventType type) {
        readAny(bytes, type);
    }

    @Property(tries = 300)
    void randomAttributesAreRefused(@ForAll @Size(max = 8) Map<String, String> attributes) {
        try {
            codec.read(attributes, new byte[] {'{', '}'});
        } catch (MalformedEventException e) {
            assertThat(e).hasMessageNotContaining("\n");
        }
    }

    @Property(tries = 2000)
    void anEventWithOneByteChangedIsReadOrRefused(
            @ForAll EventType type, @ForAll @IntRange(min = 0, max = 100_000) int at, @ForAll byte value) {
        byte[] bytes = codec.structured(SampleEvents.of(type));
        bytes[at % bytes.length] = value;

        readAny(bytes, type);
    }

    @Property(tries = 300)
    void aCutEventIsRefused(@ForAll EventType type, @ForAll @IntRange(min = 0, max = 100_000) int length) {
        byte[] whole = codec.structured(SampleEvents.of(type));
        byte[] cut = Arrays.copyOf(whole, length % whole.length);

        assertThat(readAny(cut, type)).isFalse();
    }

    private boolean readAny(byte[] bytes, EventType type) {
        boolean structured = isRead(() -> codec.readStructured(bytes));
        boolean binary = isRead(() -> codec.read(codec.attributes(SampleEvents.of(type)), bytes));
        return structured || binary;
    }

    private interface Reading {
        Event<?> read() throws MalformedEventException;
    }

    private static boolean isRead(Reading reading) {
        try {
            return reading.read() != null;
        } catch (MalformedEventException e) {
            assertThat(e.code()).matches("[a-z-]+");
            assertThat(e.getMessage()).isNotEmpty();
            return false;
        }
    }
}
