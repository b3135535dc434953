package io.snapledger.repository;

import static io.snapledger.repository.Samples.STORE;
import static io.snapledger.repository.Samples.attempt;
import static io.snapledger.repository.Samples.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import io.snapledger.repository.directory.DirectoryBackend;
import io.snapledger.repository.format.ChunkSizes;
import io.snapledger.repository.keys.StoreKey;
import io.snapledger.repository.memory.MemoryStaging;
import io.snapledger.repository.protocol.BaseChoice;
import io.snapledger.repository.protocol.CommitDecider;
import io.snapledger.repository.protocol.RepositoryProtocol;
import io.snapledger.repository.write.BaseIndex;
import io.snapledger.repository.write.SealedSnapshot;
import io.snapledger.repository.write.SnapshotWriter;
import io.snapledger.repository.write.WriterOptions;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/repository-format.md is enough: a reader written from it alone gets every stream back. */
class StrangersDecoderTest {

    @TempDir
    Path directory;

    private final StoreKey key = StoreKey.random(new SecureRandom());

    @Test
    void aStrangerWithTheRecoveryKeyAndTheDocumentReadsEverySnapshot() throws Exception {
        Path root = directory.resolve("repository");
        DirectoryBackend backend = DirectoryBackend.open(root, true);
        Map<String, byte[]> first = new LinkedHashMap<>();
        first.put("globals.sql", Samples.text(300, 1));
        first.put("shop.dump", Samples.text(3_000_000, 2));
        first.put("noise", Samples.noise(1_500_000, 3));
        first.put("empty", new byte[0]);
        Map<String, byte[]> second = new LinkedHashMap<>(first);
        byte[] changed = first.get("noise").clone();
        changed[700_000] ^= 1;
        second.put("noise", changed);

        backUp(backend, 1, first);
        SealedSnapshot sealed = backUp(backend, 2, second);

        assertThat(sealed.owners()).hasSize(1);
        StrangersDecoder stranger = new StrangersDecoder(root, "words around it\n" + Samples.RECOVERY.text() + "\n");
        assertSame(stranger.restore("shop", snapshot(1).value()), first);
        assertSame(stranger.restore("shop", snapshot(2).value()), second);
    }

    private static void assertSame(Map<String, byte[]> found, Map<String, byte[]> expected) {
        assertThat(found.keySet()).containsExactlyElementsOf(expected.keySet());
        expected.forEach((name, bytes) ->
                assertThat(Arrays.equals(found.get(name), bytes)).as(name).isTrue());
    }

    private SealedSnapshot backUp(DirectoryBackend backend, int n, Map<String, byte[]> streams) throws Exception {
        BackendRepository repository = new BackendRepository("main", backend);
        Samples.wrap(repository, key);
        Decision.Committed base = BaseChoice.pinned(List.of(repository), STORE, key.epoch(), snapshot(n))
                .orElse(null);
        MemoryStaging staging = new MemoryStaging();
        try (BaseIndex index = base == null
                        ? BaseIndex.none()
                        : BaseIndex.build(repository, base, key, directory.resolve("base"));
                SnapshotWriter writer = SnapshotWriter.open(
                        STORE,
                        snapshot(n),
                        attempt(n),
                        key,
                        index,
                        staging,
                        new WriterOptions(ChunkSizes.STANDARD, 2, 2, 1 << 20))) {
            for (Map.Entry<String, byte[]> stream : streams.entrySet()) {
                try (OutputStream out = writer.stream(stream.getKey())) {
                    out.write(stream.getValue());
                }
            }
            SealedSnapshot sealed = writer.seal(Samples.facts(snapshot(n)));
            assertThat(new RepositoryProtocol(backend, InstantSource.fixed(Samples.NOW))
                            .commit(Samples.subject(snapshot(n)), Samples.content(attempt(n), sealed), staging))
                    .isInstanceOf(CommitDecider.Outcome.Won.class);
            return sealed;
        }
    }
}
