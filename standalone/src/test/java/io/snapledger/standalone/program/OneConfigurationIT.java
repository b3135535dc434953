package io.snapledger.standalone.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.snapledger.events.broker.FreePort;
import io.snapledger.testkit.cluster.Cluster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One file with stores, repositories and plans is the configuration of one process, of five, and of a cold restore. */
class OneConfigurationIT {

    private static final Duration LIMIT = Duration.ofMinutes(3);

    @TempDir
    Path work;

    private Path tree;
    private Path config;

    @BeforeEach
    void write() throws Exception {
        tree = Files.createDirectories(work.resolve("tree"));
        Files.writeString(tree.resolve("kept"), "content\n");
        Files.writeString(tree.resolve("left.tmp"), "left out\n");
        Files.writeString(tree.resolve("a,b"), "left out\n");
        config = Files.writeString(work.resolve("config.yaml"), """
                snapledger:
                  stores:
                    project:
                      kind: files
                      path: ${TREE}
                      exclude: ["*.tmp", "a,b"]
                  repositories:
                    main:
                      kind: directory
                      path: ${BASE}/repository
                  plans:
                    nightly:
                      schedule: "30 2 * * *"
                      stores: [project]
                      repositories: [main]
                      restore-order: [project]
                      overlap: queue
                """);
    }

    @Test
    void theOneProcessAndAColdRestoreTakeIt() throws Exception {
        Map<String, String> environment = Map.of("TREE", tree.toString(), "BASE", work.toString());
        try (Machine machine = new Machine(work, environment).up("--config " + config)) {
            assertThat(machine.said(0, "snapledger config check " + config)).contains("can be used");
            machine.said(0, "snapledger backup create --plan nightly --wait");
        }
        Files.writeString(tree.resolve("kept"), "changed\n");
        Program cold = new Program(work.resolve("cold"), environment);

        Program.Ended ended = cold.run("snapledger restore --from ../repository --key ../data.recovery-key --config "
                + config + " --store project --overwrite --skip-safety-snapshot");

        assertThat(ended.exit()).describedAs(ended.out() + ended.err()).isZero();
        assertThat(tree.resolve("kept")).hasContent("content\n");
        assertThat(tree.resolve("left.tmp")).doesNotExist();
        assertThat(tree.resolve("a,b")).doesNotExist();
    }

    @Test
    void fiveProcessesTakeIt() throws Exception {
        Cluster.Builder builder = Cluster.in(work.resolve("cluster"))
                .environment("TREE", tree.toString())
                .environment("BASE", work.toString());
        for (String service : List.of("scheduler", "dump", "storage", "catalog", "restore")) {
            builder.jvm(service, "-Xmx192m", "-Dquarkus.config.locations=" + config.toUri());
        }
        try (Cluster cluster = builder.five().start()) {
            String backup = cluster.api().createBackup("nightly", List.of());
            assertThat(cluster.api().awaitBackup(backup, LIMIT).path("state").asText())
                    .isEqualTo("complete");

            cluster.api()
                    .restore(
                            backup,
                            "project",
                            Map.of(
                                    "options",
                                    Map.of("path", work.resolve("restored").toString())),
                            LIMIT);

            assertThat(work.resolve("restored/kept")).hasContent("content\n");
            assertThat(work.resolve("restored/left.tmp")).doesNotExist();
            assertThat(work.resolve("restored/a,b")).doesNotExist();
            assertThat(work.resolve("repository/decisions/project")).isDirectory();
        }
    }

    /** What was told by a check or a backup alone. */
    @Test
    void aMisspeltOptionOfAStoreEndsTheStartWithTheNearest() throws Exception {
        Files.writeString(config, "snapledger: {stores: {project: {kind: files, pth: /srv}}}");
        Program program = new Program(work.resolve("user"), Map.of());

        Program.Ended ended = program.run(
                "snapledger up --data-dir ../data --port " + FreePort.choose() + " --kafka-port 0 --config " + config);

        assertThat(ended.exit()).isNotZero();
        assertThat(ended.err())
                .contains("snapledger.stores.project", "unknown option 'pth' (did you mean 'path'?)", "HINT");
    }
}
