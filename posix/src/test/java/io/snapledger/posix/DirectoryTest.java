package io.snapledger.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.snapledger.posix.Directory.Collision;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against the real file system; what was made is compared with what the programs of coreutils and findutils say of it. */
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

    private static ByteName name(String text) {
        return ByteName.parse(text);
    }

    private void write(String name, String content) throws IOException {
        try (RegularFile file = directory.create(name(name), 0644)) {
            byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
            file.write(bytes, 0, bytes.length);
        }
    }

    private byte[] run(String... command) throws Exception {
        Process process = new ProcessBuilder(command)
                .directory(scratch.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        byte[] output = process.getInputStream().readAllBytes();
        assertThat(process.waitFor()).as(String.join(" ", command)).isZero();
        return output;
    }

    private String said(String... command) throws Exception {
        return new String(run(command), StandardCharsets.ISO_8859_1).strip();
    }

    @Test
    void tenThousandNamesOfRandomBytesAreThoseThatFindSees() throws Exception {
        Random random = new Random(8);
        TreeSet<ByteName> made = new TreeSet<>();
        while (made.size() < 10_000) {
            byte[] bytes = new byte[1 + random.nextInt(255)];
            for (int i = 0; i < bytes.length; i++) {
                do {
                    bytes[i] = (byte) (1 + random.nextInt(255));
                } while (bytes[i] == '/');
            }
            ByteName name = ByteName.of(bytes);
            if (name.isEntry() && made.add(name)) {
                directory.create(name, 0600).close();
            }
        }
        TreeSet<ByteName> found = new TreeSet<>();
        int from = 0;
        byte[] listed = run("find", ".", "-mindepth", "1", "-printf", "%f\\0");
        for (int i = 0; i < listed.length; i++) {
            if (listed[i] == 0) {
                found.add(ByteName.of(Arrays.copyOfRange(listed, from, i)));
                from = i + 1;
            }
        }
        assertThat(found).isEqualTo(made);
        assertThat(new TreeSet<>(directory.names())).isEqualTo(made);
    }

    @Test
    void theStatusIsWhatStatSays() throws Exception {
        write("file", "content");
        Files.createLink(scratch.resolve("second"), scratch.resolve("file"));
        Files.setAttribute(scratch.resolve("file"), "unix:mode", 06755);
        Status status = directory.status(name("file"));
        assertThat(String.join(
                        " ",
                        Integer.toOctalString(status.mode()),
                        Long.toString(status.owner()),
                        Long.toString(status.group()),
                        Long.toString(status.size()),
                        Long.toString(status.blocks()),
                        Long.toString(status.links()),
                        Long.toString(status.inode()),
                        Long.toString(status.modified().seconds())))
                .isEqualTo(said("stat", "-c", "%a %u %g %s %b %h %i %Y", "file"));
        assertThat(status.type()).isEqualTo(Status.Type.REGULAR_FILE);
        assertThat(status.isSameFile(directory.status(name("second")))).isTrue();
        assertThat(status.mount()).isEqualTo(directory.status().mount());
    }

    @Test
    void aMountBelowHasANumberOfItsOwn() throws Exception {
        long proc;
        try (Directory root = Directory.open(Path.of("/"))) {
            proc = root.status(name("proc")).mount();
            assertThat(proc).isNotEqualTo(root.status().mount());
        }
    }

    @Test
    void timesAreKeptToTheNanosecondBefore1970AndAfter2262() throws Exception {
        write("file", "");
        directory.symbolicLink(name("link"), ByteName.of("no such thing"));
        directory.make(name("directory"), 0755).close();
        for (Timestamp time : List.of(
                new Timestamp(1_000_000_000, 123_456_789),
                new Timestamp(-1, 999_999_999),
                new Timestamp(-2_000_000_000, 1),
                new Timestamp(10_000_000_000L, 7))) {
            for (String name : List.of("file", "link", "directory")) {
                directory.setTimes(name(name), time);
                assertThat(directory.status(name(name)).modified()).isEqualTo(time);
            }
            assertThat(said("find", "link", "-printf", "%T@"))
                    .matches(text -> text.startsWith("-") == (time.seconds() < 0));
        }
    }

    @Test
    void aModeIsExactWhateverTheUmask() throws Exception {
        int before = Umask.set(077);
        try {
            directory.create(name("file"), 06777).close();
            directory.make(name("directory"), 03777).close();
        } finally {
            Umask.set(before);
        }
        assertThat(said("stat", "-c", "%a", "file", "directory")).isEqualTo("6777\n3777");
    }

    @Test
    void onlyARegularFileIsOpenedAndNothingIsWaitedFor() throws Exception {
        write("file", "x");
        run("mkfifo", "fifo");
        run("python3", "-c", "import socket; socket.socket(socket.AF_UNIX).bind('socket')");
        directory.make(name("directory"), 0700).close();
        directory.symbolicLink(name("link"), ByteName.of("file"));
        for (String trap : List.of("fifo", "socket", "directory", "link")) {
            assertTimeoutPreemptively(Duration.ofSeconds(5), () -> assertThatThrownBy(() -> directory.file(name(trap)))
                    .isInstanceOf(NotRegularFileException.class)
                    .hasMessageContaining(scratch + "/" + trap)
                    .hasMessageContaining("not a regular file"));
        }
        for (String trap : List.of("fifo", "socket", "directory")) {
            assertTimeoutPreemptively(Duration.ofSeconds(5), () -> assertThatThrownBy(
                            () -> RegularFile.readWhole(scratch.resolve(trap), 10))
                    .isInstanceOf(FileSystemException.class));
        }
        assertThatThrownBy(() -> RegularFile.readWhole(Path.of("/dev/zero"), 10))
                .isInstanceOf(NotRegularFileException.class)
                .hasMessageContaining("character device");
    }

    @Test
    void aDirectoryIsNotEnteredThroughALink() throws Exception {
        directory.make(name("directory"), 0700).close();
        directory.symbolicLink(name("link"), ByteName.of("directory"));
        assertThatThrownBy(() -> directory.directory(name("link"))).isInstanceOf(NotDirectoryException.class);
    }

    @Test
    void aDirectoryStaysTheOneThatWasOpenedWhateverIsPutInItsPlace() throws IOException {
        Path inside = Files.createDirectory(scratch.resolve("inside"));
        try (Directory opened = directory.directory(name("inside"))) {
            Files.move(inside, scratch.resolve("moved"));
            Files.createSymbolicLink(inside, Path.of("/tmp"));
            opened.create(name("file"), 0600).close();
        }
        assertThat(scratch.resolve("moved/file")).exists();
    }

    @Test
    void thePathOfAnOpenFileLeadsToItWhateverTakesItsName() throws IOException {
        write("name", "this");
        try (RegularFile file = directory.file(name("name"))) {
            Files.delete(scratch.resolve("name"));
            write("name", "another");

            assertThat(file.path()).hasContent("this");
        }
    }

    @Test
    void aNameNeverLeadsOutOfTheDirectory() {
        for (String trap : List.of("..", ".", "/etc/passwd", "a/b", "../x")) {
            ByteName name = name(trap);
            assertThatThrownBy(() -> directory.file(name)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> directory.create(name, 0600)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> directory.directory(name)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> directory.remove(name)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> directory.symbolicLink(name, name("x")))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void nothingIsCreatedThroughALinkOrOverWhatIsThere() throws Exception {
        directory.symbolicLink(name("dangling"), ByteName.of(scratch + "/made"));
        assertThatThrownBy(() -> directory.create(name("dangling"), 0600))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThat(scratch.resolve("made")).doesNotExist();
    }

    @Test
    void linksKeepTheirBytes() throws Exception {
        byte[] odd = {(byte) 0xff, '/', (byte) 0xfe, '\n', '/'};
        directory.symbolicLink(name("link"), ByteName.of(odd));
        directory.hardLink(name("same"), directory, name("link"));
        assertThat(directory.readLink(name("same")).bytes()).isEqualTo(odd);
        assertThat(directory.status(name("same")).links()).isEqualTo(2);
        ByteName longest = ByteName.of("x".repeat(4000));
        directory.symbolicLink(name("long"), longest);
        assertThat(directory.readLink(name("long"))).isEqualTo(longest);
    }

    @Test
    void aRenameRefusesExchangesOrReplaces() throws Exception {
        write("a", "1");
        write("b", "2");
        assertThatThrownBy(() -> directory.rename(name("a"), directory, name("b"), Collision.REFUSE))
                .isInstanceOf(FileAlreadyExistsException.class);
        directory.rename(name("a"), directory, name("b"), Collision.EXCHANGE);
        assertThat(scratch.resolve("a")).hasContent("2");
        directory.rename(name("a"), directory, name("b"), Collision.REPLACE);
        assertThat(scratch.resolve("b")).hasContent("2");
        assertThat(scratch.resolve("a")).doesNotExist();
        directory.remove(name("b"));
        assertThat(directory.names()).isEmpty();
    }

    @Test
    void anErrorIsTheOneOfJavaWithTheFileAndTheWordsOfTheSystem() throws Exception {
        assertThatThrownBy(() -> directory.file(name("none")))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining(scratch + "/none");
        assertThatThrownBy(() -> directory.make(name("x".repeat(256)), 0700))
                .isInstanceOf(SystemCallException.class)
                .hasMessageContaining("File name too long");
        directory.make(name("directory"), 0700).close();
        assertThatThrownBy(() -> directory.hardLink(name("second"), directory, name("directory")))
                .isInstanceOf(AccessDeniedException.class)
                .hasMessageContaining("Operation not permitted");
    }

    @Test
    void aFileThatIsTooLongIsNotReadWhole() throws Exception {
        write("ten", "0123456789");
        assertThat(RegularFile.readWhole(directory, name("ten"), 10)).hasSize(10);
        assertThatThrownBy(() -> RegularFile.readWhole(directory, name("ten"), 9))
                .hasMessageContaining("more than the 9 bytes");
        try (RegularFile huge = directory.create(name("huge"), 0600)) {
            huge.truncate(1_500_000_000_000L);
        }
        assertThatThrownBy(() -> RegularFile.readWhole(directory, name("huge"), 1 << 20))
                .hasMessageContaining("more than");
        assertThat(RegularFile.readWhole(Path.of("/proc/self/status"), 100_000)).isNotEmpty();
    }

    @Test
    void holesAreSeen() throws Exception {
        long far = 8L << 30;
        try (RegularFile file = directory.create(name("sparse"), 0600)) {
            file.writeAt(far, new byte[] {1, 2, 3}, 0, 3);
            file.truncate(far + (1 << 20));
            file.sync();
            assumeTrue(file.nextData(0) > 0, "this file system knows no holes");
            assertThat(file.nextData(0)).isBetween(far - 65536, far);
            assertThat(file.nextHole(0)).isZero();
            assertThat(file.nextHole(far)).isBetween(far + 3, far + 65536);
            assertThat(file.nextData(far + (1 << 19))).isEqualTo(-1);
            byte[] read = new byte[8];
            assertThat(file.readAt(far, read, 2, 3)).isEqualTo(3);
            assertThat(read).containsExactly(0, 0, 1, 2, 3, 0, 0, 0);
            assertThat(file.readAt(far + (1 << 20), read, 0, 8)).isEqualTo(-1);
        }
    }

    @Test
    void fiveThousandLevelsAreWalkedDownAndUpWithFewDescriptors() throws Exception {
        int levels = 5_000;
        ByteName name = name("d".repeat(50));
        try (Descent descent = new Descent(Directory.open(scratch))) {
            for (int i = 0; i < levels; i++) {
                descent.enter(name, descent.current().make(name, 0700));
            }
            try (var open = Files.list(Path.of("/proc/self/fd"))) {
                assertThat(open.filter(fd -> isBelow(fd, scratch))).hasSizeLessThan(100);
            }
            assertThat(descent.depth()).isEqualTo(levels);
            List<Integer> entries = new ArrayList<>();
            while (descent.depth() > 0) {
                descent.leave();
                entries.add(descent.current().names().size());
                descent.current().removeDirectory(name);
            }
            assertThat(entries).hasSize(levels).containsOnly(1);
        }
        assertThat(scratch).isEmptyDirectory();
    }

    private static boolean isBelow(Path descriptor, Path directory) {
        try {
            return Files.readSymbolicLink(descriptor).startsWith(directory);
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void whoMovesADirectoryAwayWhileSomebodyIsDeepInItLeadsHimNowhere() throws Exception {
        ByteName name = name("d");
        Path outside = Files.createDirectory(scratch.resolve("outside"));
        Path victim = Files.createDirectories(scratch.resolve("root/a/b"));
        try (Descent descent = new Descent(Directory.open(scratch.resolve("root")))) {
            descent.enter(name("a"));
            descent.enter(name("b"));
            for (int i = 0; i < 200; i++) {
                descent.enter(name, descent.current().make(name, 0700));
            }
            Files.move(victim, outside.resolve("b"));
            while (descent.depth() > 1) {
                descent.leave();
                assertThat(descent.current().toString()).doesNotContain("outside");
            }
            assertThat(descent.current().status().isSameFile(statusOf(scratch.resolve("root/a"))))
                    .isTrue();
        }
    }

    @Test
    void whereTheWayBackIsGoneTheNearestDirectoryStillInItsPlaceIsTheCurrentOne() throws Exception {
        ByteName name = name("d");
        Path outside = Files.createDirectory(scratch.resolve("outside"));
        Path x = Files.createDirectories(scratch.resolve("root/x"));
        Files.createDirectories(x.resolve("y/z"));
        try (Descent descent = new Descent(Directory.open(scratch.resolve("root")))) {
            for (String each : List.of("x", "y", "z")) {
                descent.enter(name(each));
            }
            for (int i = 0; i < 200; i++) {
                descent.enter(name, descent.current().make(name, 0700));
            }
            Files.move(x.resolve("y/z"), outside.resolve("z"));
            Files.move(x.resolve("y"), outside.resolve("y"));
            while (descent.depth() > 1) {
                descent.leave();
            }
            assertThat(descent.current().status().isSameFile(statusOf(x))).isTrue();
        }
    }

    private static Status statusOf(Path path) throws IOException {
        try (Directory directory = Directory.open(path)) {
            return directory.status();
        }
    }
}
