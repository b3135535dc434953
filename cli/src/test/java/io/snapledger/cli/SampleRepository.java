package io.snapledger.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.snapledger.events.Identities;
import io.snapledger.repository.AttemptId;
import io.snapledger.repository.BackendRepository;
import io.snapledger.repository.Decision;
import io.snapledger.repository.ObjectSource;
import io.snapledger.repository.SegmentId;
import io.snapledger.repository.SnapshotId;
import io.snapledger.repository.StoreName;
import io.snapledger.repository.directory.DirectoryBackend;
import io.snapledger.repository.format.ChunkSizes;
import io.snapledger.repository.keys.KeyWrap;
import io.snapledger.repository.keys.RecipientKey;
import io.snapledger.repository.keys.StoreKey;
import io.snapledger.repository.protocol.CommitDecider;
import io.snapledger.repository.protocol.RepositoryProtocol;
import io.snapledger.repository.protocol.StagedSegments;
import io.snapledger.repository.write.BaseIndex;
import io.snapledger.repository.write.ManifestFacts;
import io.snapledger.repository.write.SealedSnapshot;
import io.snapledger.repository.write.SegmentSink;
import io.snapledger.repository.write.SnapshotWriter;
import io.snapledger.repository.write.WriterOptions;
import io.snapledger.stores.DumpReport;
import io.snapledger.stores.DumpRequest;
import io.snapledger.stores.EngineContext;
import io.snapledger.stores.StoreDefinition;
import io.snapledger.stores.StoreEngines;
import io.snapledger.stores.command.LocalCommandRunner;
import java.io.ByteArrayOutputStream;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

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
        Path keyFile = Files.writeString(work.resolve("recovery-key"), recovery.text());
        Path wrong = Files.writeString(
                work.resolve("wrong-key"),
                RecipientKey.generate(new SecureRandom()).text());
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
        AttemptId attempt = AttemptId.of(1, 42);
        Staging staging = new Staging();
        try (LocalCommandRunner commands = new LocalCommandRunner(work.resolve("tools"));
                SnapshotWriter writer = SnapshotWriter.open(
                        STORE,
                        snapshot,
                        attempt,
                        key,
                        BaseIndex.none(),
                        staging,
                        new WriterOptions(ChunkSizes.STANDARD, 2, 2, 1 << 20))) {
            StoreDefinition store = new StoreDefinition("project", "files", Map.of("path", tree.toString()));
            DumpReport report = StoreEngines.load(new EngineContext(commands, Clock.systemUTC()))
                    .of("files")
                    .dump(
                            new DumpRequest(
                                    store, Instant.now(Clock.systemUTC()).plus(Duration.ofMinutes(5))),
                            writer::stream);
            SealedSnapshot sealed = writer.seal(facts(backup, report));
            CommitDecider.Outcome outcome = new RepositoryProtocol(backend, Clock.systemUTC())
                    .commit(subject(backup, snapshot), content(attempt, sealed, report), staging);
            if (!(outcome instanceof CommitDecider.Outcome.Won)) {
                throw new AssertionError("not committed: " + outcome);
            }
        }
        return new SampleRepository(directory, keyFile, wrong, snapshot);
    }

    private static ManifestFacts facts(String backup, DumpReport report) {
        return new ManifestFacts(
                "test",
                backup,
                "nightly",
                "files",
                DUE,
                List.of("project"),
                DUE.plusSeconds(1),
                DUE.plusSeconds(2),
                report.content().toolVersion(),
                report.content().serverVersion(),
                "0.1.0",
                List.of(),
                List.of(),
                Map.of(),
                new ObjectMapper().valueToTree(report.content()));
    }

    private static Decision.Subject subject(String backup, SnapshotId snapshot) {
        return new Decision.Subject("test", STORE, snapshot, backup, "nightly", "files", DUE, List.of("project"));
    }

    private static Decision.Content content(AttemptId attempt, SealedSnapshot sealed, DumpReport report) {
        return new Decision.Content(
                attempt,
                sealed.epoch(),
                sealed.manifest(),
                sealed.segmentList(),
                sealed.owners(),
                sealed.segments(),
                sealed.bytesRead(),
                sealed.bytesStored(),
                DUE.plusSeconds(1),
                DUE.plusSeconds(2),
                report.content().toolVersion(),
                report.content().serverVersion(),
                null);
    }

    /** Segment files, the first one holds data. */
    List<Path> segments() throws Exception {
        try (var files = Files.walk(directory.resolve("segments"))) {
            return files.filter(file -> file.getFileName().toString().matches("[0-9]+"))
                    .sorted()
                    .toList();
        }
    }

    /** A worker's staging in memory. */
    private static final class Staging implements SegmentSink, StagedSegments {

        private final Map<Integer, byte[]> segments = new TreeMap<>();
        private byte[] list;
        private ByteArrayOutputStream open;

        @Override
        public synchronized WritableByteChannel begin(int number) {
            open = new ByteArrayOutputStream();
            return Channels.newChannel(open);
        }

        @Override
        public synchronized void staged(int number, long length, String sha256) {
            segments.put(number, open.toByteArray());
        }

        @Override
        public synchronized void list(byte[] text, String sha256) {
            list = text;
        }

        @Override
        public synchronized Optional<ObjectSource> segment(SegmentId segment, long length, String sha256) {
            return Optional.ofNullable(segments.get(segment.number())).map(ObjectSource::bytes);
        }

        @Override
        public synchronized Optional<ObjectSource> list(SegmentId anyOfAttempt, long length, String sha256) {
            return Optional.ofNullable(list).map(ObjectSource::bytes);
        }
    }
}
