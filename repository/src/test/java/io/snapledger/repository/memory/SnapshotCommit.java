package io.snapledger.repository.memory;

import com.fasterxml.jackson.databind.JsonNode;
import io.snapledger.events.SealedContent;
import io.snapledger.repository.AttemptId;
import io.snapledger.repository.Decision;
import io.snapledger.repository.RepositoryBackend;
import io.snapledger.repository.format.ManifestFacts;
import io.snapledger.repository.keys.StoreKey;
import io.snapledger.repository.protocol.CommitDecider;
import io.snapledger.repository.protocol.RepositoryProtocol;
import io.snapledger.repository.write.BaseIndex;
import io.snapledger.repository.write.SealedSnapshot;
import io.snapledger.repository.write.SnapshotWriter;
import io.snapledger.repository.write.WriterOptions;
import java.time.Clock;
import java.util.List;

/** Writes and commits a snapshot as dump-service and storage-service do together, without either. */
public final class SnapshotCommit {

    private static final AttemptId ATTEMPT = AttemptId.of(1, 7);

    private SnapshotCommit() {}

    /** Writes the streams of a snapshot. */
    @FunctionalInterface
    public interface Dump {
        Dumped into(SnapshotWriter writer) throws Exception;
    }

    /** What the manifest says of a dump; the content is the engine's. */
    public record Dumped(String toolVersion, String serverVersion, JsonNode content) {}

    /**
     * Commits a snapshot.
     *
     * @throws AssertionError if it is not committed
     */
    public static void of(
            RepositoryBackend backend, Decision.Subject subject, StoreKey key, WriterOptions options, Dump dump)
            throws Exception {
        MemoryStaging staging = new MemoryStaging();
        try (SnapshotWriter writer = SnapshotWriter.open(
                subject.store(), subject.snapshot(), ATTEMPT, key, BaseIndex.none(), staging, options)) {
            Dumped dumped = dump.into(writer);
            SealedSnapshot sealed = writer.seal(facts(subject, dumped));
            CommitDecider.Outcome outcome = new RepositoryProtocol(backend, Clock.systemUTC())
                    .commit(subject, content(subject, sealed, dumped), staging);
            if (!(outcome instanceof CommitDecider.Outcome.Won)) {
                throw new AssertionError("not committed: " + outcome);
            }
        }
    }

    private static ManifestFacts facts(Decision.Subject subject, Dumped dumped) {
        return new ManifestFacts(
                subject.installation(),
                subject.order(),
                subject.dueAt().plusSeconds(1),
                subject.dueAt().plusSeconds(2),
                dumped.toolVersion(),
                dumped.serverVersion(),
                "test",
                1,
                null,
                List.of(),
                List.of(),
                List.of(),
                dumped.content());
    }

    private static SealedContent content(Decision.Subject subject, SealedSnapshot sealed, Dumped dumped) {
        return new SealedContent(
                ATTEMPT.toString(),
                sealed.epoch(),
                sealed.manifest(),
                sealed.segmentList(),
                sealed.owners(),
                List.of(),
                sealed.segments(),
                sealed.bytesRead(),
                sealed.bytesStored(),
                1,
                0,
                null,
                dumped.toolVersion(),
                dumped.serverVersion(),
                subject.dueAt().plusSeconds(1),
                subject.dueAt().plusSeconds(2));
    }
}
