package io.snapledger.repository;

import static io.snapledger.repository.Samples.RING;
import static io.snapledger.repository.Samples.STORE;
import static io.snapledger.repository.Samples.attempt;
import static io.snapledger.repository.Samples.noise;
import static io.snapledger.repository.Samples.snapshot;
import static io.snapledger.repository.Samples.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snapledger.repository.format.ChunkSizes;
import io.snapledger.repository.keys.StoreKey;
import io.snapledger.repository.memory.MemoryBackend;
import io.snapledger.repository.memory.MemoryStaging;
import io.snapledger.repository.protocol.BaseChoice;
import io.snapledger.repository.protocol.CommitDecider;
import io.snapledger.repository.protocol.RepositoryProtocol;
import io.snapledger.repository.read.SnapshotReader;
import io.snapledger.repository.write.BaseIndex;
import io.snapledger.repository.write.SealedSnapshot;
import io.snapledger.repository.write.SnapshotWriter;
import io.snapledger.repository.write.WriterOptions;
import java.io.InputStream;
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

class SnapshotRoundTripTest {

    private static final WriterOptions SMALL_SEGMENTS = new WriterOptions(ChunkSizes.STANDARD, 2, 2, 1 << 20);

    @TempDir
    Path directory;

    private final MemoryBackend backend = new MemoryBackend();
    private final BackendRepository repository = new BackendRepository("main", backend);
    private final RepositoryProtocol protocol = new RepositoryProtocol(backend, InstantSource.fixed(Samples.NOW));
    private final StoreKey key = StoreKey.random(new SecureRandom());

    @Test
    void everyStreamComesBackAsItWas() throws Exception {
        Map<String, byte[]> streams = new LinkedHashMap<>();
        streams.put("empty", new byte[0]);
        streams.put("one-byte", new byte[] {7});
        streams.put("text.sql", text(5_000_000, 1));
        streams.put("noise.bin", noise(3_000_000, 2));
        streams.put("zeros", new byte[2_000_000]);
        streams.put("text-again.sql", text(5_000_000, 1));

        SealedSnapshot sealed = backUp(1, streams);

        assertThat(sealed.bytesRead()).isEqualTo(15_000_001);
        assertThat(sealed.bytesStored()).isLessThan(6_000_000);
        assertThat(sealed.segments()).isGreaterThan(3);
        Map<String, byte[]> restored = restore(1);
        assertThat(restored.keySet()).containsExactlyElementsOf(streams.keySet());
        streams.forEach((name, bytes) ->
                assertThat(Arrays.equals(restored.get(name), bytes)).as(name).isTrue());
    }

    @Test
    void aSecondSnapshotRefersToTheFirstAndStandsWithIt() throws Exception {
        byte[] first = noise(8_000_000, 3);
        byte[] second = first.clone();
        Arrays.fill(second, 4_000_000, 4_000_100, (byte) 1);
        backUp(1, Map.of("data", first));

        SealedSnapshot sealed = backUp(2, Map.of("data", second));

        assertThat(sealed.bytesStored()).isLessThan(700_000);
        assertThat(sealed.owners())
                .extracting(owner -> owner.snapshot())
                .containsExactly(snapshot(1).value());
        assertThat(Arrays.equals(restore(2).get("data"), second)).isTrue();
        assertThat(backend.keys()).contains(RepositoryLayout.pin(snapshot(1), PinHolder.snapshot(snapshot(2))));

        SealedSnapshot third = backUp(3, Map.of("data", second));
        assertThat(third.bytesStored()).isLessThan(10_000);
        assertThat(third.owners()).hasSize(2);
        assertThat(Arrays.equals(restore(3).get("data"), second)).isTrue();
    }

    @Test
    void aStreamIsReadFromAnyPlaceAndNoMoreThanThatPlaceNeeds() throws Exception {
        byte[] first = noise(8_000_000, 3);
        byte[] second = first.clone();
        Arrays.fill(second, 4_000_000, 4_000_100, (byte) 1);
        backUp(1, Map.of("data", first));
        backUp(2, Map.of("data", second));
        Decision decision = repository.decision(STORE, snapshot(2)).orElseThrow();
        CountedReads counted = new CountedReads(repository);

        for (int offset : new int[] {0, 1, 4096, 3_999_999, 4_000_000, 4_000_050, 6_543_210, 7_999_999, 8_000_000}) {
            try (SnapshotReader reader = SnapshotReader.open(counted, decision, RING);
                    InputStream in = reader.stream("data", offset)) {
                assertThat(Arrays.equals(in.readAllBytes(), Arrays.copyOfRange(second, offset, second.length)))
                        .as("from %d", offset)
                        .isTrue();
            }
        }
        try (SnapshotReader reader = SnapshotReader.open(counted, decision, RING)) {
            counted.forget();
            try (InputStream in = reader.stream("data", 7_900_000)) {
                in.readNBytes(10);
            }
            assertThat(counted.bytes()).isLessThan(1_500_000);
            assertThat(counted.requests()).isLessThan(40);
            assertThatThrownBy(() -> reader.stream("data", 8_000_001)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private SealedSnapshot backUp(int n, Map<String, byte[]> streams) throws Exception {
        Samples.wrap(repository, key);
        MemoryStaging staging = new MemoryStaging();
        try (BaseIndex base = base(n);
                SnapshotWriter writer =
                        SnapshotWriter.open(STORE, snapshot(n), attempt(n), key, base, staging, SMALL_SEGMENTS)) {
            for (Map.Entry<String, byte[]> stream : streams.entrySet()) {
                try (OutputStream out = writer.stream(stream.getKey())) {
                    out.write(stream.getValue());
                }
            }
            SealedSnapshot sealed = writer.seal(Samples.facts(snapshot(n)));
            CommitDecider.Outcome outcome =
                    protocol.commit(Samples.subject(snapshot(n)), Samples.content(attempt(n), sealed), staging);
            assertThat(outcome).isInstanceOf(CommitDecider.Outcome.Won.class);
            return sealed;
        }
    }

    private BaseIndex base(int n) throws Exception {
        Decision.Committed base = BaseChoice.pinned(List.of(repository), STORE, key.epoch(), snapshot(n))
                .orElse(null);
        return base == null ? BaseIndex.none() : BaseIndex.build(repository, base, key, directory.resolve("base" + n));
    }

    private Map<String, byte[]> restore(int n) throws Exception {
        Map<String, byte[]> streams = new LinkedHashMap<>();
        Decision decision = repository.decision(STORE, snapshot(n)).orElseThrow();
        try (SnapshotReader reader = SnapshotReader.open(repository, decision, RING)) {
            assertThat(reader.verifyAll(bytes -> {})).isEqualTo(reader.storedBytes());
            for (var stream : reader.manifest().streams()) {
                try (InputStream in = reader.stream(stream.name())) {
                    streams.put(stream.name(), in.readAllBytes());
                }
            }
        }
        return streams;
    }
}
