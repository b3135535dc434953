package io.snapledger.repository.disk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.snapledger.repository.Samples;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlockFilesTest {

    private static final int MIB = 1 << 20;

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4095, 4096, 4097, MIB - 1, MIB, MIB + 1, 3 * MIB + 17})
    void whatIsWrittenIsReadByteForByteAndNothingMore(int length) throws IOException {
        byte[] content = Samples.noise(length, length);
        Path file = write(content, 70_001);

        assertThat(file).hasBinaryContent(content);
        try (InputStream in = BlockInput.open(file)) {
            assertThat(in.readAllBytes()).isEqualTo(content);
            assertThat(in.read()).isEqualTo(-1);
        }
    }

    @Test
    void bytesMayBeReadOneByOne() throws IOException {
        Path file = write("abc".getBytes(UTF_8), 2);

        try (InputStream in = BlockInput.open(file)) {
            assertThat(new int[] {in.read(), in.read(), in.read(), in.read()}).containsExactly('a', 'b', 'c', -1);
        }
    }

    @Test
    void aFileThatIsNotFinishedIsNoLongerThanWhatItGot() throws IOException {
        Path file = Files.createFile(directory.resolve("open"));
        try (BlockOutput output = BlockOutput.open(file)) {
            output.write(ByteBuffer.wrap(new byte[100]));
        }
        assertThat(file).isEmptyFile();
        assertThatThrownBy(() -> {
                    BlockOutput output = BlockOutput.open(file);
                    output.close();
                    output.write(ByteBuffer.allocate(1));
                })
                .isInstanceOf(ClosedChannelException.class);
    }

    /** Java refuses a write that is not aligned as the file system wants it, as some file systems do themselves. */
    @Test
    void whatAFileSystemRefusesOnlyAtTheFirstWriteGoesThroughTheCache() throws IOException {
        byte[] content = Samples.noise(3 * MIB + 600, 1);
        Path file = Files.createFile(directory.resolve("refused"));
        try (BlockOutput output = BlockOutput.open(file, 512)) {
            output.write(ByteBuffer.wrap(content, 0, 600));
            output.finish();
        }
        assertThat(file).hasBinaryContent(Arrays.copyOf(content, 600));

        Files.write(file, content);
        try (InputStream in = BlockInput.open(file, 512)) {
            assertThat(in.readAllBytes()).isEqualTo(content);
        }
    }

    @Test
    void aFileThatIsNotThereIsSaidSo() {
        assertThatThrownBy(() -> BlockInput.open(directory.resolve("none"))).hasMessageContaining("none");
    }

    /** fincore(1) of util-linux counts what the system keeps of a file. */
    @Test
    void neitherWritingNorReadingFillsThePageCache() throws Exception {
        Path file = write(Samples.noise(4 * MIB, 1), MIB);
        try (InputStream in = BlockInput.open(file)) {
            assertThat(in.readAllBytes()).hasSize(4 * MIB);
        }
        long cached = cached(file);
        Files.readAllBytes(file);
        boolean counts = cached(file) == 4 * MIB;
        boolean direct = isDirect(file);
        if (!counts || !direct) {
            System.out.println("skipped: fincore is not installed, or " + directory
                    + " is on a file system that has no direct I/O");
        }
        assumeThat(counts && direct).isTrue();

        assertThat(cached).isLessThanOrEqualTo(4096);
    }

    private static boolean isDirect(Path file) throws IOException {
        try (Blocks blocks = Blocks.open(file, StandardOpenOption.READ)) {
            return blocks.alignment() > 1 && !Files.getFileStore(file).type().equals("tmpfs");
        }
    }

    private static long cached(Path file) throws Exception {
        Process fincore;
        try {
            fincore = new ProcessBuilder("fincore", "--bytes", "--noheadings", "--output", "RES", file.toString())
                    .start();
        } catch (IOException e) {
            return -1;
        }
        String answer = new String(fincore.getInputStream().readAllBytes(), UTF_8).strip();
        return fincore.waitFor() == 0 ? Long.parseLong(answer) : -1;
    }

    private Path write(byte[] content, int step) throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        try (BlockOutput output = BlockOutput.open(file)) {
            for (int from = 0; from < content.length; from += step) {
                output.write(ByteBuffer.wrap(content, from, Math.min(step, content.length - from)));
            }
            output.finish();
        }
        return file;
    }
}
