package io.snapledger.stores.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.snapledger.posix.ByteName;
import io.snapledger.posix.BytePath;
import io.snapledger.posix.Directory;
import io.snapledger.posix.Timestamp;
import io.snapledger.stores.Evidence;
import io.snapledger.stores.StoreException;
import io.snapledger.stores.command.LocalCommandRunner;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

    private void extract() throws IOException, StoreException, InterruptedException {
        tar.finish();
        extract(bytes.toByteArray());
    }

    private void extract(byte[] archive) throws IOException, StoreException, InterruptedException {
        try (TarExtraction extraction = new TarExtraction(() -> Directory.open(root))) {
            extraction.extract(new ByteArrayInputStream(archive));
            extraction.finish();
        }
    }

    private void assertDamaged(String what) throws IOException {
        StoreException refused = catchThrowableOfType(StoreException.class, this::extract);
        assertThat(refused.reason()).isEqualTo(StoreException.Reason.DAMAGED);
        assertThat(refused).hasMessageContaining(what);
        assertNothingOutside();
    }

    /** A header as nobody's library would write it. */
    private void raw(String name, char type, long size, byte[] content) throws IOException {
        byte[] header = new byte[512];
        System.arraycopy(name.getBytes(StandardCharsets.ISO_8859_1), 0, header, 0, name.length());
        put(header, 100, "0000644\0" + "0000000\0" + "0000000\0" + String.format("%011o\0", size) + "00000000000\0");
        put(header, 148, "        " + type);
        put(header, 257, "ustar\00000");
        seal(header);
        bytes.write(header);
        bytes.write(content);
        bytes.write(new byte[-content.length & 511]);
    }

    private static void seal(byte[] header) {
        int sum = 0;
        for (byte each : header) {
            sum += each & 0xff;
        }
        put(header, 148, String.format("%06o\0 ", sum));
    }

    private static void put(byte[] header, int at, String text) {
        byte[] field = text.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(field, 0, header, at, field.length);
    }

    private static byte[] records(String... pairs) {
        StringBuilder all = new StringBuilder();
        for (String pair : pairs) {
            int length = pair.length() + 2;
            while (length != pair.length() + 2 + Integer.toString(length).length()) {
                length++;
            }
            all.append(length).append(' ').append(pair).append('\n');
        }
        return all.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private void extended(String name, byte[] records, long size, byte[] content) throws IOException {
        raw("PaxHeaders", 'x', records.length, records);
        raw(name, '0', size, content);
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
        assertDamaged("leave the target");
        assertThat(Path.of("/tmp/snapledger-evil")).doesNotExist();
    }

    @Test
    void noFileIsWrittenThroughALink() throws IOException {
        Files.createDirectory(scratch.resolve("root/sub"));
        link("door", scratch.toString(), TarConstants.LF_SYMLINK);
        file("door/evil");
        assertDamaged("'door/evil' twice");
    }

    @Test
    void noHardLinkLeadsOutside() throws IOException {
        link("door", "../outside", TarConstants.LF_LINK);
        assertDamaged("leave the target");
    }

    @Test
    void noHardLinkIsMadeThroughASymbolicOne() throws IOException {
        link("door", "/etc", TarConstants.LF_SYMLINK);
        link("passwd", "door/passwd", TarConstants.LF_LINK);
        assertDamaged("which it does not hold");
        assertThat(root.resolve("passwd")).doesNotExist();
    }

    @Test
    void noHardLinkIsMadeToADirectory() throws IOException {
        raw("directory/", '5', 0, new byte[0]);
        link("other", "directory", TarConstants.LF_LINK);
        assertDamaged("a hard link to the directory");
    }

    @ParameterizedTest
    @ValueSource(
            bytes = {TarConstants.LF_CHR, TarConstants.LF_BLK, TarConstants.LF_FIFO, TarConstants.LF_CONTIG, 'L', 'S'})
    void whatTheEngineNeverWritesIsRefused(byte type) throws IOException {
        raw("odd", (char) type, 0, new byte[0]);
        assertDamaged("a type that the engine never writes");
    }

    /** As root a device in an archive would be a door to the disk: none is made, listed, or passed by. */
    @ParameterizedTest
    @CsvSource({"3, 1, 3", "4, 8, 0"})
    void aDeviceIsRefusedByWhoeverReadsTheArchive(char type, int major, int minor) throws Exception {
        raw("before", '0', 0, new byte[0]);
        device("disk", type, major, minor);
        raw("after", '0', 0, new byte[0]);
        bytes.write(new byte[1024]);
        byte[] archive = bytes.toByteArray();
        StoreException refused = catchThrowableOfType(StoreException.class, () -> extract(archive));
        assertThat(refused.reason()).isEqualTo(StoreException.Reason.DAMAGED);
        assertThat(refused).hasMessageContaining("'disk' of a type that the engine never writes");
        assertThat(root.resolve("disk")).doesNotExist();
        try (LocalCommandRunner commands = new LocalCommandRunner(Files.createDirectory(scratch.resolve("tools")));
                ArchiveScan scan = new ArchiveScan(commands, new GitDirectories(Evidence.of(Map.of())))) {
            StoreException unlisted =
                    catchThrowableOfType(StoreException.class, () -> scan.read(new ByteArrayInputStream(archive)));
            assertThat(unlisted).hasMessage(refused.getMessage());
        }
    }

    private void device(String name, char type, int major, int minor) throws IOException {
        byte[] header = new byte[512];
        put(header, 0, name);
        put(header, 100, "0000666\0" + "0000000\0" + "0000000\0" + "00000000000\0" + "00000000000\0");
        put(header, 148, "        " + type);
        put(header, 257, "ustar\00000");
        put(header, 329, String.format("%07o\0%07o\0", major, minor));
        seal(header);
        bytes.write(header);
    }

    @Test
    void anEntryInThePlaceOfAnotherIsRefused() throws IOException {
        raw("a/", '5', 0, new byte[0]);
        raw("a/", '5', 0, new byte[0]);
        assertDamaged("'a' twice");
    }

    @Test
    void aFileInThePlaceOfADirectoryIsRefused() throws IOException {
        raw("a/b/", '5', 0, new byte[0]);
        file("a");
        assertDamaged("'a' twice");
    }

    @Test
    void aFileThatChangedWhileItWasDumpedComesAgainAndTheLastOneCounts() throws Exception {
        raw("a", '0', 3, new byte[] {'o', 'l', 'd'});
        raw("a", '0', 3, new byte[] {'n', 'e', 'w'});
        extract();
        assertThat(root.resolve("a")).hasContent("new");
    }

    @Test
    void aHugeExtendedHeaderIsNotRead() throws IOException {
        raw("PaxHeaders", 'x', 8L << 30, new byte[0]);
        assertDamaged("a header of 8589934592 bytes");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"99 path=x\n", "path=x\n", "-5 path=x\n", "10 path=x", "4 =x\n", "99999999999999999999 a=b\n"})
    void anExtendedHeaderThatDoesNotFitIsRefused(String records) throws IOException {
        byte[] content = records.getBytes(StandardCharsets.ISO_8859_1);
        extended("a", content, 0, new byte[0]);
        assertDamaged("an extended header");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "path=../evil",
                "path=/evil",
                "path=a\0b",
                "path=",
                "mtime=now",
                "size=-1",
                "size=9e9",
                "uid=4294967296"
            })
    void anExtendedHeaderWithNonsenseIsRefused(String record) throws IOException {
        extended("a", records(record), 0, new byte[0]);
        assertDamaged("the archive holds");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2\n0\n3\n2\n3\n", // they overlap
                "1\n98\n5\n", // beyond the end
                "1\n0\n4\n", // less than is stored
                "999999999\n", // more than could be
                "-1\n",
                "1\n99999999999999999999\n1\n",
                "x",
                ""
            })
    void aSparseMapWithNonsenseIsRefused(String map) throws IOException {
        byte[] content = Arrays.copyOf(map.getBytes(StandardCharsets.US_ASCII), 512 + 5);
        extended(
                "GNUSparseFile.0/a",
                records("GNU.sparse.major=1", "GNU.sparse.minor=0", "GNU.sparse.name=a", "GNU.sparse.realsize=100"),
                content.length,
                content);
        assertDamaged("a sparse file");
    }

    @Test
    void namesAndTargetsAreBytesAndTimesAreExact() throws Exception {
        byte[] times = records("mtime=-468460799.5", "path=r\u00e9sum\u00e9");
        extended("a", times, 0, new byte[0]);
        raw("PaxHeaders", 'x', records("linkpath=caf\u00e9/").length, records("linkpath=caf\u00e9/"));
        raw("menu", '2', 0, new byte[0]);
        extract();
        try (Directory made = Directory.open(root)) {
            ByteName name = ByteName.parse("r\\xE9sum\\xE9");
            assertThat(made.names()).containsExactlyInAnyOrder(name, ByteName.of("menu"));
            assertThat(made.status(name).modified()).isEqualTo(new Timestamp(-468_460_800, 500_000_000));
            assertThat(made.readLink(ByteName.of("menu"))).isEqualTo(ByteName.parse("caf\\xE9/"));
        }
    }

    @Test
    void fiveThousandLevelsAreMade() throws Exception {
        String deep = "d/".repeat(5_000) + "leaf";
        extended("a", records("path=" + deep), 0, new byte[0]);
        extract();
        try (Directory outermost = Directory.open(root);
                TreeCursor cursor = new TreeCursor(outermost)) {
            BytePath leaf = BytePath.of(deep);
            assertThat(cursor.go(leaf.parent()).names()).containsExactly(leaf.name());
        }
        try (Directory above = Directory.open(scratch)) {
            TreeRemoval.of(above, ByteName.of("root")); // JUnit's own way cannot
        }
        Files.createDirectory(root);
    }

    @Test
    void bytesAfterTheEndAreRefused() throws IOException {
        file("good");
        tar.finish();
        bytes.write(new byte[20_480]);
        bytes.write('x');
        assertThatThrownBy(() -> extract(bytes.toByteArray()))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("after its end");
    }
}
