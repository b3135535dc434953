package io.snapledger.standalone.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.snapledger.events.broker.FreePort;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive that users unpack, used as they do: away from the tree it was built in. */
class ArchiveIT {

    @TempDir
    Path work;

    @Test
    void whatIsUnpackedBacksUpAndTellsHow() throws Exception {
        Program build = new Program(work.resolve("build"), Map.of());
        Path script = Path.of("../deploy/archive").toAbsolutePath().normalize();
        Program.Ended made = build.run(script.toString());
        assertThat(made.exit()).describedAs(made.err()).isZero();
        Path archive = Path.of(made.out().strip());
        String sum = build.run("sha256sum " + archive).out();
        assertThat(build.run(script.toString()).exit()).isZero();
        assertThat(build.run("sha256sum " + archive).out())
                .describedAs("made again")
                .isEqualTo(sum);

        assertThat(build.run("tar --extract --gzip --file " + archive).exit()).isZero();
        Path home;
        try (Stream<Path> found = Files.list(work.resolve("build"))) {
            home = found.filter(Files::isDirectory).findFirst().orElseThrow();
        }
        assertThat(home.resolve("LICENSE")).exists();
        assertThat(home.resolve("share/bash-completion/completions/snapledger")).isNotEmptyFile();
        assertThat(Files.readString(home.resolve("share/man/man1/snapledger-backup-create.1")))
                .contains(".SH NAME", "snapledger\\-backup\\-create", "\\fB\\-\\-wait\\fR");
        for (String service : new String[] {"scheduler", "dump", "storage", "catalog", "restore"}) {
            assertThat(home.resolve("services/" + service + "/quarkus-run.jar")).exists();
        }
        try (Stream<Path> all = Files.walk(home)) {
            assertThat(all.filter(Files::isSymbolicLink))
                    .allSatisfy(link -> assertThat(link).exists());
        }
        backsUp(home.resolve("bin/snapledger"));
    }

    private void backsUp(Path snapledger) throws Exception {
        Path tree = Files.createDirectories(work.resolve("tree"));
        Files.writeString(tree.resolve("file"), "content");
        int port = FreePort.choose();
        Program program = new Program(work.resolve("user"), Map.of("SNAPLEDGER_URL", "http://127.0.0.1:" + port));
        Program.Running services = program.begin(
                snapledger + " up --data-dir ../data --port " + port + " --kafka-port 0 --store project=files:" + tree);
        try {
            await().atMost(Duration.ofSeconds(120))
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> {
                        assertThat(services.process().isAlive())
                                .describedAs(services.said())
                                .isTrue();
                        return program.run(snapledger + " status").exit() == 0;
                    });
            Program.Ended backup = program.run(snapledger + " backup create --wait");
            assertThat(backup.exit()).describedAs(backup.err()).isZero();
        } finally {
            services.process().destroy();
            if (!services.process().waitFor(60, TimeUnit.SECONDS)) {
                services.process().destroyForcibly().waitFor();
            }
        }
    }
}
