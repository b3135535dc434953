package io.snapledger.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TerminalTest {

    private static final String HEART =
            "\"state\":\"dumping\",\"progress\":{\"phase\":\"dumping\",\"bytesRead\":524288,"
                    + "\"bytesExpected\":1048576},\"attempt\"";

    @TempDir
    Path work;

    @Test
    void onATerminalProgressIsABarThatIsGoneAtTheEnd() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "script(1) is not installed: no pseudo terminal");
        try (FakeServices services = running()) {
            Run run = Launcher.in(work.resolve("program"))
                    .run(
                            work,
                            Map.of("SNAPLEDGER_URL", services.url(), "TERM", "xterm"),
                            "script -qec 'snapledger backup create --wait' /dev/null");

            assertThat(run.exit()).describedAs(run.out() + run.err()).isZero();
            assertThat(run.out())
                    .contains("\r[##########..........] 50 % of 1.0 MiB  shop dumping")
                    .containsPattern("\r +\r[^\r]*Backup +" + Canned.BACKUP)
                    .contains("\u001b[");
        }
    }

    @Test
    void elsewhereProgressIsLinesWithoutControlCharacters() throws Exception {
        try (FakeServices services = running()) {
            Run run = Launcher.in(work.resolve("program"))
                    .run(work, Map.of("SNAPLEDGER_URL", services.url()), "snapledger backup create --wait");

            assertThat(run.exit()).describedAs(run.err()).isZero();
            assertThat(run.err()).contains("shop dumping: 50 % of 1.0 MiB\n").doesNotContain("\r");
            assertThat(run.out()).doesNotContain("\u001b").doesNotContain("\r");
        }
    }

    @Test
    void itRunsInADirectoryThatIsGone() throws Exception {
        Run run = Launcher.in(work.resolve("program"))
                .run(work, Map.of(), "mkdir gone && cd gone && rmdir ../gone && snapledger --version");

        assertThat(run.exit()).describedAs(run.err()).isZero();
    }

    @Test
    void ctrlCWhileWaitingDetachesAndEndsWith130() throws Exception {
        try (FakeServices services = new FakeServices()
                .on("POST /api/backups", 202, Canned.ACCEPTED)
                .on("GET /api/backups/" + Canned.BACKUP, 200, Canned.RUNNING)) {
            Process process = Launcher.in(work.resolve("program"))
                    .shell(work, Map.of("SNAPLEDGER_URL", services.url()), "exec snapledger backup create --wait")
                    .start();
            while (!Files.readString(work.resolve("err")).contains("shop dumping")) {
                assertThat(process.isAlive()).isTrue();
                TimeUnit.MILLISECONDS.sleep(50);
            }
            new ProcessBuilder("kill", "-INT", Long.toString(process.pid()))
                    .start()
                    .waitFor();
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();

            Run run = Launcher.ended(work, process);
            assertThat(run.exit()).isEqualTo(130);
            assertThat(run.err()).contains("Detached: backup " + Canned.BACKUP + " goes on");
            assertThat(run.out()).isEmpty();
        }
    }

    private static FakeServices running() throws Exception {
        String half = Canned.RUNNING
                .replace("\"bytesRead\":1048576", "\"bytesRead\":0")
                .replaceFirst("\"state\":\"dumping\",\\s+\"attempt\"", HEART);
        return new FakeServices()
                .on("POST /api/backups", 202, Canned.ACCEPTED)
                .on("GET /api/backups/" + Canned.BACKUP, 200, half)
                .on("GET /api/backups/" + Canned.BACKUP, 200, Canned.COMPLETE);
    }
}
