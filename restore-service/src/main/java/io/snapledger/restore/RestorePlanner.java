package io.snapledger.restore;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.snapledger.events.FailureCode;
import io.snapledger.repository.DamagedSnapshotException;
import io.snapledger.repository.Decision;
import io.snapledger.repository.RepositoryException;
import io.snapledger.repository.SnapshotId;
import io.snapledger.repository.SnapshotRepository;
import io.snapledger.repository.StoreName;
import io.snapledger.repository.keys.KeyRing;
import io.snapledger.repository.keys.WrongKeyException;
import io.snapledger.repository.read.SnapshotReader;
import io.snapledger.stores.Place;
import io.snapledger.stores.RestorePlan;
import io.snapledger.stores.RestoreTarget;
import io.snapledger.stores.SnapshotContent;
import io.snapledger.stores.StoreDefinitions;
import io.snapledger.stores.StoreEngine;
import io.snapledger.stores.StoreEngines;
import io.snapledger.stores.StoreException;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The dry run: what a restore would do, without touching anything. */
public final class RestorePlanner {

    private static final ObjectMapper JSON =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private final RepositoryChoice repositories;
    private final KeyRing keys;
    private final StoreEngines engines;
    private final Targets targets;
    private final RestoreOrder order;

    /** @param repositories in the order in which they are asked */
    public RestorePlanner(
            List<SnapshotRepository> repositories,
            KeyRing keys,
            StoreEngines engines,
            StoreDefinitions stores,
            RestoreOrder order,
            InstantSource clock) {
        this.repositories = new RepositoryChoice(repositories, clock);
        this.keys = keys;
        this.engines = engines;
        this.targets = new Targets(stores, engines);
        this.order = order;
    }

    /** @throws RestoreFailure if there is nothing to plan: not found, ambiguous, damaged, wrong key, wrong target */
    public PlannedRestores plan(RestoreWish wish) throws RestoreFailure, InterruptedException {
        return plan(wish, RestoreListener.NONE);
    }

    /** @param listener told of damage */
    PlannedRestores plan(RestoreWish wish, RestoreListener listener) throws RestoreFailure, InterruptedException {
        RepositoryChoice.Found found = repositories.find(wish);
        List<Decision> decisions = new ArrayList<>(found.selected().decisions());
        requireTargetsOf(wish, decisions);
        Decision.Subject first = decisions.get(0).subject();
        Comparator<String> byOrder = order.of(first.plan(), first.backupStores());
        decisions.sort(
                Comparator.comparing(decision -> decision.subject().store().value(), byOrder));
        List<StoreRestore> stores = new ArrayList<>();
        for (Decision decision : decisions) {
            stores.add(plan(wish, found.repository(), decision, listener));
        }
        List<String> warnings = new ArrayList<>(found.warnings());
        warnings.addAll(found.selected().warnings());
        return new PlannedRestores(stores, blockers(wish, stores), warnings);
    }

    /**
     * Plans again what was settled before, and nothing else.
     *
     * @throws RestoreFailure {@code NOT_FOUND} if one of them cannot be restored any more
     */
    PlannedRestores plan(RestoreWish wish, List<ChosenSnapshot> chosen, RestoreListener listener)
            throws RestoreFailure, InterruptedException {
        List<StoreRestore> stores = new ArrayList<>();
        for (ChosenSnapshot one : chosen) {
            SnapshotRepository repository = repositories.named(one.repository());
            stores.add(plan(wish, repository, decision(repository, one), listener));
        }
        return new PlannedRestores(stores, blockers(wish, stores), List.of());
    }

    private static Decision decision(SnapshotRepository repository, ChosenSnapshot chosen) throws RestoreFailure {
        try {
            return repository
                    .decision(new StoreName(chosen.store()), new SnapshotId(chosen.snapshot()))
                    .filter(decision -> decision.state().restorable())
                    .orElseThrow(() -> new RestoreFailure(
                            FailureCode.NOT_FOUND,
                            "snapshot " + chosen.snapshot() + ", which this restore had begun with, is gone meanwhile"
                                    + "; HINT: choose another with snapledger snapshot list"));
        } catch (RepositoryException e) {
            throw RepositoryChoice.unreadable(repository, e);
        }
    }

    /** A target for a store that is not restored is a slip, and its store would be restored in place. */
    private static void requireTargetsOf(RestoreWish wish, List<Decision> decisions) throws RestoreFailure {
        Set<String> stores = new TreeSet<>();
        decisions.forEach(decision -> stores.add(decision.subject().store().value()));
        Set<String> strange = new TreeSet<>(wish.targets().keySet());
        strange.removeAll(stores);
        if (!strange.isEmpty()) {
            throw new RestoreFailure(
                    FailureCode.BAD_REQUEST,
                    "there is a target for " + strange + ", but what is restored is " + stores
                            + "; HINT: name targets for these alone");
        }
    }

    private StoreRestore plan(
            RestoreWish wish, SnapshotRepository repository, Decision decision, RestoreListener listener)
            throws RestoreFailure, InterruptedException {
        Decision.Subject subject = decision.subject();
        String store = subject.store().value();
        try (SnapshotReader reader = SnapshotReader.open(repository, decision, keys)) {
            SnapshotContent content = content(reader);
            StoreEngine engine = engines.of(subject.kind());
            RestoreTarget target =
                    targets.of(store, subject.kind(), wish.targets().get(store));
            Place place = engine.place(target);
            RestorePlan plan = engine.plan(target, content, new SnapshotStreams(reader));
            return new StoreRestore(repository, decision, content, target, place, plan);
        } catch (WrongKeyException e) {
            throw new RestoreFailure(FailureCode.WRONG_KEY, e.getMessage(), e);
        } catch (RepositoryException e) {
            throw unreadable(repository, decision, e, listener);
        } catch (IOException e) {
            if (e.getCause() instanceof RepositoryException known) {
                throw unreadable(repository, decision, known, listener);
            }
            throw new RestoreFailure(FailureCode.REPOSITORY_UNREACHABLE, e.getMessage(), e);
        } catch (StoreException e) {
            if (e.reason() == StoreException.Reason.DAMAGED) {
                throw new RestoreFailure(FailureCode.DAMAGED, e.told(), e);
            }
            throw new RestoreFailure(FailureCode.BAD_REQUEST, e.told(), e);
        }
    }

    private static RestoreFailure unreadable(
            SnapshotRepository repository, Decision decision, RepositoryException e, RestoreListener listener) {
        if (e instanceof DamagedSnapshotException damage) {
            listener.damaged(repository.name(), decision, damage.object(), damage.getMessage());
            return new RestoreFailure(FailureCode.DAMAGED, damage.getMessage(), damage);
        }
        return RepositoryChoice.unreadable(repository, e);
    }

    static SnapshotContent content(SnapshotReader reader) throws RestoreFailure {
        try {
            SnapshotContent content = JSON.treeToValue(reader.manifest().facts().content(), SnapshotContent.class);
            if (content != null) {
                return content;
            }
            throw new RestoreFailure(
                    FailureCode.DAMAGED,
                    "the manifest of " + reader.manifest().facts().order().snapshot() + " says nothing of its content");
        } catch (JsonProcessingException e) {
            throw new RestoreFailure(
                    FailureCode.DAMAGED,
                    "the manifest of " + reader.manifest().facts().order().snapshot()
                            + " was written by a version that this one does not understand: " + e.getOriginalMessage(),
                    e);
        }
    }

    private List<List<Blocker>> blockers(RestoreWish wish, List<StoreRestore> stores) {
        List<List<Blocker>> all = new ArrayList<>();
        for (int i = 0; i < stores.size(); i++) {
            StoreRestore store = stores.get(i);
            List<Blocker> blockers = new ArrayList<>(blockers(wish, store));
            stores.subList(0, i).stream()
                    .filter(other -> other.place().overlaps(store.place()))
                    .findFirst()
                    .ifPresent(other -> blockers.add(Blocker.blocked("store '" + other.store() + "' is restored into "
                            + store.targetWords() + " too; HINT: give each store a target of its own")));
            all.add(blockers);
        }
        return all;
    }

    private List<Blocker> blockers(RestoreWish wish, StoreRestore store) {
        List<Blocker> blockers = new ArrayList<>();
        store.plan().blockers().forEach(text -> blockers.add(Blocker.blocked(text)));
        if (!store.plan().fresh()) {
            if (!wish.overwrite()) {
                blockers.add(notFresh(store.plan()));
            } else if (!wish.skipSafetySnapshot() && !targets.isConfigured(store.target())) {
                blockers.add(
                        Blocker.blocked("no safety snapshot can be made, since the target is not a configured store"
                                + "; HINT: say --skip-safety-snapshot to go without one"));
            }
        }
        return blockers;
    }

    static Blocker notFresh(RestorePlan plan) {
        return new Blocker(
                FailureCode.TARGET_NOT_FRESH,
                "the target is not fresh: " + plan.freshness() + "; HINT: restore beside it, or say --overwrite");
    }
}
