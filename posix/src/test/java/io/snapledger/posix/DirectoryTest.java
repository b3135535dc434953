package io.snapledger.posix;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Against the real file system; what was made is looked at by Java or by the machine's own tools. */
@Timeout(60)
class DirectoryTest {

    @TempDir
    Path scratch;

    private Directory directory;

    @BeforeEach
    void open() throws IOException {
        directory = Directory.open(scratch);
    }

    @AfterEach
    void close() {
        directory.close();
    }

    @Test
    void anyBytesAreANameAndComeBackAsTheyWere() throws IOException {
        Random random = new Random(3);
        Set<ByteName> made = new TreeSet<>();
        while (made.size() < 2000) {
            byte[] bytes = new byte[1 + random.nextInt(60)];
            random.nextBytes(bytes);
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = bytes[i] == 0 || bytes[i] == '/' ? (byte) 0xff : bytes[i];
            }
            ByteName name = ByteName.of(bytes);
            if (name.isEntry() && made.add(name)) {
                directory.create(name, 0600).close();
            }
        }
        assertThat(new TreeSet<>(directory.names())).isEqualTo(made);
        assertThat(made).allMatch(name -> ByteName.parse(name.text()).equals(name));
    }

    @Test
    void whatIsNoRegularFileIsRefusedAtOnceWithItsKind() throws Exception {
        Files.createDirectory(scratch.resolve("directory"));
        Files.createSymbolicLink(scratch.resolve("link"), Path.of("/etc/passwd"));
        assertThat(new ProcessBuilder("mkfifo", scratch.resolve("fifo").toString())
                        .start()
                        .waitFor())
                .isZero();
        assertThatThrownBy(() -> directory.file(ByteName.of("directory"))).hasMessageContaining("directory");
        assertThatThrownBy(() -> directory.file(ByteName.of("link"))).hasMessageContaining("symbolic link");
        assertThatThrownBy(() -> directory.file(ByteName.of("fifo")))
                .isInstanceOf(NotRegularFileException.class)
                .hasMessageContaining("fifo");
        assertThatThrownBy(() -> RegularFile.readWhole(scratch.resolve("fifo"), 10))
                .isInstanceOf(NotRegularFileException.class);
        assertThatThrownBy(() -> RegularFile.readWhole(Path.of("/dev/zero"), 10))
                .isInstanceOf(NotRegularFileException.class);
    }

    @Test
    void thePathOfAnOpenFileLeadsToItWhateverTakesItsName() throws IOException {
        Files.writeString(scratch.resolve("name"), "this");
        try (RegularFile file = directory.file(ByteName.of("name"))) {
            Files.delete(scratch.resolve("name"));
            Files.writeString(scratch.resolve("name"), "another");

            assertThat(file.path()).hasContent("this");
        }
    }

    @Test
    void aLinkIsNoDirectory() throws IOException {
        Files.createSymbolicLink(scratch.resolve("link"), Path.of("/etc"));
        assertThatThrownBy(() -> directory.directory(ByteName.of("link"))).isInstanceOf(NotDirectoryException.class);
    }

    @Test
    void whatIsReadWholeHasALimit() throws IOException {
        Files.writeString(scratch.resolve("short"), "0123456789");
        assertThat(RegularFile.readWhole(directory, ByteName.of("short"), 10)).isEqualTo("0123456789".getBytes(UTF_8));
        assertThatThrownBy(() -> RegularFile.readWhole(directory, ByteName.of("short"), 9))
                .isInstanceOf(FileSystemException.class)
                .hasMessageContaining("9 bytes");
        try (RegularFile huge = directory.create(ByteName.of("huge"), 0600)) {
            huge.truncate(1L << 31);
        }
        assertThatThrownBy(() -> RegularFile.readWhole(directory, ByteName.of("huge"), 1000))
                .hasMessageContaining("1000 bytes");
    }

    @Test
    void modesAreExactAndTimesHaveNanosecondsBefore1970AndAfter2262() throws IOException {
        for (Timestamp time : new Timestamp[] {
            new Timestamp(-123_456_789, 987_654_321), new Timestamp(10_000_000_000L, 1), new Timestamp(0, 100)
        }) {
            ByteName name = ByteName.of("file" + time.seconds());
            try (RegularFile file = directory.create(name, 04751)) {
                file.setTimes(time);
            }
            assertThat(directory.status(name).mode()).isEqualTo(04751);
            assertThat(directory.status(name).modified()).isEqualTo(time);
        }
        ByteName link = ByteName.of("link");
        directory.symbolicLink(link, ByteName.of(new byte[] {'a', (byte) 0xfe, '/'}));
        directory.setTimes(link, new Timestamp(5, 6));
        assertThat(directory.status(link).modified()).isEqualTo(new Timestamp(5, 6));
        assertThat(directory.readLink(link)).isEqualTo(ByteName.of(new byte[] {'a', (byte) 0xfe, '/'}));
        try (Directory made = directory.make(ByteName.of("made"), 01777)) {
            assertThat(made.status().mode()).isEqualTo(01777);
        }
    }

    @Test
    void holesAreFound() throws IOException {
        try (RegularFile file = directory.create(ByteName.of("sparse"), 0600)) {
            file.truncate(10 << 20);
            file.writeAt(5 << 20, new byte[] {1}, 0, 1);
            long data = file.nextData(0);
            assertThat(data).isBetween(1L << 20, 5L << 20);
            assertThat(file.nextHole(data)).isBetween((5L << 20) + 1, 6L << 20);
            assertThat(file.nextData(6 << 20)).isEqualTo(-1);
        }
    }

    @Test
    void namesAreExchangedAndNeverReplacedUnasked() throws IOException {
        Files.writeString(scratch.resolve("a"), "a");
        Files.writeString(scratch.resolve("b"), "b");
        ByteName a = ByteName.of("a");
        ByteName b = ByteName.of("b");
        assertThatThrownBy(() -> directory.rename(a, directory, b, Directory.Collision.REFUSE))
                .isInstanceOf(FileAlreadyExistsException.class);
        directory.rename(a, directory, b, Directory.Collision.EXCHANGE);
        assertThat(Files.readString(scratch.resolve("a"))).isEqualTo("b");
        directory.rename(a, directory, b, Directory.Collision.REPLACE);
        assertThat(Files.readString(scratch.resolve("b"))).isEqualTo("b");
        assertThat(Files.exists(scratch.resolve("a"), LinkOption.NOFOLLOW_LINKS))
                .isFalse();
    }

    @Test
    void aDirectoryStaysTheOneThatWasOpenedWhateverIsPutInItsPlace() throws IOException {
        Path inside = Files.createDirectory(scratch.resolve("inside"));
        try (Directory opened = directory.directory(ByteName.of("inside"))) {
            Files.move(inside, scratch.resolve("moved"));
            Files.createSymbolicLink(inside, Path.of("/tmp"));
            opened.create(ByteName.of("file"), 0600).close();
        }
        assertThat(scratch.resolve("moved/file")).exists();
    }

    @Test
    void errorsAreThoseOfJavaAndNameTheFile() {
        assertThatThrownBy(() -> directory.file(ByteName.of("none")))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining(scratch + "/none");
        assertThatThrownBy(() -> directory.remove(ByteName.of("none"))).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> directory.create(ByteName.of("a".repeat(256)), 0600))
                .isInstanceOf(SystemCallException.class)
                .isNotInstanceOf(AccessDeniedException.class);
        assertThatThrownBy(() -> directory.file(ByteName.of("../x"))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aDescentGoesDeeperThanAnyPathAndComesBack() throws IOException {
        ByteName name = ByteName.of("d".repeat(200));
        try (Descent descent = new Descent(Directory.open(scratch))) {
            for (int i = 0; i < 300; i++) {
                descent.enter(name, descent.current().make(name, 0700));
            }
            assertThat(descent.depth()).isEqualTo(300);
            while (descent.depth() > 0) {
                descent.leave();
                descent.current().removeDirectory(name);
            }
        }
        assertThat(scratch).isEmptyDirectory();
    }
}
