package io.snapledger.restore;

import io.snapledger.events.FailureCode;
import io.snapledger.repository.Decision;
import io.snapledger.repository.RepositoryException;
import io.snapledger.repository.SnapshotRepository;
import io.snapledger.repository.keys.KeyRing;
import io.snapledger.repository.keys.WrongKeyException;
import io.snapledger.repository.read.SnapshotReader;
import io.snapledger.stores.SnapshotEntry;
import io.snapledger.stores.StoreEngines;
import io.snapledger.stores.StoreException;
import java.io.IOException;
import java.util.function.Consumer;

/** Tells what a snapshot holds, entry by entry, reading no more of it than that needs. */
public final class SnapshotListing {

    private final KeyRing keys;
    private final StoreEngines engines;

    public SnapshotListing(KeyRing keys, StoreEngines engines) {
        this.keys = keys;
        this.engines = engines;
    }

    /**
     * Lists a snapshot in the order of its paths.
     *
     * @param decision restorable
     * @throws RestoreFailure wrong key, damaged, or the repository does not answer
     */
    public void list(SnapshotRepository repository, Decision decision, Consumer<SnapshotEntry> entries)
            throws RestoreFailure, InterruptedException {
        try (SnapshotReader reader = SnapshotReader.open(repository, decision, keys)) {
            engines.of(decision.subject().kind())
                    .list(RestorePlanner.content(reader), new SnapshotStreams(reader), entries);
        } catch (WrongKeyException e) {
            throw new RestoreFailure(FailureCode.WRONG_KEY, e.getMessage(), e);
        } catch (RepositoryException e) {
            throw RepositoryChoice.unreadable(repository, e);
        } catch (StoreException e) {
            throw new RestoreFailure(
                    e.reason() == StoreException.Reason.DAMAGED ? FailureCode.DAMAGED : FailureCode.ENGINE_FAILED,
                    e.told(),
                    e);
        } catch (IOException e) {
            throw e.getCause() instanceof RepositoryException known
                    ? RepositoryChoice.unreadable(repository, known)
                    : new RestoreFailure(FailureCode.REPOSITORY_UNREACHABLE, e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new RestoreFailure(FailureCode.NOT_FOUND, e.getMessage(), e);
        }
    }
}
