package io.snapledger.repository.protocol;

import io.snapledger.events.SegmentOwner;
import io.snapledger.repository.Decision;
import io.snapledger.repository.DecisionFilter;
import io.snapledger.repository.Pin;
import io.snapledger.repository.RepositoryException;
import io.snapledger.repository.SnapshotId;
import io.snapledger.repository.SnapshotRepository;
import io.snapledger.repository.StoreName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Chooses the base of a new snapshot and makes it safe to refer to. */
public final class BaseChoice {

    private static final System.Logger LOG = System.getLogger(BaseChoice.class.getName());

    /** A base further back would share little with what is stored now. */
    private static final int CANDIDATES = 100;

    private BaseChoice() {}

    /** The newest COMMITTED snapshot of the store, whatever its epoch; what it holds decides which epoch goes on. */
    public static Optional<Decision.Committed> newest(SnapshotRepository repository, StoreName store) {
        return newest(repository, store, Integer.MAX_VALUE, base -> true);
    }

    /**
     * The newest COMMITTED snapshot of the store and epoch that all repositories of the plan hold alike, pinned for
     * {@code holder} in all of them. A repository that does not answer means no base, never a failed dump; neither is anything sought
     * further back than {@value #CANDIDATES} committed snapshots.
     *
     * @param holder the snapshot that is about to be made
     */
    public static Optional<Decision.Committed> pinned(
            List<SnapshotRepository> repositories, StoreName store, String epoch, SnapshotId holder) {
        try {
            return newest(
                            repositories.get(0),
                            store,
                            CANDIDATES,
                            base -> base.content().epoch().equals(epoch)
                                    && !base.subject().snapshot().equals(holder)
                                    && heldByAll(repositories, base))
                    .filter(base -> makeSafe(repositories, base, holder));
        } catch (RepositoryException e) {
            LOG.log(System.Logger.Level.WARNING, "no base for store {0}: {1}", store, e.getMessage());
            return Optional.empty();
        }
    }

    /** One that cannot be read is no base; another may be. */
    private static Optional<Decision.Committed> newest(
            SnapshotRepository repository, StoreName store, int most, Predicate<Decision.Committed> fits) {
        List<Decision.Committed> found = new ArrayList<>(1);
        int[] seen = {0};
        repository.newest(
                DecisionFilter.ofStore(store).inState(Decision.State.COMMITTED),
                unreadable -> LOG.log(System.Logger.Level.WARNING, "passed over as base: {0}", unreadable.message()),
                decision -> {
                    if (decision instanceof Decision.Committed base && fits.test(base)) {
                        found.add(base);
                    }
                    return found.isEmpty() && ++seen[0] < most;
                });
        return found.stream().findFirst();
    }

    private static boolean heldByAll(List<SnapshotRepository> repositories, Decision.Committed base) {
        CommitMark mark = CommitMark.of(base.content());
        return repositories.stream().skip(1).allMatch(repository -> holds(repository, base, mark));
    }

    /** A copy that cannot be read makes this base unusable, and no other. */
    private static boolean holds(SnapshotRepository repository, Decision.Committed base, CommitMark mark) {
        Decision.Subject subject = base.subject();
        try {
            return repository
                    .decision(subject.store(), subject.snapshot())
                    .filter(found -> found.state() == Decision.State.COMMITTED
                            && CommitMark.of(found.content()).equals(mark))
                    .isPresent();
        } catch (RepositoryException.Permanent e) {
            LOG.log(System.Logger.Level.WARNING, "passed over as base: {0}", e.getMessage());
            return false;
        }
    }

    private static boolean makeSafe(List<SnapshotRepository> repositories, Decision.Committed base, SnapshotId holder) {
        List<String> owners = new ArrayList<>();
        owners.add(base.subject().snapshot().value());
        base.content().owners().stream().map(SegmentOwner::snapshot).forEach(owners::add);
        Step<BaseDecider.State, BaseDecider.Effect> step =
                BaseDecider.start(CommitMark.of(base.content()), owners, repositories.size());
        while (!step.state().done()) {
            step = BaseDecider.decide(
                    step.state(),
                    execute(repositories, base, holder, step.effects().get(0)));
        }
        return step.state().usable();
    }

    private static BaseDecider.Event execute(
            List<SnapshotRepository> repositories,
            Decision.Committed base,
            SnapshotId holder,
            BaseDecider.Effect effect) {
        try {
            if (effect instanceof BaseDecider.Effect.Pin pin) {
                repositories.get(pin.repository()).pin(Pin.of(new SnapshotId(pin.owner()), holder));
                return new BaseDecider.Pinned();
            }
            int repository = ((BaseDecider.Effect.ReadDecision) effect).repository();
            return new BaseDecider.DecisionRead(repositories
                    .get(repository)
                    .decision(base.subject().store(), base.subject().snapshot())
                    .map(DecisionView::of)
                    .orElse(null));
        } catch (RepositoryException e) {
            return new BaseDecider.Failed();
        }
    }
}
