package io.snapledger.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The committed schemas say what the records say; write them anew with -Dsnapledger.write=schemas. */
class SchemaTest {

    private static final Path SCHEMAS = Path.of("src/main/resources/schemas");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final EventSchemas GENERATED = new EventSchemas();

    static Stream<Path> goldenFiles() throws IOException {
        return GoldenEventsTest.goldenFiles();
    }

    @ParameterizedTest
    @EnumSource
    void theCommittedSchemaIsTheGeneratedOne(EventType type) throws IOException {
        assertThat(JSON.readTree(Files.readAllBytes(file(type))))
                .isEqualTo(JSON.readTree(GENERATED.schema(type).toString()));
    }

    @Test
    void thereIsOneSchemaForEachTypeAndNoOther() throws IOException {
        try (Stream<Path> files = Files.list(SCHEMAS)) {
            assertThat(files)
                    .containsExactlyInAnyOrder(
                            Stream.of(EventType.values()).map(SchemaTest::file).toArray(Path[]::new));
        }
    }

    @ParameterizedTest
    @MethodSource("goldenFiles")
    void goldenEventsAreValid(Path golden) throws IOException {
        JsonNode event = JSON.readTree(Files.readAllBytes(golden));

        assertThat(schema(event).validate(event.get("data"))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("goldenFiles")
    void eventsOfALaterVersionAreValid(Path golden) throws IOException {
        JsonNode event = JSON.readTree(Files.readAllBytes(golden));
        ObjectNode data = ((ObjectNode) event.get("data")).put("ofALaterVersion", 1);
        if (data.has("reason") && event.get("type").asText().contains("backup.triggered")) {
            data.put("reason", "full-moon");
        }

        assertThat(schema(event).validate(data)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void schemaAndCodecWantTheSameFields(EventType type) {
        EventCodec codec = new EventCodec();
        ObjectNode whole = JSON.valueToTree(
                EventJson.mapper().valueToTree(SampleEvents.of(type).data()));
        JsonSchema schema = schema(type);
        whole.fieldNames().forEachRemaining(field -> {
            ObjectNode without = whole.deepCopy();
            without.remove(field);
            boolean valid = schema.validate(without).isEmpty();
            boolean readable = isReadable(codec, type, without);
            assertThat(readable).as("%s without %s is readable", type, field).isEqualTo(valid);
        });
    }

    @Test
    void theMinimalTriggerOfAPlatformIsValid() throws IOException {
        assertThat(schema(EventType.BACKUP_TRIGGERED).validate(JSON.readTree("{\"plan\":\"nightly\"}")))
                .isEmpty();
        assertThat(schema(EventType.BACKUP_TRIGGERED).validate(JSON.readTree("{\"plan\":\"../x\"}")))
                .isNotEmpty();
    }

    @Test
    @EnabledIfSystemProperty(named = "snapledger.write", matches = "schemas")
    void writeSchemas() throws IOException {
        Files.createDirectories(SCHEMAS);
        for (EventType type : EventType.values()) {
            String text = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(GENERATED.schema(type));
            Files.writeString(file(type), text + "\n");
        }
    }

    private static boolean isReadable(EventCodec codec, EventType type, ObjectNode data) {
        try {
            return codec.read(codec.attributes(SampleEvents.of(type)), JSON.writeValueAsBytes(data)) != null;
        } catch (MalformedEventException | IOException e) {
            return false;
        }
    }

    private static JsonSchema schema(JsonNode event) {
        return schema(EventType.ofCeType(event.get("type").asText()).orElseThrow());
    }

    private static JsonSchema schema(EventType type) {
        SchemaValidatorsConfig strict =
                SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();
        try {
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(JSON.readTree(Files.readAllBytes(file(type))), strict);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Path file(EventType type) {
        return SCHEMAS.resolve(type.topic() + ".json");
    }
}
