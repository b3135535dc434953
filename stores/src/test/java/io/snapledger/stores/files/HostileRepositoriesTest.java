package io.snapledger.stores.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.snapledger.stores.DumpReport;
import io.snapledger.stores.RestoreReport;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Their adversary owns the tree that is backed up, by root perhaps: he wants a command of his to run, a slot to be taken for hours, or
 * memory to end. {@link GitTraps} is the table of his ways.
 */
class HostileRepositoriesTest {

    private static final Map<String, String> AS_IT_WAS = Map.of("git-check", "warn", "git-reset", "always");

    @TempDir
    Path scratch;

    private RoundTrip trip;
    private TrapRepositories traps;
    private Path outside;

    @BeforeEach
    void start() throws Exception {
        trip = new RoundTrip(scratch);
        outside = Files.createDirectories(scratch.resolve("outside"));
        SampleTree.run(outside, "mkfifo", "fifo");
        traps = new TrapRepositories(scratch, trip.tree);
    }

    @AfterEach
    void end() {
        trip.close();
    }

    @Test
    void theTrapsAreArmed() throws Exception {
        for (String name : List.of("key core.fsmonitor", "filter with an equals sign", "include", "hooksPath")) {
            traps.plant(name, GitTraps.commands().get(name));
            Path repository = trip.tree.resolve(name);
            Files.writeString(repository.resolve("file"), "another\n");
            try {
                SampleTree.git(repository, "add", "file");
            } catch (IllegalStateException e) {
                // the command is no filter that works; that it ran is enough
            }
        }
        assertThat(traps.sung())
                .containsExactly("filter_with_an_equals_sign", "hooksPath", "include", "key_core.fsmonitor");
    }

    @Test
    void nothingInAGitDirectoryIsWaitedForAndTheOthersAreWhole() throws Exception {
        Map<String, GitTraps.Trap> oddities = GitTraps.oddities(outside);
        assertThat(oddities).hasSizeGreaterThan(80);
        traps.plantAll(oddities);
        traps.plant("sound", (repository, command) -> {});
        assertTimeoutPreemptively(Duration.ofMinutes(3), () -> {
            DumpReport dumped = trip.dump();
            assertThat(dumped.content().evidence().facts()).containsKey("repository/sound%2F.git/refs%2Fheads%2Fmain");
            assertThat(dumped.warnings()).noneMatch(warning -> warning.contains("'sound'"));
            RestoreReport restored = trip.restore(dumped.content(), AS_IT_WAS);
            assertThat(trip.differences(restored)).isEmpty();
        });
    }

    @Test
    void whatIsTooLargeToBeWhatItSeemsIsKeptButNotReadIntoMemory() throws Exception {
        traps.plantAll(GitTraps.hugeFiles());
        DumpReport dumped = assertTimeoutPreemptively(
                Duration.ofMinutes(2), () -> trip.dump(name -> OutputStream.nullOutputStream()));
        for (String name : GitTraps.hugeFiles().keySet()) {
            assertThat(dumped.warnings()).anyMatch(warning -> warning.contains("'" + name.replace('/', '_') + "'"));
        }
    }

    @Test
    void refsAreReadInATimeThatGrowsAsTheyDoAndACancelEndsIt() throws Exception {
        Path repository = trip.tree.resolve("many");
        SampleTree.run(scratch, "cp", "-R", traps.model().toString(), repository.toString());
        String id = Files.readString(repository.resolve(".git/refs/heads/main")).strip();
        StringBuilder packed = new StringBuilder();
        for (int i = 0; i < 300_000; i++) {
            packed.append(id).append(" refs/heads/branch-").append(i).append('\n');
        }
        Files.writeString(repository.resolve(".git/packed-refs"), packed);
        DumpReport dumped = assertTimeoutPreemptively(Duration.ofSeconds(60), () -> trip.dump());
        assertThat(dumped.content().evidence().facts()).containsEntry("repository/many%2F.git/refs", "300001");

        FutureTask<DumpReport> dump = new FutureTask<>(() -> trip.dump(name -> OutputStream.nullOutputStream()));
        Thread thread = new Thread(dump);
        thread.start();
        Awaitility.await().until(() -> ProcessHandle.current().children().anyMatch(this::isFsck) || dump.isDone());
        long began = System.nanoTime();
        thread.interrupt();
        thread.join();
        assertThat(System.nanoTime() - began).isLessThan(TimeUnit.SECONDS.toNanos(2));
    }

    private boolean isFsck(ProcessHandle process) {
        return process.info().commandLine().orElse("").contains("fsck");
    }

    @Test
    void oneThatCannotBeUnderstoodIsKeptAsPlainFilesAndTheRestGoesOn() throws Exception {
        traps.plant("newer", GitTraps.oddities(outside).get("an extension of a newer Git"));
        traps.plant("syntax", GitTraps.oddities(outside).get("a config with a syntax error"));
        Path lookalike = Files.createDirectories(trip.tree.resolve("model"));
        Files.createDirectories(lookalike.resolve("objects"));
        Files.createDirectories(lookalike.resolve("refs"));
        Files.writeString(lookalike.resolve("HEAD"), "text\n");
        Files.writeString(trip.tree.resolve("data.txt"), "important");

        DumpReport dumped = trip.dump();
        for (String name : List.of("newer", "syntax", "model")) {
            assertThat(dumped.warnings())
                    .anyMatch(warning -> warning.contains("'" + name + "' is kept as plain files: "));
        }
        assertThat(dumped.content().missed()).isZero();
        RestoreReport restored = trip.restore(dumped.content(), Map.of());
        assertThat(trip.restored.resolve("data.txt")).hasContent("important");
        assertThat(trip.restored.resolve("newer/.git/config"))
                .hasSameTextualContentAs(trip.tree.resolve("newer/.git/config"));
        assertThat(trip.differences(restored)).isEmpty();
    }
}
