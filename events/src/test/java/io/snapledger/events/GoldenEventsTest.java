package io.snapledger.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What was written once stays readable for ever: a golden event is never changed, a new form is a new file. */
class GoldenEventsTest {

    static final Path GOLDEN = Path.of("src/test/resources/events");

    private final EventCodec codec = new EventCodec();
    private final ObjectMapper json = new ObjectMapper();

    static Stream<Path> goldenFiles() throws IOException {
        try (Stream<Path> files = Files.walk(GOLDEN)) {
            return files.filter(file -> file.toString().endsWith(".json")).sorted().toList().stream();
        }
    }

    static Path golden(EventType type) {
        return GOLDEN.resolve(type.topic() + ".json");
    }

    @ParameterizedTest
    @EnumSource
    void everyTypeHasItsGoldenEvent(EventType type) throws Exception {
        assertThat(codec.readStructured(Files.readAllBytes(golden(type)))).isEqualTo(SampleEvents.of(type));
    }

    @ParameterizedTest
    @EnumSource
    void eventsAreStillWrittenAsTheyWere(EventType type) throws Exception {
        byte[] written = codec.structured(SampleEvents.of(type));

        assertThat(json.readTree(written)).isEqualTo(json.readTree(Files.readAllBytes(golden(type))));
    }

    @ParameterizedTest
    @MethodSource("goldenFiles")
    void everyGoldenEventIsReadable(Path file) throws Exception {
        assertThat(codec.readStructured(Files.readAllBytes(file)).id()).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("goldenFiles")
    void fieldsOfALaterVersionAreIgnored(Path file) throws Exception {
        byte[] today = Files.readAllBytes(file);
        ObjectNode later = (ObjectNode) json.readTree(today);
        ((ObjectNode) later.get("data"))
                .putObject("ofALaterVersion")
                .putArray("with")
                .add(1);

        assertThat(codec.readStructured(json.writeValueAsBytes(later))).isEqualTo(codec.readStructured(today));
    }

    @Test
    void theSamplesAreInTheOrderOfTheTypes() {
        List<EventType> types =
                SampleEvents.all().stream().<EventType>map(Event::type).toList();

        assertThat(types).containsExactly(EventType.values());
    }

    /** With -Dsnapledger.write=golden: writes the golden events that do not exist yet; never touches one that does. */
    @Test
    @EnabledIfSystemProperty(named = "snapledger.write", matches = "golden")
    void writeMissing() throws IOException {
        for (Event<?> event : SampleEvents.all()) {
            Path file = golden(event.type());
            if (Files.notExists(file)) {
                Object tree = json.readValue(codec.structured(event), Map.class);
                Files.write(file, json.writerWithDefaultPrettyPrinter().writeValueAsBytes(tree));
            }
        }
    }
}
