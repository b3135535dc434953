package io.snapledger.dump;

import io.snapledger.events.SegmentOwner;
import io.snapledger.repository.Decision;
import io.snapledger.repository.DecisionFilter;
import io.snapledger.repository.Pin;
import io.snapledger.repository.SnapshotId;
import io.snapledger.repository.SnapshotRepository;
import io.snapledger.repository.StoreName;
import io.snapledger.repository.protocol.BaseDecider;
import io.snapledger.repository.protocol.BaseDecider.Effect;
import io.snapledger.repository.protocol.BaseDecider.State;
import io.snapledger.repository.protocol.CommitMark;
import io.snapledger.repository.protocol.DecisionView;
import io.snapledger.repository.protocol.Step;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Chooses what a new snapshot may refer to: the newest committed snapshot of the store that every repository of the plan has. Its
 * owners are pinned, and its decision is read again, before it counts ({@link BaseDecider}).
 */
final class BaseChoice {

    private static final System.Logger LOG = System.getLogger(BaseChoice.class.getName());

    private final List<SnapshotRepository> repositories;
    private final StoreName store;
    private final SnapshotId holder;

    /**
     * @param repositories all of the plan, at least one
     * @param holder the new snapshot, which holds the pins
     */
    BaseChoice(List<SnapshotRepository> repositories, StoreName store, SnapshotId holder) {
        this.repositories = repositories;
        this.store = store;
        this.holder = holder;
    }

    /** The newest committed snapshot that all repositories have alike; it is not pinned yet. */
    Optional<Decision.Committed> newest() {
        List<Decision> candidates =
                repositories.get(0).decisions(DecisionFilter.ofStore(store).inState(Decision.State.COMMITTED));
        return candidates.stream()
                .filter(Decision.Committed.class::isInstance)
                .map(Decision.Committed.class::cast)
                .filter(candidate -> !candidate.subject().snapshot().equals(holder))
                .filter(this::isEverywhere)
                .findFirst();
    }

    private boolean isEverywhere(Decision.Committed candidate) {
        return repositories.stream().skip(1).allMatch(repository -> repository
                .decision(store, candidate.subject().snapshot())
                .filter(there -> there instanceof Decision.Committed committed
                        && committed.content().sameCommit(candidate.content()))
                .isPresent());
    }

    /** Pins and reads again; whether the base may be used. */
    boolean secure(Decision.Committed base) {
        Set<String> owners = new LinkedHashSet<>();
        base.content().owners().stream().map(SegmentOwner::snapshot).forEach(owners::add);
        owners.add(base.subject().snapshot().value());
        Step<State, Effect> step =
                BaseDecider.start(CommitMark.of(base.content()), List.copyOf(owners), repositories.size());
        while (!step.state().done()) {
            step = BaseDecider.decide(step.state(), carryOut(step.effects().get(0), base));
        }
        if (!step.state().usable()) {
            LOG.log(
                    System.Logger.Level.INFO,
                    "snapshot {0} cannot be the base of {1}: all is stored again",
                    base.subject().snapshot(),
                    holder);
        }
        return step.state().usable();
    }

    private BaseDecider.Event carryOut(Effect effect, Decision.Committed base) {
        if (effect instanceof Effect.Pin pin) {
            repositories.get(pin.repository()).pin(Pin.of(new SnapshotId(pin.owner()), holder));
            return new BaseDecider.Pinned();
        }
        Effect.ReadDecision read = (Effect.ReadDecision) effect;
        return new BaseDecider.DecisionRead(repositories
                .get(read.repository())
                .decision(store, base.subject().snapshot())
                .map(DecisionView::of)
                .orElse(null));
    }
}
