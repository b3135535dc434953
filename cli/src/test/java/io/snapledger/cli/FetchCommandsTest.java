package io.snapledger.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.snapledger.cli.output.Json;
import io.snapledger.repository.format.Sha256;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FetchCommandsTest {

    @TempDir
    Path work;

    private SampleRepository sample;
    private JsonNode streams;

    @BeforeEach
    void backUp() throws Exception {
        Path tree = Files.createDirectories(work.resolve("tree"));
        Files.writeString(tree.resolve("a.txt"), "hello\n".repeat(5000));
        sample = SampleRepository.of(tree, work);
        Run list = Run.of(
                Map.of(),
                "restore",
                "--from",
                sample.directory.toString(),
                "--key",
                sample.keyFile.toString(),
                "--as-files",
                work.resolve("files").toString(),
                "-o",
                "json");
        streams = Json.read(list.out()).path("items");
        assertThat(streams).isNotEmpty();
    }

    @Test
    void thePrintedCommandsFetchWhatTheySay() throws Exception {
        Launcher launcher = Launcher.in(work.resolve("program"));
        Path elsewhere = Files.createDirectories(work.resolve("else where"));
        try (FakeServices services = told(installation())) {
            JsonNode printed = printed(services, "get").path("streams");

            assertThat(printed).hasSameSizeAs(streams);
            for (JsonNode stream : printed) {
                Run fetched =
                        launcher.run(elsewhere, Map.of(), stream.path("fetch").asText());
                assertThat(fetched.exit()).describedAs(fetched.err()).isZero();
                byte[] bytes =
                        Files.readAllBytes(elsewhere.resolve(stream.path("name").asText()));
                assertThat(Sha256.hex(bytes)).isEqualTo(stream.path("sha256").asText());
            }
        }
    }

    @Test
    void whereTheKeyIsNotKnownTheNeedIsToldAndNoCommandThatCannotRun() throws Exception {
        try (FakeServices services = told(Json.object())) {
            JsonNode stream = printed(services, "get").path("streams").path(0);

            assertThat(stream.has("fetch")).isFalse();
            assertThat(stream.path("fetchNeeds").asText()).contains("SNAPLEDGER_KEY_FILE");
        }
    }

    private JsonNode printed(FakeServices services, String verb) throws Exception {
        Run run = Run.against(services, "snapshot", verb, sample.snapshot.value(), "-o", "yaml");
        assertThat(run.exit()).describedAs(run.err()).isZero();
        return new YAMLMapper().readTree(run.out());
    }

    private ObjectNode installation() {
        ObjectNode installation = Json.object().put("keyFile", sample.keyFile.toString());
        installation.putObject("repositories").put("main", sample.directory.toString());
        return installation;
    }

    private FakeServices told(ObjectNode installation) throws Exception {
        ObjectNode snapshot = Json.object()
                .put("id", sample.snapshot.value())
                .put("store", "project")
                .put("state", "committed");
        snapshot.putArray("repositories").add("main");
        snapshot.putObject("copies").putObject("main").put("state", "committed");
        snapshot.set("streams", streams);
        return new FakeServices()
                .on("GET /api/installation", 200, installation.toString())
                .on("GET /api/snapshots/" + sample.snapshot.value(), 200, snapshot.toString());
    }
}
