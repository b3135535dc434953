package io.snapledger.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.snapledger.events.UploadFailed;
import io.snapledger.events.UploadFinished;
import io.snapledger.repository.BackendRepository;
import io.snapledger.repository.directory.DirectoryBackend;
import io.snapledger.storage.outbound.HttpWorker;
import io.snapledger.storage.outbound.SameHostWorker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A directory of a real file system as repository: linked segments, a full disk, a disk that is mounted read-only. */
class RealDirectoryTest {

    @TempDir
    Path directory;

    private final ScriptedWorker worker = new ScriptedWorker();
    private final RecordedAnswers answers = new RecordedAnswers();
    private StorageService service;
    private Path mounted;

    @AfterEach
    void close() throws Exception {
        if (service != null) {
            service.close();
        }
        worker.close();
        if (mounted != null) {
            run("umount", "-l", mounted.toString());
        }
    }

    @Test
    void aSegmentOnTheSameFileSystemIsLinkedNotCopied() throws IOException {
        Path staging = directory.resolve("staging");
        SampleAttempt attempt = SampleAttempt.of("orders", 1, 7, "main");
        Path segment = write(staging, attempt.path(1) + ".segment", attempt.segment(1));
        write(staging, attempt.path(2) + ".segment", attempt.segment(2));
        write(staging, attempt.path(3) + ".segment", attempt.segment(3));
        write(staging, attempt.snapshot() + "/" + attempt.attempt() + "/list", attempt.list());
        Path repository = directory.resolve("repository");
        start(repository, new SameHostWorker(staging, http()));

        service.accept(attempt.completed());
        Bench.awaitIdle(service);

        assertThat(answers.of(UploadFinished.class)).hasSize(1);
        assertThat(worker.gets()).isZero();
        assertThat(inode(repository.resolve("segments/" + attempt.id(1)))).isEqualTo(inode(segment));
    }

    @Test
    void aFullDiskIsNamedAndTheNextAttemptSucceedsOnceThereIsRoom() throws Exception {
        mount("size=300k");
        SampleAttempt attempt =
                SampleAttempt.ofLength("orders", 7, 200_000, "main").stagedAt(worker);
        start(mounted.resolve("repository"), http());

        service.accept(attempt.completed());
        Bench.awaitIdle(service);
        assertThat(answers.of(UploadFailed.class)).singleElement().satisfies(failed -> assertThat(failed.reason())
                .isEqualTo("repository-full"));
        run("mount", "-o", "remount,size=30m", mounted.toString());
        service.accept(attempt.completed());
        Bench.awaitIdle(service);

        assertThat(answers.of(UploadFinished.class)).hasSize(1);
    }

    @Test
    void aDiskThatTurnsReadOnlyIsNamedAndAnAbortWaitsUntilItCanBeWritten() throws Exception {
        mount("size=30m");
        SampleAttempt attempt = SampleAttempt.of("orders", 1, 7, "main").stagedAt(worker);
        start(mounted.resolve("repository"), http());
        run("mount", "-o", "remount,ro", mounted.toString());

        service.accept(attempt.completed());
        Bench.awaitIdle(service);
        assertThat(answers.of(UploadFailed.class)).singleElement().satisfies(failed -> assertThat(failed.reason())
                .isEqualTo("repository-read-only"));
        service.accept(attempt.givenUp());
        await().until(() -> service.queue().tries() > 2);
        run("mount", "-o", "remount,rw", mounted.toString());
        Bench.awaitIdle(service);

        assertThat(answers.of(UploadFailed.class))
                .extracting(UploadFailed::state)
                .containsExactly("NONE", "ABORTED");
    }

    private void start(Path repository, Worker known) {
        DirectoryBackend backend = DirectoryBackend.open(repository, true);
        SampleAttempt.addKeys(new BackendRepository("main", backend), "orders");
        Repositories repositories = new Repositories(
                Map.of("main", OpenRepository.open("main", backend, SampleAttempt.INSTALLATION, Clock.systemUTC())));
        service = StorageParts.assemble(
                repositories,
                new Workers(Map.of("dump-1", known)),
                new Answers(answers, Clock.systemUTC()),
                Bench.settings(Duration.ofMillis(100)),
                "bench",
                Clock.systemUTC());
        service.start();
    }

    private Worker http() {
        return new HttpWorker("dump-1", worker.address(), () -> ScriptedWorker.TOKEN);
    }

    /** A small file system of its own; the test is skipped where none can be mounted. */
    private void mount(String options) throws Exception {
        Path at = Files.createDirectory(directory.resolve("mounted"));
        boolean done = run("mount", "-t", "tmpfs", "-o", options, "snapledger-test", at.toString()) == 0;
        if (!done) {
            System.out.println("skipped: this user may not mount a tmpfs");
        }
        Assumptions.assumeTrue(done, "mounting a tmpfs needs root");
        mounted = at;
    }

    private static int run(String... command) throws Exception {
        return new ProcessBuilder(List.of(command))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    private static Path write(Path root, String path, byte[] content) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.write(file, content);
    }

    private static Object inode(Path file) throws IOException {
        return Files.getAttribute(file, "unix:ino");
    }
}
