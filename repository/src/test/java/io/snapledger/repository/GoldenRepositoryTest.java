package io.snapledger.repository;

import static io.snapledger.repository.Samples.STORE;
import static io.snapledger.repository.Samples.attempt;
import static io.snapledger.repository.Samples.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import io.snapledger.repository.directory.DirectoryBackend;
import io.snapledger.repository.format.ChunkSizes;
import io.snapledger.repository.keys.KeyRing;
import io.snapledger.repository.keys.KeyWrap;
import io.snapledger.repository.keys.RecipientKey;
import io.snapledger.repository.keys.StoreKey;
import io.snapledger.repository.memory.MemoryStaging;
import io.snapledger.repository.protocol.BaseChoice;
import io.snapledger.repository.protocol.RepositoryProtocol;
import io.snapledger.repository.read.SnapshotReader;
import io.snapledger.repository.write.BaseIndex;
import io.snapledger.repository.write.SnapshotWriter;
import io.snapledger.repository.write.WriterOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** What was stored once can be restored for ever: a golden repository is never changed, a new form is a new directory. */
class GoldenRepositoryTest {

    private static final Path GOLDEN = Path.of("src/test/resources/golden/repository-1");
    private static final Path KEY = Path.of("src/test/resources/golden/repository-1.key.txt");

    @TempDir
    Path directory;

    @Test
    void everySnapshotOfTheGoldenRepositoryIsRestoredWithTheRecoveryKey() throws Exception {
        BackendRepository repository = new BackendRepository("main", DirectoryBackend.open(copy(), false));
        KeyRing recovery = new KeyRing(
                List.of(RecipientKey.parse(KEY.toString(), Files.readString(KEY).strip())));

        assertThat(streams(repository, recovery, 1)).isEqualTo(named(streams(1)));
        assertThat(streams(repository, recovery, 2)).isEqualTo(named(streams(2)));
    }

    @Test
    void aStrangerReadsItToo() throws Exception {
        StrangersDecoder stranger = new StrangersDecoder(copy(), Files.readString(KEY));

        for (int n : List.of(1, 2)) {
            Map<String, byte[]> found = stranger.restore("shop", snapshot(n).value());
            assertThat(named(found)).isEqualTo(named(streams(n)));
        }
    }

    @Test
    void everyStateOfADecisionIsRead() throws Exception {
        BackendRepository repository = new BackendRepository("main", DirectoryBackend.open(copy(), false));

        assertThat(decision(repository, 1)).isInstanceOf(Decision.Committed.class);
        assertThat(decision(repository, 1).revision())
                .as("expired and undeleted")
                .isEqualTo(3);
        assertThat(decision(repository, 2)).isInstanceOf(Decision.Expired.class);
        assertThat(decision(repository, 3)).isInstanceOf(Decision.Aborted.class);
        assertThat(decision(repository, 4)).isInstanceOf(Decision.Deleted.class);
        assertThat(decision(repository, 2).content().owners()).hasSize(1);
        assertThat(decision(repository, 1).content().external()).hasSize(1);
    }

    private static Decision decision(BackendRepository repository, int n) {
        return repository.decision(STORE, snapshot(n)).orElseThrow();
    }

    private static Map<String, String> streams(BackendRepository repository, KeyRing ring, int n) throws Exception {
        Map<String, String> found = new LinkedHashMap<>();
        SnapshotReader reader = SnapshotReader.open(repository, decision(repository, n), ring);
        for (String name : streams(n).keySet()) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            reader.stream(name).transferTo(bytes);
            found.put(name, digest(bytes.toByteArray()));
        }
        return found;
    }

    private static Map<String, String> named(Map<String, byte[]> streams) {
        Map<String, String> digests = new LinkedHashMap<>();
        streams.forEach((name, bytes) -> digests.put(name, digest(bytes)));
        return digests;
    }

    private static String digest(byte[] bytes) {
        return io.snapledger.repository.format.Sha256.hex(bytes);
    }

    private static Map<String, byte[]> streams(int n) {
        Map<String, byte[]> streams = new LinkedHashMap<>();
        streams.put("globals.sql", Samples.text(300, 1));
        streams.put("shop.dump", Samples.text(20_000, n == 2 ? 20 : 2));
        streams.put("noise", Samples.noise(12_000, 3));
        streams.put("empty", new byte[0]);
        return streams;
    }

    /** The golden files have the modes that a checkout gives them; a repository is private. */
    private Path copy() throws IOException {
        Path copy = directory.resolve("copy");
        try (Stream<Path> all = Files.walk(GOLDEN)) {
            for (Path file : all.toList()) {
                Path to = copy.resolve(GOLDEN.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(to);
                } else {
                    Files.copy(file, to);
                }
            }
        }
        return copy;
    }

    /** With -Dsnapledger.write=golden: makes the golden repository if there is none; never touches one that is there. */
    @Test
    @EnabledIfSystemProperty(named = "snapledger.write", matches = "golden")
    void writeIt() throws Exception {
        assertThat(GOLDEN).doesNotExist();
        SecureRandom random = new SecureRandom();
        RecipientKey recovery = RecipientKey.generate(random);
        DirectoryBackend backend = DirectoryBackend.open(Files.createDirectories(GOLDEN), true);
        BackendRepository repository = new BackendRepository("main", backend);
        repository.initialise("golden", random, Clock.systemUTC());
        StoreKey key = StoreKey.random(random);
        repository.addWrappedKey(KeyWrap.wrap(STORE, key, Samples.SERVICE.recipient()));
        repository.addWrappedKey(KeyWrap.wrap(STORE, key, recovery.recipient()));
        RepositoryProtocol protocol = new RepositoryProtocol(backend, InstantSource.fixed(Samples.NOW));
        backUp(repository, protocol, key, 1);
        backUp(repository, protocol, key, 2);
        protocol.expire(STORE, snapshot(1), "keep.last=1");
        protocol.undelete(STORE, snapshot(1));
        protocol.expire(STORE, snapshot(2), "keep.last=1");
        protocol.abort(Samples.subject(snapshot(3)), "deadline: 3 attempts failed");
        backUp(repository, protocol, key, 4);
        protocol.expire(STORE, snapshot(4), "keep.last=1");
        protocol.delete(STORE, snapshot(4));
        Files.writeString(KEY, recovery.text() + "\n");
    }

    private void backUp(BackendRepository repository, RepositoryProtocol protocol, StoreKey key, int n)
            throws Exception {
        Optional<Decision.Committed> base = BaseChoice.pinned(List.of(repository), STORE, key.epoch(), snapshot(n));
        MemoryStaging staging = new MemoryStaging();
        try (BaseIndex index = base.isEmpty()
                        ? BaseIndex.none()
                        : BaseIndex.build(repository, base.get(), key, directory.resolve("base-" + n));
                SnapshotWriter writer = SnapshotWriter.open(
                        STORE,
                        snapshot(n),
                        attempt(n),
                        key,
                        index,
                        staging,
                        new WriterOptions(ChunkSizes.STANDARD, 2, 2, 1 << 20))) {
            for (Map.Entry<String, byte[]> stream : streams(n).entrySet()) {
                try (OutputStream out = writer.stream(stream.getKey())) {
                    out.write(stream.getValue());
                }
            }
            protocol.commit(
                    Samples.subject(snapshot(n)),
                    Samples.content(attempt(n), writer.seal(Samples.facts(snapshot(n)))),
                    staging);
        }
    }
}
