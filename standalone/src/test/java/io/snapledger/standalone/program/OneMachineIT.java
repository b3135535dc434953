package io.snapledger.standalone.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.snapledger.events.broker.FreePort;
import io.snapledger.repository.format.Sha256;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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

    /** A name that is no text is given as it is listed, in single quotes against the shell. */
    @Test
    void singleFilesAreListedFoundComparedAndRestoredColdAndThroughTheGateway() throws Exception {
        Path tree = work.resolve("tree");
        Files.createDirectories(tree.resolve("docs/deep"));
        Files.writeString(tree.resolve("docs/a.txt"), "first\n");
        Files.writeString(tree.resolve("docs/deep/b.txt"), "first\n");
        shell("printf odd > " + tree + "/docs/$(printf 'r\\351')");
        String first = backup();
        Files.writeString(tree.resolve("docs/a.txt"), "second\n");
        Files.writeString(tree.resolve("docs/new.txt"), "second\n");
        String second = backup();

        String cold = " --from ../data/repository --key ../data.recovery-key";
        Path key = work.resolve("data/keys/service.key");
        Path away = key.resolveSibling("away");
        for (String through : List.of(cold, "")) {
            if (through.isEmpty()) {
                Files.move(key, away); // now only restore-service has it
            }
            assertThat(done("snapledger snapshot ls " + first + " docs -o name" + through)
                            .lines())
                    .containsExactly("docs", "docs/a.txt", "docs/deep", "docs/deep/b.txt", "docs/r\\xE9");
            assertThat(done("snapledger snapshot find " + second + " '**/*.txt' -o name" + through))
                    .contains("docs/a.txt", "docs/deep/b.txt", "docs/new.txt", NAME)
                    .doesNotContain("xE9");
            assertThat(new YAMLMapper()
                            .readTree(done("snapledger snapshot diff " + first + " " + second + " -o yaml" + through))
                            .findParents("change"))
                    .extracting(row ->
                            row.path("change").asText() + " " + row.path("path").asText())
                    .containsExactly("changed docs/a.txt", "added docs/new.txt");
        }
        Files.move(away, key);

        done("snapledger restore" + cold + " --backup " + first + " --store project --only docs/a.txt --only"
                + " 'docs/r\\xE9' --to project=" + work + "/part");
        assertThat(work.resolve("part/docs/a.txt")).hasContent("first\n");
        assertThat(shell("cat " + work + "/part/docs/$(printf 'r\\351')")).isEqualTo("odd");
        assertThat(work.resolve("part/docs/deep")).doesNotExist();

        String warm = "snapledger restore create --from " + first + " --store project --wait --only ";
        done(warm + "docs/deep --to project=" + work + "/part");
        assertThat(work.resolve("part/docs/deep/b.txt")).hasContent("first\n");
        assertThat(program.run(warm + "docs/none --to project=" + work + "/none")
                        .exit())
                .isEqualTo(2);
        assertThat(work.resolve("none")).doesNotExist();
        assertThat(program.run(warm + "docs/a.txt").exit()).isEqualTo(10);
        assertThat(tree.resolve("docs/a.txt")).hasContent("second\n");
        done(warm + "docs/a.txt --overwrite");
        assertThat(tree.resolve("docs/a.txt")).hasContent("first\n");
        assertThat(tree.resolve("docs/new.txt")).hasContent("second\n");
    }

    private String backup() throws Exception {
        return new YAMLMapper()
                .readTree(done("snapledger backup create --wait -o yaml"))
                .path("stores")
                .path(0)
                .path("snapshot")
                .asText();
    }

    private static String shell(String command) throws Exception {
        Process shell = new ProcessBuilder("/bin/sh", "-c", command).start();
        String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.waitFor()).describedAs(command).isZero();
        return said;
    }

    private String done(String command) throws Exception {
        Program.Ended ended = program.run(command);
        assertThat(ended.exit()).describedAs(command + "\n" + ended.err()).isZero();
        return ended.out();
    }
}
