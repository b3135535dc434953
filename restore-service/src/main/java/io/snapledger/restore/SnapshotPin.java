package io.snapledger.restore;

import io.snapledger.events.FailureCode;
import io.snapledger.repository.Decision;
import io.snapledger.repository.Pin;
import io.snapledger.repository.PinHolder;
import io.snapledger.repository.RepositoryException;
import io.snapledger.repository.protocol.PinnedRead;
import io.snapledger.restore.RestoreExecution.Terms;
import java.util.Optional;

/** Keeps the snapshot from being deleted while it is restored. The protocol's order: the pin first, then the decision. */
final class SnapshotPin {

    private final StoreRestore store;
    private final Terms terms;

    SnapshotPin(StoreRestore store, Terms terms) {
        this.store = store;
        this.terms = terms;
    }

    /**
     * Pins, then reads the decision.
     *
     * @throws RestoreFailure {@code NOT_FOUND} if the snapshot cannot be restored any more; there is no pin then
     */
    Decision decision() throws RestoreFailure {
        Decision.Subject subject = store.decision().subject();
        Pin pin = new Pin(subject.snapshot(), holder(), terms.deadline());
        try {
            Optional<Decision> read = PinnedRead.begin(store.repository(), subject.store(), pin);
            if (read.isPresent()) {
                return read.get();
            }
            Optional<Decision> now = store.repository().decision(subject.store(), subject.snapshot());
            throw new RestoreFailure(
                    FailureCode.NOT_FOUND,
                    "snapshot " + subject.snapshot() + " is "
                            + now.map(Decision::state).map(Enum::name).orElse("gone")
                            + " meanwhile; HINT: choose another with snapledger snapshot list");
        } catch (RepositoryException e) {
            throw RepositoryChoice.unreadable(store.repository(), e);
        }
    }

    /** Nothing happens if there is none. */
    void remove() {
        boolean interrupted = Thread.interrupted(); // would break what a repository does with channels
        try {
            store.repository().unpin(store.decision().subject().snapshot(), holder());
        } catch (RepositoryException e) {
            System.getLogger(SnapshotPin.class.getName())
                    .log(
                            System.Logger.Level.WARNING,
                            "pin of restore {0} not removed, it ends with its deadline: {1}",
                            terms.restore(),
                            e.getMessage());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private PinHolder holder() {
        return PinHolder.restore(terms.restore());
    }
}
