package io.snapledger.cli.cold;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.snapledger.cli.CliException;
import io.snapledger.cli.Exit;
import io.snapledger.cli.output.Json;
import io.snapledger.repository.Decision;
import io.snapledger.repository.RepositoryException;
import io.snapledger.repository.SnapshotRepository;
import io.snapledger.repository.keys.KeyRing;
import io.snapledger.repository.read.SnapshotReader;
import java.util.function.LongConsumer;

/** Reads a snapshot back whole: every length, digest and seal. */
public final class ColdVerification {

    private ColdVerification() {}

    /**
     * Verifies.
     *
     * @param progress bytes read so far
     * @throws CliException {@code DAMAGED} at the first object that is not whole
     */
    public static ObjectNode run(
            SnapshotRepository repository, Decision decision, KeyRing keys, LongConsumer progress) {
        try (SnapshotReader reader = SnapshotReader.open(repository, decision, keys)) {
            long bytes = reader.verifyAll(progress);
            ObjectNode result = Json.object();
            result.put("snapshot", decision.subject().snapshot().value());
            result.put("repository", repository.name());
            result.put("outcome", "verified");
            result.put("segments", reader.segments().all().size());
            result.put("bytes", bytes);
            return result;
        } catch (RepositoryException e) {
            throw ColdRepository.failure(e);
        } catch (IllegalArgumentException e) {
            throw new CliException(Exit.NOT_FOUND, "not-found", e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CliException(Exit.INTERRUPTED, "interrupted", "interrupted", e);
        }
    }
}
