package io.snapledger.posix;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurableFileTest {

    @TempDir
    Path directory;

    @Test
    void aFileIsItsOwnersAloneAndNothingElseIsLeft() throws IOException {
        Path file = directory.resolve("secret");

        assertThat(DurableFile.create(file, "one".getBytes(UTF_8))).isTrue();
        assertThat(DurableFile.create(file, "two".getBytes(UTF_8))).isFalse();
        assertThat(file).hasContent("one");
        DurableFile.replace(file, "three".getBytes(UTF_8));

        assertThat(file).hasContent("three");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(directory).isDirectoryContaining(file::equals);
        try (var all = Files.list(directory)) {
            assertThat(all).containsExactly(file);
        }
    }

    @Test
    void ofManyWhoCreateAtOnceOneDoesAndAllSeeItWhole() throws Exception {
        Path file = directory.resolve("id");
        ExecutorService racers = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Boolean>> all = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                byte[] content = String.valueOf(i).repeat(1000).getBytes(UTF_8);
                all.add(() -> {
                    boolean made = DurableFile.create(file, content);
                    assertThat(Files.size(file)).isEqualTo(1000);
                    return made;
                });
            }
            int made = 0;
            for (Future<Boolean> one : racers.invokeAll(all)) {
                made += one.get() ? 1 : 0;
            }
            assertThat(made).isEqualTo(1);
        } finally {
            racers.shutdownNow();
        }
    }

    @Test
    void whereItCannotBeNamedNothingStaysBehind() throws IOException {
        Path taken = Files.createDirectory(directory.resolve("taken"));
        Files.createFile(taken.resolve("something"));

        assertThatThrownBy(() -> DurableFile.replace(taken, new byte[1])).isInstanceOf(IOException.class);

        try (var all = Files.list(directory)) {
            assertThat(all).containsExactly(taken);
        }
    }
}
