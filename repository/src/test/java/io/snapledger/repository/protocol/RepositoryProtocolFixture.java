package io.snapledger.repository.protocol;

import static io.snapledger.repository.Samples.STORE;
import static io.snapledger.repository.Samples.attempt;
import static io.snapledger.repository.Samples.content;
import static io.snapledger.repository.Samples.facts;
import static io.snapledger.repository.Samples.noise;
import static io.snapledger.repository.Samples.snapshot;
import static io.snapledger.repository.Samples.subject;
import static org.assertj.core.api.Assertions.assertThat;

import io.snapledger.repository.BackendRepository;
import io.snapledger.repository.Decision;
import io.snapledger.repository.Samples;
import io.snapledger.repository.SnapshotId;
import io.snapledger.repository.format.ChunkSizes;
import io.snapledger.repository.keys.StoreKey;
import io.snapledger.repository.memory.MemoryBackend;
import io.snapledger.repository.memory.MemoryStaging;
import io.snapledger.repository.read.SnapshotReader;
import io.snapledger.repository.write.BaseIndex;
import io.snapledger.repository.write.SealedSnapshot;
import io.snapledger.repository.write.SnapshotWriter;
import io.snapledger.repository.write.WriterOptions;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** Dumps into a memory repository and commits, so that a test can let a step go wrong. */
abstract class RepositoryProtocolFixture {

    @TempDir
    Path directory;

    final MemoryBackend backend;
    final BackendRepository repository;
    final RepositoryProtocol protocol;
    final StoreKey key = StoreKey.random(new SecureRandom());

    RepositoryProtocolFixture() {
        backend = new MemoryBackend();
        repository = new BackendRepository("main", backend);
        protocol = new RepositoryProtocol(backend, InstantSource.fixed(Samples.NOW));
    }

    record Dumped(MemoryStaging staging, SealedSnapshot sealed) {}

    @AfterEach
    void everyFaultWasMet() {
        backend.faults().requireAllHit();
    }

    Dumped dump(int n, int number) throws Exception {
        return dump(n, number, BaseIndex.none());
    }

    Dumped dumpOn(int n, SnapshotId holder) throws Exception {
        Decision.Committed base = BaseChoice.pinned(List.of(repository), STORE, key.epoch(), holder)
                .orElseThrow();
        try (BaseIndex index = BaseIndex.build(repository, base, key, directory.resolve("base"))) {
            return dump(n, 1, index);
        }
    }

    Dumped dump(int n, int number, BaseIndex base) throws Exception {
        Samples.wrap(repository, key);
        MemoryStaging staging = new MemoryStaging();
        try (SnapshotWriter writer = SnapshotWriter.open(
                STORE,
                snapshot(n),
                attempt(number),
                key,
                base,
                staging,
                new WriterOptions(ChunkSizes.STANDARD, 2, 1, 1 << 20))) {
            try (OutputStream out = writer.stream("data")) {
                out.write(noise(200_000, 1));
            }
            return new Dumped(staging, writer.seal(facts(snapshot(n))));
        }
    }

    CommitDecider.Outcome commit(int n, int number, Dumped dumped) {
        return commit(n, number, dumped, dumped.staging());
    }

    CommitDecider.Outcome commit(int n, int number, Dumped dumped, StagedSegments staging) {
        return protocol.commit(subject(snapshot(n)), content(attempt(number), dumped.sealed()), staging);
    }

    void assertReadable(int n) throws Exception {
        Decision decision = repository.decision(STORE, snapshot(n)).orElseThrow();
        try (SnapshotReader reader = SnapshotReader.open(repository, decision, Samples.RING);
                var in = reader.stream("data")) {
            assertThat(in.readAllBytes()).isEqualTo(noise(200_000, 1));
        }
    }
}
