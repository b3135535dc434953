package io.snapledger.repository.protocol;

import io.snapledger.repository.Decision;
import io.snapledger.repository.Pin;
import io.snapledger.repository.RepositoryException;
import io.snapledger.repository.SnapshotRepository;
import io.snapledger.repository.StoreName;
import java.util.Optional;

/** Pins a snapshot for a restore, then reads its decision. */
public final class PinnedRead {

    private PinnedRead() {}

    /**
     * @return the decision, pinned and restorable; empty if it is not restorable, and then there is no pin
     * @throws RepositoryException if the repository does not answer
     */
    public static Optional<Decision> begin(SnapshotRepository repository, StoreName store, Pin pin) {
        Decision read = null;
        RepositoryException failure = null;
        Step<PinnedReadDecider.State, PinnedReadDecider.Effect> step = PinnedReadDecider.start();
        while (!step.state().done()) {
            PinnedReadDecider.Event event;
            try {
                switch (step.effects().get(0)) {
                    case PIN -> {
                        repository.pin(pin);
                        event = new PinnedReadDecider.Done();
                    }
                    case READ_DECISION -> {
                        read = repository.decision(store, pin.snapshot()).orElse(null);
                        event = new PinnedReadDecider.DecisionRead(read == null ? null : DecisionView.of(read));
                    }
                    case UNPIN -> {
                        repository.unpin(pin.snapshot(), pin.holder());
                        event = new PinnedReadDecider.Done();
                    }
                    default -> throw new IllegalStateException("no such effect");
                }
            } catch (RepositoryException e) {
                failure = failure == null ? e : failure;
                event = new PinnedReadDecider.Failed(e.getMessage());
            }
            step = PinnedReadDecider.decide(step.state(), event);
        }
        if (step.state().failure() != null && failure != null) {
            throw failure;
        }
        return step.state().readable() ? Optional.ofNullable(read) : Optional.empty();
    }
}
