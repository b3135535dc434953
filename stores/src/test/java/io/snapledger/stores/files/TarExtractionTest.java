package io.snapledger.stores.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snapledger.stores.StoreException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives that nobody honest writes. */
class TarExtractionTest {

    @TempDir
    Path scratch;

    private Path root;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes);

    @BeforeEach
    void makeRoot() throws IOException {
        root = Files.createDirectory(scratch.resolve("root"));
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    }

    private void file(String name) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name, true);
        entry.setSize(4);
        tar.putArchiveEntry(entry);
        tar.write("evil".getBytes(StandardCharsets.US_ASCII));
        tar.closeArchiveEntry();
    }

    private void link(String name, String target, byte type) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name, type);
        entry.setLinkName(target);
        tar.putArchiveEntry(entry);
        tar.closeArchiveEntry();
    }

    private void extract() throws IOException, StoreException {
        tar.finish();
        new TarExtraction(root).extract(new ByteArrayInputStream(bytes.toByteArray()));
    }

    private void assertNothingOutside() throws IOException {
        try (var all = Files.list(scratch)) {
            assertThat(all).containsExactly(root);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"../evil", "a/../../evil", "/tmp/snapledger-evil", "a//b", "./evil", "a/./b", "..", ""})
    void aNameThatLeavesTheTargetIsRefused(String name) throws IOException {
        file(name);
        assertThatThrownBy(this::extract).isInstanceOf(StoreException.class).hasMessageContaining("leave the target");
        assertNothingOutside();
        assertThat(Path.of("/tmp/snapledger-evil")).doesNotExist();
    }

    @Test
    void noFileIsWrittenThroughALink() throws IOException {
        Files.createDirectory(scratch.resolve("root/sub"));
        link("door", scratch.toString(), TarConstants.LF_SYMLINK);
        file("door/evil");
        assertThatThrownBy(this::extract).isInstanceOf(FileSystemException.class);
        assertNothingOutside();
    }

    @Test
    void noHardLinkLeadsOutside() throws IOException {
        link("door", "../outside", TarConstants.LF_LINK);
        assertThatThrownBy(this::extract).isInstanceOf(StoreException.class);
        assertNothingOutside();
    }

    @Test
    void noHardLinkIsMadeThroughASymbolicOne() throws IOException {
        Files.writeString(Files.createDirectory(scratch.resolve("root/real")).resolve("f"), "x");
        link("door", "/etc", TarConstants.LF_SYMLINK);
        link("passwd", "door/passwd", TarConstants.LF_LINK);
        assertThatThrownBy(this::extract).isInstanceOf(FileSystemException.class);
        assertThat(root.resolve("passwd")).doesNotExist();
    }

    @Test
    void aDeviceIsRefused() throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry("dev", TarConstants.LF_CHR);
        tar.putArchiveEntry(entry);
        tar.closeArchiveEntry();
        assertThatThrownBy(this::extract).isInstanceOf(StoreException.class);
    }

    @Test
    void bytesAfterTheEndAreRefused() throws IOException {
        file("good");
        tar.finish();
        bytes.write(new byte[20_480]);
        bytes.write('x');
        assertThatThrownBy(() -> new TarExtraction(root).extract(new ByteArrayInputStream(bytes.toByteArray())))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("after its end");
    }
}
