package io.snapledger.events;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventCodecTest {

    private static final Instant NOW = Instant.parse("2026-11-21T03:04:05Z");

    private final EventCodec codec = new EventCodec(Clock.fixed(NOW, ZoneOffset.UTC));

    @ParameterizedTest
    @EnumSource
    void everyEventComesBackAsItWasWritten(EventType type) throws Exception {
        Event<?> event = SampleEvents.of(type).causedBy(SampleEvents.of(EventType.BACKUP_TRIGGERED));

        assertThat(codec.read(codec.attributes(event), codec.data(event))).isEqualTo(event);
        assertThat(codec.readStructured(codec.structured(event))).isEqualTo(event);
    }

    @ParameterizedTest
    @EnumSource
    void theSameEventIsWrittenAsTheSameBytes(EventType type) {
        assertThat(codec.structured(SampleEvents.of(type))).isEqualTo(codec.structured(SampleEvents.of(type)));
    }

    @Test
    void attributesLetBrokersAndPlatformsFilter() {
        Map<String, String> attributes = codec.attributes(SampleEvents.of(EventType.SEGMENT_STAGED));

        assertThat(attributes)
                .containsEntry("specversion", "1.0")
                .containsEntry("type", "io.snapledger.segment.staged.v1")
                .containsEntry("source", "/snapledger/dump")
                .containsEntry("datacontenttype", "application/json")
                .containsEntry("dataschema", "urn:snapledger:schema:segment.staged:v1")
                .containsEntry("backupid", SampleEvents.BACKUP)
                .containsEntry("store", "orders")
                .containsEntry("partitionkey", SampleEvents.SNAPSHOT + "/" + SampleEvents.ATTEMPT + "/1")
                .containsEntry("subject", SampleEvents.SNAPSHOT + "/" + SampleEvents.ATTEMPT + "/1");
    }

    @Test
    void aPlatformNeedsToNameNothingButThePlan() throws Exception {
        Event<?> event = codec.read(trigger(), bytes("{\"plan\":\"nightly\"}"));

        assertThat(event.time()).isEqualTo(NOW);
        assertThat(event.identity()).isEqualTo("/keptn/shop#7b2e");
        assertThat(event.data())
                .isEqualTo(new BackupTriggered("nightly", TriggerReason.EVENT, null, List.of(), List.of(), null, null));
    }

    @Test
    void aRestoreNamesThePathsThatItIsOfAndOneOfTheWholeIsWrittenAsEver() throws Exception {
        Event<?> some = restore(new RestoreTo(null, Map.of(), List.of("docs/a.txt", "caf\\xE9")));
        Event<?> whole = restore(new RestoreTo(null, Map.of()));

        assertThat(codec.readStructured(codec.structured(some))).isEqualTo(some);
        assertThat(new String(codec.structured(whole), UTF_8)).contains("\"shop\":{\"options\":{}}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[\"\"]", "[\"a\\u0007b\"]", "[null]", "[7]", "\"a\"", "{}"})
    void whatIsNoPathIsNoRestore(String only) {
        Map<String, String> attributes = trigger();
        attributes.put("type", EventType.RESTORE_REQUESTED.ceType());
        byte[] data = bytes("{\"from\":\"latest\",\"targets\":{\"shop\":{\"only\":" + only + "}}}");

        assertThatThrownBy(() -> codec.read(attributes, data)).isInstanceOf(MalformedEventException.class);
    }

    private static Event<?> restore(RestoreTo to) {
        return Event.of(
                Role.RESTORE,
                NOW,
                new RestoreRequested(
                        "r-1",
                        "latest",
                        null,
                        List.of(),
                        List.of(),
                        null,
                        Map.of("shop", to),
                        false,
                        false,
                        false,
                        null,
                        null,
                        null));
    }

    @Test
    void aPlatformsRestoreGetsTheIdThatFollowsFromItsEvent() throws Exception {
        Map<String, String> attributes = trigger();
        attributes.put("type", EventType.RESTORE_REQUESTED.ceType());

        Event<?> event = codec.read(attributes, bytes("{\"from\":\"latest\",\"dryRun\":true}"));

        assertThat(event.subject()).isEqualTo(Identities.restore("/keptn/shop", "7b2e"));
    }

    @Test
    void whatASenderSaysAboutSubjectAndPlanIsNotBelieved() throws Exception {
        Map<String, String> attributes = trigger();
        attributes.put("subject", "weekly");
        attributes.put("partitionkey", "weekly");
        attributes.put("plan", "weekly");
        attributes.put("shkeptncontext", "a3e5");

        Event<?> event = codec.read(attributes, bytes("{\"plan\":\"nightly\"}"));

        assertThat(event.subject()).isEqualTo("nightly");
        assertThat(event.extensions()).isEqualTo(Map.of("shkeptncontext", "a3e5"));
    }

    @Test
    void wordsOfALaterVersionAreReadAsTheMostNeutralOne() throws Exception {
        Event<?> event = codec.read(trigger(), bytes("{\"plan\":\"nightly\",\"reason\":\"full-moon\"}"));

        assertThat(event.data()).extracting("reason").isEqualTo(TriggerReason.EVENT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "specversion|         |missing-attribute |attribute specversion is missing",
                "specversion| 0.3     |unknown-version   |send 1.0",
                "id         |         |missing-attribute |attribute id is missing",
                "source     |         |missing-attribute |attribute source is missing",
                "type       |         |missing-attribute |attribute type is missing",
                "type       | a.b.v1  |unknown-type      |type 'a.b.v1' is not known",
                "type       | io.snapledger.backup.triggered.v2|unknown-type|is not known",
                "time       | today   |invalid-attribute |send RFC 3339",
                "time       | +999999999-01-01T00:00:00Z|invalid-attribute|send RFC 3339",
                "datacontenttype| text/xml|unsupported-content|send application/json",
                "Upper      | x       |invalid-attribute |attribute name 'Upper'",
            })
    void attributesThatAreWrongAreNamed(String name, String value, String code, String message) {
        Map<String, String> attributes = trigger();
        if (value == null) {
            attributes.remove(name);
        } else {
            attributes.put(name, value);
        }

        assertRefused(attributes, "{\"plan\":\"nightly\"}", code, message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "{}                                       |invalid-data|plan is missing",
                "{\"plan\":null}                          |invalid-data|plan is missing",
                "{\"plan\":7}                             |invalid-data|plan",
                "{\"plan\":[\"a\"]}                       |invalid-data|plan",
                "{\"plan\":\"../../etc/passwd\"}          |invalid-data|plan is not valid",
                "{\"plan\":\"Nightly\"}                   |invalid-data|plan is not valid",
                "{\"plan\":\"a\",\"stores\":[\"x\",null]} |invalid-data|holds null",
                "{\"plan\":\"a\",\"stores\":[\"..\"]}     |invalid-data|stores is not valid",
                "{\"plan\":\"a\",\"stores\":\"x\"}        |invalid-data|stores",
                "{\"plan\":\"a\",\"dueAt\":5}             |invalid-data|dueAt",
                "{\"plan\":\"a\",\"dueAt\":\"yesterday\"} |invalid-data|dueAt",
                "{\"plan\":\"a\",\"reason\":1}            |invalid-data|reason",
                "{\"plan\":\"a\",\"requestedBy\":\"x\\ny\"}|invalid-data|requestedBy",
                "{\"plan\":\"a\",\"requestedBy\":\"x\\u0000y\"}|invalid-data|control character",
                "{\"plan\":\"a\",\"plan\":\"b\"}          |not-json    |uplicate",
                "{\"plan\":\"a\"} {}                      |not-json    |not valid JSON",
                "[]                                       |invalid-data|not a JSON object",
                "\"x\"                                    |invalid-data|not a JSON object",
                "{                                        |not-json    |not valid JSON",
            })
    void dataThatIsWrongIsNamed(String data, String code, String message) {
        assertRefused(trigger(), data, code, message);
    }

    @Test
    void emptyAndDeepDataAreRefused() {
        assertRefused(trigger(), "", "invalid-data", "not a JSON object");
        assertRefused(trigger(), "[".repeat(60_000), "not-json", "not valid JSON");
    }

    @Test
    void aTombstoneIsRefused() {
        assertThat(refusal(trigger(), null).code()).isEqualTo("missing-data");
    }

    @Test
    void largeDataIsRefusedWithItsSize() {
        String large = "{\"plan\":\"nightly\",\"x\":\"" + "y".repeat(EventCodec.MAX_DATA_BYTES) + "\"}";

        assertRefused(trigger(), large, "too-large", "the limit is 65536");
    }

    @ParameterizedTest
    @ValueSource(strings = {"id", "source"})
    void identitiesAreAtMost256PrintableCharacters(String name) throws Exception {
        Map<String, String> longest = trigger();
        longest.put(name, "x".repeat(256));
        assertThat(codec.read(longest, bytes("{\"plan\":\"nightly\"}"))).isNotNull();

        Map<String, String> tooLong = trigger();
        tooLong.put(name, "x".repeat(257));
        assertRefused(tooLong, "{\"plan\":\"nightly\"}", "invalid-attribute", "the limit is 256");

        for (String unprintable : List.of("a\nb", "a\u0000b", "a\u001bb", "a\ud800b", "a\u2028b")) {
            Map<String, String> attributes = trigger();
            attributes.put(name, unprintable);
            assertRefused(attributes, "{\"plan\":\"nightly\"}", "invalid-attribute", "not printable");
        }
    }

    @Test
    void structuredEventsMustBeObjectsOfPlainAttributes() {
        assertThatThrownBy(() -> codec.readStructured(bytes("[]"))).isInstanceOf(MalformedEventException.class);
        assertThatThrownBy(() -> codec.readStructured(bytes("""
                                {"specversion":"1.0","id":{"a":1},"source":"/x","type":"io.snapledger.backup.triggered.v1"}""")))
                .isInstanceOf(MalformedEventException.class)
                .hasMessageContaining("attribute id");
    }

    @Test
    void structuredEventsMayCarryTheirDataInBase64() throws Exception {
        Event<?> event = codec.readStructured(bytes("""
                        {"specversion":"1.0","id":"1","source":"/x","type":"io.snapledger.backup.triggered.v1",
                         "time":"2026-11-21T01:00:00+01:00","sequence":3,"data_base64":"eyJwbGFuIjoibmlnaHRseSJ9"}"""));

        assertThat(event.subject()).isEqualTo("nightly");
        assertThat(event.time()).isEqualTo("2026-11-21T00:00:00Z");
        assertThat(event.extensions()).containsEntry("sequence", "3");
    }

    @Test
    void oddTextOfAToolDoesNotMakeItsEventUnreadable() throws Exception {
        String odd = "red \u001b[31m\u0000 half \ud800 line\nnext\t" + "long".repeat(5_000);
        Event<?> event = Event.of(
                Role.STORAGE, NOW, new SnapshotDamaged(SampleEvents.SNAPSHOT, "orders", "main", "segments/1", odd));

        Event<?> read = codec.read(codec.attributes(event), codec.data(event));

        assertThat(((SnapshotDamaged) read.data()).message())
                .startsWith("red \ufffd[31m\ufffd half \ufffd line\nnext\tlong")
                .hasSizeLessThanOrEqualTo(4096);
    }

    @Test
    void aWriterIsHeldToTheRulesOfTheReaders() {
        Event<?> event = Event.of(Role.DUMP, NOW, new DumpStarted(SampleEvents.BACKUP, "s-1", "orders", "1-x", "w"));

        assertThatThrownBy(() -> codec.data(event))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("snapshot is not valid: 's-1'");
    }

    private void assertRefused(Map<String, String> attributes, String data, String code, String message) {
        MalformedEventException refusal = refusal(attributes, bytes(data));
        assertThat(refusal).hasMessageContaining(message);
        assertThat(refusal.code()).isEqualTo(code);
        assertThat(refusal.getMessage()).hasSizeLessThan(400).doesNotContainPattern("\\p{Cntrl}");
    }

    private MalformedEventException refusal(Map<String, String> attributes, byte[] data) {
        return catchThrowableOfType(MalformedEventException.class, () -> codec.read(attributes, data));
    }

    private static Map<String, String> trigger() {
        return new HashMap<>(Map.of(
                "specversion",
                "1.0",
                "id",
                "7b2e",
                "source",
                "/keptn/shop",
                "type",
                "io.snapledger.backup.triggered.v1"));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
