package io.snapledger.standalone.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stop in the middle of a backup is no fault: nothing says so, who waits is told the truth, and the next start goes on. */
class StoppedBackupIT {

    private static final int LINES = 4_000_000;

    @TempDir
    Path work;

    @Test
    void whoWaitsIsToldAndTheBackupGoesOnWithTheNextStart() throws Exception {
        Path tree = Files.createDirectories(work.resolve("tree"));
        writeMuch(tree.resolve("much"));
        Path slow = Files.writeString(
                work.resolve("slow.properties"), "snapledger.dump.zstd-level=19\nsnapledger.dump.workers=1\n");
        try (Machine machine = new Machine(work).up("--config " + slow + " --store project=files:" + tree)) {
            Program.Running waiting = machine.begin("snapledger backup create --wait");
            await().atMost(Duration.ofSeconds(30)).until(() -> waiting.said().contains("project dumping"));

            Program.Ended stopped = machine.down();

            assertThat(stopped.exit()).describedAs(stopped.out()).isZero();
            assertThat(stopped.out() + stopped.err())
                    .contains("worker local was stopped")
                    .contains("it is tried again")
                    .doesNotContain(" ERROR ")
                    .doesNotContain("Exception")
                    .doesNotContain("\tat ");
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> waiting.said().contains("The catalog does not answer, still waiting"));
            assertThat(waiting.said()).doesNotContain("goes on meanwhile");
            assertThat(waiting.process().isAlive()).isTrue();

            machine.up("");

            Program.Ended ended = waiting.ended();
            assertThat(ended.exit()).describedAs(ended.out() + ended.err()).isZero();
            assertThat(ended.out()).containsPattern("State +complete\n");
        }
    }

    /** Text that a strong compression takes long for. */
    private static void writeMuch(Path file) throws Exception {
        Random random = new Random(1);
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (int i = 0; i < LINES; i++) {
                out.write(Long.toString(random.nextLong(), 36));
                out.write(i % 7 == 0 ? " a line of text like others\n" : " ");
                out.write(Long.toString(random.nextLong(), 36));
            }
        }
    }
}
