package io.snapledger.repository.directory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snapledger.posix.ByteName;
import io.snapledger.posix.Directory;
import io.snapledger.posix.RegularFile;
import io.snapledger.repository.BackendContext;
import io.snapledger.repository.DigestMismatchException;
import io.snapledger.repository.ObjectSource;
import io.snapledger.repository.PutOutcome;
import io.snapledger.repository.RepositoryBackend;
import io.snapledger.repository.RepositoryBackendContract;
import io.snapledger.repository.RepositoryException;
import io.snapledger.repository.RepositoryFullException;
import io.snapledger.repository.RepositoryKinds;
import io.snapledger.repository.RepositoryReadOnlyException;
import io.snapledger.repository.Samples;
import io.snapledger.repository.format.Sha256;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryBackendTest extends RepositoryBackendContract {

    @TempDir
    Path directory;

    private Path root;
    private Path staged;
    private final byte[] content = Samples.noise(200_000, 5);
    private RepositoryBackend backend;

    @BeforeEach
    void open() throws IOException {
        root = directory.resolve("repository");
        staged = Files.write(directory.resolve("staged"), content);
        backend = DirectoryBackend.open(root, true);
    }

    @Override
    protected RepositoryBackend backend() {
        return backend;
    }

    @Test
    void aStagedFileIsLinkedWithoutACopy() throws IOException {
        assertThat(backend.create("s/1", ObjectSource.file(staged, content.length, Sha256.hex(content))))
                .isEqualTo(PutOutcome.CREATED);

        assertThat(Files.getAttribute(root.resolve("s/1"), "unix:ino"))
                .isEqualTo(Files.getAttribute(staged, "unix:ino"));
        assertThat(backend.create("s/1", ObjectSource.file(staged, content.length, Sha256.hex(content))))
                .isEqualTo(PutOutcome.EXISTS);
    }

    @Test
    void aStagedFileOfAnotherFileSystemIsCopied() throws IOException {
        RepositoryBackend elsewhere = DirectoryBackend.open(root, true, new Recording(true));

        assertThat(elsewhere.create("s/1", ObjectSource.file(staged, content.length, Sha256.hex(content))))
                .isEqualTo(PutOutcome.CREATED);

        assertThat(Files.getAttribute(root.resolve("s/1"), "unix:ino"))
                .isNotEqualTo(Files.getAttribute(staged, "unix:ino"));
        assertThat(Files.readAllBytes(root.resolve("s/1"))).isEqualTo(content);
    }

    @Test
    void aStagedFileThatWasChangedIsRefusedThoughALinkWouldDo() throws IOException {
        ObjectSource source = ObjectSource.file(staged, content.length, Sha256.hex(content));
        content[100_000] ^= 1;
        Files.write(staged, content);

        assertThatThrownBy(() -> backend.create("s/1", source)).isInstanceOf(DigestMismatchException.class);

        assertThat(root.resolve("s/1")).doesNotExist();
    }

    @Test
    void anObjectIsDurableBeforeItHasItsNameAndItsNameBeforeItIsReported() {
        Recording recording = new Recording(false);
        RepositoryBackend recorded = DirectoryBackend.open(root, true, recording);

        recorded.create("a/b", ObjectSource.bytes("x".getBytes(UTF_8)));

        assertThat(recording.calls)
                .containsExactly("sync file", "sync directory repository", "link b", "sync directory a");

        recording.calls.clear();
        recorded.create("a/c", ObjectSource.file(staged, content.length, Sha256.hex(content)));
        assertThat(recording.calls).containsExactly("sync file", "link c", "sync directory a");

        recording.calls.clear();
        recorded.replace("a/b", recorded.get("a/b", 10).orElseThrow().version(), new byte[2]);
        assertThat(recording.calls).containsExactly("sync file", "rename b", "sync directory a");
    }

    @Test
    void noTemporaryFileIsLeft() throws IOException {
        backend.create("a/b", ObjectSource.bytes(content));
        backend.create("a/b", ObjectSource.bytes(content));
        backend.replace("a/b", backend.get("a/b", content.length).orElseThrow().version(), new byte[2]);

        try (Stream<Path> left = Files.list(root.resolve(".tmp"))) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void emptyDirectoriesOfDeletedObjectsGo() {
        backend.create("segments/a/b/c", ObjectSource.bytes(content));

        backend.delete("segments/a/b/c");

        assertThat(root.resolve("segments")).isEmptyDirectory();
    }

    @Test
    void aFullDiskIsToldAsSuch() {
        assertThat(Failures.of("write x", root, new FileSystemException("x", null, "No space left on device")))
                .isInstanceOf(RepositoryFullException.class)
                .hasMessageContaining("HINT: make room");
    }

    @Test
    void aReadOnlyDirectoryIsToldAsSuch() {
        assertThat(Failures.of("write x", root, new FileSystemException("x", null, "Read-only file system")))
                .isInstanceOf(RepositoryReadOnlyException.class);
    }

    @Test
    void anUnmountedDiskIsNotTakenForAnEmptyRepository() throws IOException {
        backend.create("decisions/a", ObjectSource.bytes(content));
        Files.move(root, directory.resolve("unmounted"));
        Files.createDirectory(root);

        assertThatThrownBy(() -> backend.get("decisions/a", 10))
                .isInstanceOf(RepositoryException.Transient.class)
                .hasMessageContaining("mounted");
    }

    @Test
    void theKindIsFoundByItsName() {
        Map<String, String> settings = Map.of("kind", "directory", "path", root.toString());

        RepositoryKinds kinds = RepositoryKinds.onClassPath();
        BackendContext context = BackendContext.writing(Clock.systemUTC());

        try (RepositoryBackend found = kinds.open("main", settings, context)) {
            assertThat(found.description()).isEqualTo("directory " + root);
        }
        assertThatThrownBy(() -> kinds.open("main", Map.of("kind", "directry"), context))
                .hasMessageContaining("snapledger.repositories.main.kind is 'directry' (did you mean 'directory'?)");
        assertThatThrownBy(() -> kinds.open("main", Map.of("kind", "directory", "paht", "x"), context))
                .hasMessageContainingAll(
                        "snapledger.repositories.main (directory)",
                        "'path' is missing",
                        "unknown setting 'paht' (did you mean 'path'?)");
    }

    @Test
    void anAddressIsAPathOrSaysItsKind() {
        RepositoryKinds kinds = RepositoryKinds.onClassPath();

        for (String address : List.of(root.toString(), "directory:" + root, "directory://" + root)) {
            assertThat(kinds.address(address).directory()).as(address).contains(root);
        }
        assertThat(kinds.address("./odd:name").directory()).contains(Path.of("./odd:name"));
        assertThatThrownBy(() -> kinds.address("directry:///mnt"))
                .hasMessageContainingAll("directry", "did you mean 'directory'?");
    }

    @Test
    void whoOnlyReadsMakesNoDirectory() {
        Path none = directory.resolve("none");

        assertThatThrownBy(() -> RepositoryKinds.onClassPath()
                        .address(none.toString())
                        .open(BackendContext.reading(Clock.systemUTC())))
                .isInstanceOf(RepositoryException.Permanent.class);

        assertThat(none).doesNotExist();
    }

    /** Notes the calls whose order counts, and does them. */
    private static final class Recording implements Durability {

        private final List<String> calls = new ArrayList<>();
        private final boolean anotherFileSystem;

        private Recording(boolean anotherFileSystem) {
            this.anotherFileSystem = anotherFileSystem;
        }

        @Override
        public void syncFile(RegularFile file) throws IOException {
            calls.add("sync file");
            REAL.syncFile(file);
        }

        @Override
        public void syncDirectory(Directory directory) throws IOException {
            calls.add("sync directory " + nameOf(directory));
            REAL.syncDirectory(directory);
        }

        @Override
        public void link(Directory to, ByteName name, Directory from, ByteName existing) throws IOException {
            calls.add("link " + name);
            if (anotherFileSystem && !nameOf(from).equals(".tmp")) {
                throw new FileSystemException(name.toString(), existing.toString(), "Invalid cross-device link");
            }
            REAL.link(to, name, from, existing);
        }

        @Override
        public void rename(Directory from, ByteName existing, Directory to, ByteName name) throws IOException {
            calls.add("rename " + name);
            REAL.rename(from, existing, to, name);
        }

        private static String nameOf(Directory directory) {
            return Path.of(directory.toString()).getFileName().toString();
        }
    }
}
