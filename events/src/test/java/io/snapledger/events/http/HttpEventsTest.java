package io.snapledger.events.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.snapledger.events.BackupTriggered;
import io.snapledger.events.Event;
import io.snapledger.events.EventCodec;
import io.snapledger.events.EventType;
import io.snapledger.events.MalformedEventException;
import io.snapledger.events.SampleEvents;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpEventsTest {

    private static final byte[] NIGHTLY = "{\"plan\":\"nightly\"}".getBytes(UTF_8);

    private final HttpEvents scheduler =
            new HttpEvents(new EventCodec(), Set.of(EventType.BACKUP_TRIGGERED, EventType.BACKUP_CANCELLED));

    @Test
    void binaryModeIsRead() throws Exception {
        Event<?> event = scheduler.read(binary(), NIGHTLY);

        assertThat(event.data()).isInstanceOf(BackupTriggered.class);
        assertThat(event.identity()).isEqualTo("/argo/prod#42");
    }

    @Test
    void structuredModeIsRead() throws Exception {
        byte[] body = """
                {"specversion":"1.0","id":"42","source":"/argo/prod","type":"io.snapledger.backup.triggered.v1",
                 "datacontenttype":"application/json","data":{"plan":"nightly"}}""".getBytes(UTF_8);

        Event<?> event = scheduler.read(Map.of("Content-Type", "application/cloudevents+json; charset=utf-8"), body);

        assertThat(event.subject()).isEqualTo("nightly");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            value = {
                "/argo/Euro%20%E2%82%AC, /argo/Euro €",
                "/argo/%F0%9F%98%80, /argo/😀",
                "\"/argo/a b\", /argo/a b",
                "\"/argo/a \\\"quoted\\\" b\", /argo/a \"quoted\" b",
                "/argo/100%25, /argo/100%",
            })
    void headerValuesAreDecoded(String header, String source) throws Exception {
        Map<String, String> headers = binary();
        headers.put("CE-Source", header);

        assertThat(scheduler.read(headers, NIGHTLY).source()).isEqualTo(source);
    }

    @ParameterizedTest
    @CsvSource({"/a%", "/a%2", "/a%zz", "/a%C3%28", "/a%0Ab", "/a%00b"})
    void headerValuesThatCannotBeDecodedAreRefused(String header) {
        Map<String, String> headers = binary();
        headers.put("CE-Source", header);

        assertRefused(headers, NIGHTLY, "invalid-attribute", 400);
    }

    @ParameterizedTest
    @CsvSource({
        "application/cloudevents-batch+json, batch-refused, 415",
        "application/cloudevents-batch+json;charset=utf-8, batch-refused, 415",
        "application/cloudevents+avro, unsupported-content, 415",
        "text/xml, unsupported-content, 415",
        "application/octet-stream, unsupported-content, 415",
        "multipart/form-data, unsupported-content, 415",
    })
    void otherContentIsRefused(String contentType, String code, int status) {
        Map<String, String> headers = binary();
        headers.put("Content-Type", contentType);

        assertRefused(headers, NIGHTLY, code, status);
    }

    @Test
    void otherTypesAreRefused() {
        Event<?> event = SampleEvents.of(EventType.DUMP_FAILED);

        assertRefused(structured(), new EventCodec().structured(event), "type-not-accepted", 400);
    }

    @Test
    void nobodyMaySpeakInTheNameOfOurServices() {
        Event<?> event = SampleEvents.of(EventType.BACKUP_TRIGGERED);

        assertRefused(structured(), new EventCodec().structured(event), "reserved-source", 400);
    }

    @Test
    void aBodyOverTheLimitIsRefused() {
        assertRefused(binary(), new byte[EventCodec.MAX_DATA_BYTES + 1], "too-large", 413);
        assertRefused(structured(), new byte[EventCodec.MAX_DATA_BYTES + 1], "too-large", 413);
    }

    @Test
    void aPlainPostIsToldWhatIsMissing() {
        assertRefused(Map.of(), NIGHTLY, "missing-attribute", 400);
    }

    @Test
    void anAttributeThatIsThereTwiceIsRefused() {
        Map<String, String> headers = binary();
        headers.put("cE-iD", "43");
        assertRefused(headers, NIGHTLY, "invalid-attribute", 400);

        Map<String, String> twoTypes = binary();
        twoTypes.put("content-type", "text/plain");
        assertRefused(twoTypes, NIGHTLY, "invalid-attribute", 400);
    }

    private void assertRefused(Map<String, String> headers, byte[] body, String code, int status) {
        MalformedEventException refusal =
                catchThrowableOfType(MalformedEventException.class, () -> scheduler.read(headers, body));
        assertThat(refusal).isNotNull();
        assertThat(refusal.code()).isEqualTo(code);
        assertThat(HttpEvents.status(refusal)).isEqualTo(status);
    }

    private static Map<String, String> structured() {
        return Map.of("Content-Type", EventCodec.STRUCTURED_CONTENT_TYPE);
    }

    private static Map<String, String> binary() {
        return new HashMap<>(Map.of(
                "Content-Type", "application/json",
                "CE-SpecVersion", "1.0",
                "CE-Id", "42",
                "CE-Source", "/argo/prod",
                "CE-Type", "io.snapledger.backup.triggered.v1",
                "Host", "localhost",
                "User-Agent", "a\tb"));
    }
}
