package io.snapledger.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.snapledger.cli.output.Json;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ColdRestoreTest {

    @TempDir
    Path work;

    private Path tree;
    private SampleRepository sample;

    @BeforeEach
    void backUp() throws Exception {
        tree = Files.createDirectories(work.resolve("tree"));
        Files.writeString(tree.resolve("a.txt"), "hello\n");
        Files.createDirectories(tree.resolve("sub"));
        Files.writeString(tree.resolve("sub/b.txt"), "world\n".repeat(1000));
        sample = SampleRepository.of(tree, work);
    }

    @Test
    void aTreeComesBackWithTheRepositoryAndTheKeyAlone() throws Exception {
        Path target = work.resolve("restored");

        Run run = cold(sample.keyFile, "--to", "project=" + target, "-o", "json");

        assertThat(run.exit()).describedAs(run.err()).isZero();
        assertThat(Files.readString(target.resolve("a.txt"))).isEqualTo("hello\n");
        assertThat(Files.readString(target.resolve("sub/b.txt"))).isEqualTo("world\n".repeat(1000));
        JsonNode report = Json.read(run.out());
        assertThat(report.path("state").asText()).isEqualTo("completed");
        assertThat(report.path("restored").path(0).path("factsCompared").asInt())
                .isPositive();
        assertThat(run.err()).contains("does not pin");
    }

    @Test
    void aDryRunTouchesNothing() {
        Path target = work.resolve("restored");

        Run run = cold(sample.keyFile, "--to", "project=" + target, "--dry-run");

        assertThat(run.exit()).describedAs(run.err()).isZero();
        assertThat(run.out()).contains("nothing was changed").contains("project");
        assertThat(target).doesNotExist();
    }

    @Test
    void aTargetThatHoldsSomethingBlocks() throws Exception {
        Path target = Files.createDirectories(work.resolve("restored"));
        Files.writeString(target.resolve("mine"), "mine");

        Run run = cold(sample.keyFile, "--to", "project=" + target);

        assertThat(run.exit()).isEqualTo(10);
        assertThat(run.out()).contains("BLOCKED").contains("--overwrite");
        assertThat(Files.readString(target.resolve("mine"))).isEqualTo("mine");
    }

    @Test
    void anotherKeyIsRefusedBeforeAnythingIsTouched() {
        Path target = work.resolve("restored");

        Run run = cold(sample.wrongKeyFile, "--to", "project=" + target);

        assertThat(run.exit()).isEqualTo(7);
        assertThat(run.err()).contains("wanted").contains("offered");
        assertThat(target).doesNotExist();
    }

    @Test
    void aMissingSegmentStopsCleanly() throws Exception {
        Path target = work.resolve("restored");
        Files.delete(sample.segments().get(0));

        Run run = cold(sample.keyFile, "--to", "project=" + target);

        assertThat(run.exit()).isEqualTo(8);
        assertThat(target.resolve("a.txt")).doesNotExist();
    }

    @Test
    void aChangedByteIsFoundByVerify() throws Exception {
        String id = sample.snapshot.value();
        String[] verify = {
            "snapshot", "verify", id, "--from", sample.directory.toString(), "--key", sample.keyFile.toString()
        };
        assertThat(Run.of(Map.of(), verify).exit()).isZero();

        Path segment = sample.segments().get(0);
        byte[] bytes = Files.readAllBytes(segment);
        bytes[bytes.length / 2] ^= 1;
        Files.delete(segment);
        Files.write(segment, bytes);

        assertThat(Run.of(Map.of(), verify).exit()).isEqualTo(8);
    }

    @Test
    void streamsAreWrittenAsFilesAndListed() throws Exception {
        Path files = work.resolve("files");

        Run run = cold(sample.keyFile, "--as-files", files.toString(), "-o", "json");

        assertThat(run.exit()).describedAs(run.err()).isZero();
        for (JsonNode row : Json.read(run.out()).path("items")) {
            assertThat(Files.size(Path.of(row.path("file").asText())))
                    .isEqualTo(row.path("bytes").asLong());
        }
        assertThat(cold(sample.keyFile, "--as-files", files.toString()).exit()).isEqualTo(5);
    }

    @Test
    void aStreamIsFetchedToStdoutAlone() throws Exception {
        Run list = Run.of(Map.of(), "snapshot", "list", "--from", sample.directory.toString(), "-o", "name");
        assertThat(list.out().strip()).isEqualTo(sample.snapshot.value());
        Path files = work.resolve("files");
        cold(sample.keyFile, "--as-files", files.toString());
        Path first;
        try (var written = Files.list(files.resolve("project"))) {
            first = written.sorted().findFirst().orElseThrow();
        }

        Run fetched = Run.of(
                Map.of(
                        "SNAPLEDGER_REPOSITORY", sample.directory.toString(),
                        "SNAPLEDGER_KEY_FILE", sample.keyFile.toString()),
                "snapshot",
                "fetch",
                sample.snapshot.value(),
                first.getFileName().toString(),
                "--to",
                "-");

        assertThat(fetched.exit()).describedAs(fetched.err()).isZero();
        assertThat(fetched.out()).isEqualTo(new String(Files.readAllBytes(first), StandardCharsets.UTF_8));
    }

    @Test
    void oneDamagedDecisionIsNamedAndTheOthersAreListed() throws Exception {
        Path good = sample.directory.resolve("decisions/project/" + sample.snapshot + ".json");
        String another = sample.snapshot.value().replace("20261121t", "20261120t");
        Files.writeString(good.resolveSibling(another + ".json"), "{}");
        Files.writeString(good.resolveSibling("Thumbs.db"), "x");

        Run list = Run.of(Map.of(), "snapshot", "list", "--from", sample.directory.toString(), "-o", "name");

        assertThat(list.exit()).isEqualTo(8);
        assertThat(list.out().strip()).isEqualTo(sample.snapshot.value());
        assertThat(list.err()).contains("DAMAGED").contains(another).contains("Note: decisions/project/Thumbs.db");
        assertThat(cold(sample.keyFile, "--to", "project=" + work.resolve("restored"))
                        .exit())
                .isZero();
        assertThat(Run.of(Map.of(), "snapshot", "verify", another, "--from", sample.directory.toString(), "--key", "k")
                        .exit())
                .isEqualTo(8);
    }

    @Test
    void aStrayIsNotedAndDamagesNothing() throws Exception {
        Files.writeString(sample.directory.resolve("decisions/Thumbs.db"), "x");

        Run list = Run.of(Map.of(), "snapshot", "list", "--from", sample.directory.toString());

        assertThat(list.exit()).isZero();
        assertThat(list.err()).contains("decisions/Thumbs.db is no decision");
    }

    @Test
    void aKeyFileThatIsNoFileOrHugeOrOpenToOthersIsRefusedWithWords() throws Exception {
        Path fifo = work.resolve("fifo");
        assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor())
                .isZero();
        Path huge = Files.createFile(work.resolve("huge"));
        Files.setPosixFilePermissions(huge, PosixFilePermissions.fromString("rw-------"));
        Files.setPosixFilePermissions(fifo, PosixFilePermissions.fromString("rw-------"));
        try (RandomAccessFile sparse = new RandomAccessFile(huge.toFile(), "rw")) {
            sparse.setLength(1_500_000_000L);
        }
        Path open = Files.copy(sample.keyFile, work.resolve("open"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r--r--"));

        assertThat(cold(fifo, "--dry-run").err()).contains("fifo");
        assertThat(cold(huge, "--dry-run").err()).contains("65536 bytes");
        assertThat(cold(open, "--dry-run").err())
                .contains("can be read by others")
                .contains("chmod 600");
        assertThat(cold(open, "--dry-run").exit()).isNotZero();
    }

    @Test
    void whatIsNotThereIsNotFound() {
        Run run = cold(sample.keyFile, "--backup", "20200101t000000z-aaaaaaaaaa", "--dry-run");

        assertThat(run.exit()).isEqualTo(4);
        assertThat(Run.of(
                                Map.of(),
                                "snapshot",
                                "list",
                                "--from",
                                work.resolve("nowhere").toString())
                        .exit())
                .isEqualTo(6);
    }

    private Run cold(Path key, String... more) {
        String[] arguments = new String[5 + more.length];
        System.arraycopy(
                new String[] {"restore", "--from", sample.directory.toString(), "--key", key.toString()},
                0,
                arguments,
                0,
                5);
        System.arraycopy(more, 0, arguments, 5, more.length);
        return Run.of(Map.of(), arguments);
    }
}
