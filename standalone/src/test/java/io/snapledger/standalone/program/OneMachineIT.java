package io.snapledger.standalone.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.snapledger.events.broker.FreePort;
import io.snapledger.repository.format.Sha256;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The services of one machine and the command line, as a user of the locale POSIX has them. */
class OneMachineIT {

    private static final String NAME = "grün/日本.txt";

    @TempDir
    Path work;

    private Program program;
    private Program.Running services;

    @BeforeEach
    void start() throws Exception {
        Path tree = work.resolve("tree");
        Files.createDirectories(tree.resolve(NAME).getParent());
        Files.writeString(tree.resolve(NAME), "whatever the locale is\n");
        int port = FreePort.choose();
        program = new Program(
                work.resolve("user"),
                Map.of("SNAPLEDGER_URL", "http://127.0.0.1:" + port, "LANG", "POSIX", "LC_ALL", "POSIX"));
        services = program.begin(
                "snapledger up --data-dir ../data --port " + port + " --kafka-port 0 --store project=files:" + tree);
        await().atMost(Duration.ofSeconds(120))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> {
                    assertThat(services.process().isAlive())
                            .describedAs(services.said())
                            .isTrue();
                    return program.run("snapledger status").exit() == 0;
                });
    }

    @AfterEach
    void stop() throws Exception {
        services.process().destroy();
        if (!services.process().waitFor(60, TimeUnit.SECONDS)) {
            services.process().destroyForcibly().waitFor();
        }
    }

    @Test
    void whatIsPrintedRunsAndNamesThatAreNotAsciiComeBack() throws Exception {
        assertThat(done("snapledger key prove --recovery-key ../data.recovery-key"))
                .contains("proved");
        assertThat(done("snapledger status -o json")).contains("\"recoveryKey\" : \"proved\"");

        JsonNode store = new YAMLMapper()
                .readTree(done("snapledger backup create --wait -o yaml"))
                .path("stores")
                .path(0);

        assertThat(store.path("notIncluded").toString())
                .doesNotContain("encoding")
                .doesNotContain("grün");
        assertThat(store.path("streams")).isNotEmpty();
        String snapshot = store.path("snapshot").asText();
        for (JsonNode stream : store.path("streams")) {
            String name = stream.path("name").asText();
            done(stream.path("fetch").asText());
            assertThat(Sha256.hex(Files.readAllBytes(work.resolve("user").resolve(name))))
                    .isEqualTo(stream.path("sha256").asText());
            done("snapledger snapshot fetch " + snapshot + " " + name + " --to through-" + name
                    + " --repository local");
            assertThat(work.resolve("user/through-" + name)).hasSameBinaryContentAs(work.resolve("user/" + name));
        }
        done("snapledger snapshot verify " + snapshot);

        done("snapledger restore create --from latest --store project --to project=" + work + "/warm --wait");
        assertThat(work.resolve("warm").resolve(NAME)).hasContent("whatever the locale is\n");
        done("snapledger restore --from ../data/repository --key ../data.recovery-key --store project --to project="
                + work + "/kälte");
        assertThat(work.resolve("kälte").resolve(NAME)).hasContent("whatever the locale is\n");
    }

    private String done(String command) throws Exception {
        Program.Ended ended = program.run(command);
        assertThat(ended.exit()).describedAs(command + "\n" + ended.err()).isZero();
        return ended.out();
    }
}
