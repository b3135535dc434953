package io.snapledger.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.snapledger.events.Identities;
import io.snapledger.events.SnapshotOrder;
import io.snapledger.repository.BackendRepository;
import io.snapledger.repository.Decision;
import io.snapledger.repository.SnapshotId;
import io.snapledger.repository.StoreName;
import io.snapledger.repository.directory.DirectoryBackend;
import io.snapledger.repository.format.ChunkSizes;
import io.snapledger.repository.keys.KeyWrap;
import io.snapledger.repository.keys.RecipientKey;
import io.snapledger.repository.keys.StoreKey;
import io.snapledger.repository.memory.SnapshotCommit;
import io.snapledger.repository.write.WriterOptions;
import io.snapledger.stores.DumpRequest;
import io.snapledger.stores.EngineContext;
import io.snapledger.stores.SnapshotContent;
import io.snapledger.stores.StoreDefinition;
import io.snapledger.stores.StoreEngine;
import io.snapledger.stores.StoreEngines;
import io.snapledger.stores.command.LocalCommandRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A directory tree, backed up into a real repository by the real engine and writer. */
final class SampleRepository {

    private static final Instant DUE = Instant.parse("2026-11-21T00:00:00Z");
    private static final StoreName STORE = new StoreName("project");

    final Path directory;
    final Path keyFile;
    final Path wrongKeyFile;
    final SnapshotId snapshot;

    private SampleRepository(Path directory, Path keyFile, Path wrongKeyFile, SnapshotId snapshot) {
        this.directory = directory;
        this.keyFile = keyFile;
        this.wrongKeyFile = wrongKeyFile;
        this.snapshot = snapshot;
    }

    static SampleRepository of(Path tree, Path work) throws Exception {
        RecipientKey recovery = RecipientKey.generate(new SecureRandom());
        Path keyFile = keyFile(work.resolve("recovery-key"), recovery);
        Path wrong = keyFile(work.resolve("wrong-key"), RecipientKey.generate(new SecureRandom()));
        Path directory = work.resolve("repository");
        DirectoryBackend backend = DirectoryBackend.open(directory, true);
        BackendRepository repository = new BackendRepository("main", backend);
        repository.initialise("test", new SecureRandom(), Clock.systemUTC());
        StoreKey key = StoreKey.random(new SecureRandom());
        repository.addWrappedKey(KeyWrap.wrap(STORE, key, recovery.recipient()));
        repository.addWrappedKey(KeyWrap.wrap(
                STORE, key, RecipientKey.generate(new SecureRandom()).recipient()));
        String backup = Identities.scheduledBackup("test", "nightly", DUE);
        SnapshotId snapshot = new SnapshotId(Identities.snapshot(backup, "test", "project"));
        Decision.Subject subject = new Decision.Subject(
                "test",
                new SnapshotOrder(
                        backup,
                        snapshot.value(),
                        "nightly",
                        STORE.value(),
                        "files",
                        List.of("main"),
                        List.of("project"),
                        DUE,
                        null));
        try (LocalCommandRunner commands = new LocalCommandRunner(work.resolve("tools"))) {
            StoreEngine engine = StoreEngines.load(new EngineContext(commands, Clock.systemUTC()))
                    .of("files");
            StoreDefinition store = new StoreDefinition("project", "files", Map.of("path", tree.toString()));
            Instant deadline = Instant.now(Clock.systemUTC()).plus(Duration.ofMinutes(5));
            SnapshotCommit.of(backend, subject, key, new WriterOptions(ChunkSizes.STANDARD, 2, 2, 1 << 20), writer -> {
                SnapshotContent content = engine.dump(new DumpRequest(store, deadline), writer::stream)
                        .content();
                return new SnapshotCommit.Dumped(
                        content.toolVersion(), content.serverVersion(), new ObjectMapper().valueToTree(content));
            });
        }
        return new SampleRepository(directory, keyFile, wrong, snapshot);
    }

    /** A key file as it must be: nobody else may read it. */
    static Path keyFile(Path file, RecipientKey key) throws IOException {
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return Files.writeString(file, key.text());
    }

    /** Segment files, the first one holds data. */
    List<Path> segments() throws Exception {
        try (var files = Files.walk(directory.resolve("segments"))) {
            return files.filter(file -> file.getFileName().toString().matches("[0-9]+"))
                    .sorted()
                    .toList();
        }
    }
}
