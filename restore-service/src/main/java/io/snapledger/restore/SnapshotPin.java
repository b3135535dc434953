package io.snapledger.restore;

import io.snapledger.repository.Decision;
import io.snapledger.repository.Pin;
import io.snapledger.repository.PinHolder;
import io.snapledger.repository.RepositoryException;
import io.snapledger.repository.protocol.DecisionView;
import io.snapledger.repository.protocol.PinnedReadDecider;
import io.snapledger.repository.protocol.Step;
import io.snapledger.restore.RestoreExecution.Terms;
import io.snapledger.restore.RestoreFailure.Reason;

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
        Decision read = null;
        RepositoryException failed = null;
        Step<PinnedReadDecider.State, PinnedReadDecider.Effect> step = PinnedReadDecider.start();
        while (!step.state().done()) {
            PinnedReadDecider.Event event;
            try {
                switch (step.effects().get(0)) {
                    case PIN -> {
                        store.repository().pin(new Pin(subject.snapshot(), holder(), terms.deadline()));
                        event = new PinnedReadDecider.Done();
                    }
                    case READ_DECISION -> {
                        read = store.repository()
                                .decision(subject.store(), subject.snapshot())
                                .orElse(null);
                        event = new PinnedReadDecider.DecisionRead(read == null ? null : DecisionView.of(read));
                    }
                    default -> {
                        store.repository().unpin(subject.snapshot(), holder());
                        event = new PinnedReadDecider.Done();
                    }
                }
            } catch (RepositoryException e) {
                failed = e;
                event = new PinnedReadDecider.Failed(e.getMessage());
            }
            step = PinnedReadDecider.decide(step.state(), event);
        }
        if (step.state().failure() != null) {
            throw RepositoryChoice.unreadable(store.repository(), failed);
        }
        if (!step.state().readable() || read == null) {
            throw new RestoreFailure(
                    Reason.NOT_FOUND,
                    "snapshot " + subject.snapshot() + " is " + (read == null ? "gone" : read.state())
                            + " meanwhile; HINT: choose another with snapledger snapshot list");
        }
        return read;
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
