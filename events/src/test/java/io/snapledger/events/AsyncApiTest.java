package io.snapledger.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The AsyncAPI document, written by hand, says what the code and the table of the architecture say. */
class AsyncApiTest {

    /** Topic, key, who sends, who receives. */
    private static final String TRAFFIC = """
            backup.triggered  | plan     | scheduler, platform | scheduler, catalog
            backup.planned    | backup   | scheduler           | scheduler, catalog, platform
            backup.missed     | plan     | scheduler           | catalog, platform
            dump.requested    | snapshot | scheduler           | scheduler, dump, catalog
            dump.started      | snapshot | dump                | scheduler, dump, catalog
            dump.progress     | snapshot | dump                | scheduler, catalog
            segment.staged    | segment  | dump                | storage
            dump.completed    | snapshot | dump                | scheduler, dump, storage, catalog
            dump.failed       | snapshot | scheduler, dump     | scheduler, dump, storage, catalog
            backup.cancelled  | backup   | scheduler           | scheduler, dump, catalog
            upload.finished   | snapshot | storage             | scheduler, dump, catalog
            upload.failed     | snapshot | storage             | scheduler, dump, catalog
            backup.completed  | backup   | scheduler           | scheduler, catalog, platform
            restore.requested | restore  | restore, platform   | restore, catalog
            restore.planned   | restore  | restore             | restore, catalog, platform
            restore.claimed   | restore  | restore             | restore, catalog
            restore.started   | restore  | restore             | catalog, platform
            restore.progress  | restore  | restore             | catalog, platform
            restore.completed | restore  | restore             | restore, catalog, platform
            restore.failed    | restore  | restore             | restore, catalog, platform
            restore.cancelled | restore  | restore             | restore, catalog
            expiry.requested  | snapshot | catalog             | storage, catalog
            undelete.requested | snapshot | catalog            | storage, catalog
            snapshot.expired  | snapshot | storage             | catalog
            snapshot.kept     | snapshot | storage             | catalog
            snapshot.undeleted | snapshot | storage            | catalog
            snapshot.deleted  | snapshot | storage             | catalog, platform
            snapshot.verified | snapshot | storage, restore    | catalog, platform
            snapshot.damaged  | snapshot | storage, restore    | catalog, platform
            scheduler.tick    | plan     | scheduler           | scheduler
            """;

    private static final Path RESOURCES = Path.of("src/main/resources");
    private static JsonNode document;

    @BeforeAll
    static void read() throws IOException {
        document = new ObjectMapper(new YAMLFactory()).readTree(Files.readAllBytes(RESOURCES.resolve("asyncapi.yaml")));
    }

    @Test
    void listsExactlyTheEventTypes() {
        assertThat(document.get("asyncapi").asText()).isEqualTo("3.0.0");
        List<String> addresses = new ArrayList<>();
        document.get("channels")
                .forEach(channel -> addresses.add(channel.get("address").asText()));

        assertThat(addresses)
                .containsExactlyInAnyOrder(
                        Stream.of(EventType.values()).map(EventType::topic).toArray(String[]::new));
        assertThat(document.at("/components/messages")).hasSize(EventType.values().length);
    }

    @ParameterizedTest
    @EnumSource
    void describesTheTopicOfAType(EventType type) {
        JsonNode kafka = document.at("/channels/" + key(type) + "/bindings/kafka");

        assertThat(kafka.get("partitions").asInt()).isEqualTo(type.partitions());
        assertThat(kafka.at("/topicConfiguration/retention.ms").asLong())
                .isEqualTo(Duration.ofDays(type.retentionDays()).toMillis());
        assertThat(document.at("/channels/" + key(type) + "/messages/" + key(type) + "/$ref")
                        .asText())
                .isEqualTo("#/components/messages/" + key(type));
    }

    @ParameterizedTest
    @EnumSource
    void describesTheMessageOfAType(EventType type) throws IOException {
        JsonNode message = document.at("/components/messages/" + key(type));

        assertThat(message.get("name").asText()).isEqualTo(type.ceType());
        assertThat(message.at("/headers/allOf/1/properties/ce_type/const").asText())
                .isEqualTo(type.ceType());
        assertThat(message.at("/bindings/kafka/key/description").asText())
                .startsWith(rows().get(type.topic())[1] + ", ");
        Path schema = RESOURCES.resolve(message.at("/payload/schema/$ref").asText());
        assertThat(new ObjectMapper()
                        .readTree(Files.readAllBytes(schema))
                        .get("$id")
                        .asText())
                .isEqualTo(EventCodec.dataSchema(type));
    }

    @ParameterizedTest
    @EnumSource
    void describesTheHeadersThatAreWritten(EventType type) {
        JsonNode headers = document.at("/components/schemas/cloudEventHeaders/properties");
        Map<String, String> written = new EventCodec()
                .attributes(SampleEvents.of(type).causedBy(SampleEvents.of(EventType.BACKUP_TRIGGERED)));

        for (String attribute : written.keySet()) {
            assertThat(headers.has(attribute.equals("datacontenttype") ? "content-type" : "ce_" + attribute))
                    .as(attribute)
                    .isTrue();
        }
    }

    @Test
    void operationsAreThoseOfTheTable() {
        List<String> expected = new ArrayList<>();
        rows().forEach((topic, row) -> {
            split(row[2]).forEach(role -> expected.add(role + " send " + topic));
            split(row[3]).forEach(role -> expected.add(role + " receive " + topic));
        });

        List<String> described = new ArrayList<>();
        document.get("operations").properties().forEach(operation -> {
            String channel = operation.getValue().at("/channel/$ref").asText().replace("#/channels/", "");
            String role = operation.getValue().at("/tags/0/name").asText();
            String action = operation.getValue().get("action").asText();
            assertThat(operation.getKey()).isEqualTo(role + "." + action + "." + channel);
            assertThat(operation.getValue().at("/messages/0/$ref").asText())
                    .isEqualTo("#/channels/" + channel + "/messages/" + channel);
            described.add(role + " " + action + " "
                    + document.at("/channels/" + channel + "/address").asText());
        });

        Collections.sort(expected);
        Collections.sort(described);
        assertThat(described).isEqualTo(expected);
    }

    @Test
    void theTableNamesEveryTopic() {
        assertThat(rows().keySet())
                .containsExactlyInAnyOrder(
                        Stream.of(EventType.values()).map(EventType::topic).toArray(String[]::new));
    }

    @Test
    void ourOwnServicesSendWhatTheTableSays() {
        for (Event<?> sample : SampleEvents.all()) {
            String role = sample.source().substring("/snapledger/".length());
            assertThat(split(rows().get(sample.type().topic())[2]))
                    .as(sample.type().topic())
                    .contains(role);
        }
    }

    private static Map<String, String[]> rows() {
        Map<String, String[]> rows = new TreeMap<>();
        TRAFFIC.lines().forEach(line -> {
            String[] cells = Arrays.stream(line.split("\\|")).map(String::strip).toArray(String[]::new);
            rows.put(cells[0], cells);
        });
        return rows;
    }

    private static List<String> split(String roles) {
        return Arrays.stream(roles.split(",")).map(String::strip).toList();
    }

    /** {@code backup.triggered} becomes {@code backupTriggered}. */
    private static String key(EventType type) {
        int dot = type.topic().indexOf('.');
        return type.topic().substring(0, dot)
                + Character.toUpperCase(type.topic().charAt(dot + 1))
                + type.topic().substring(dot + 2);
    }
}
