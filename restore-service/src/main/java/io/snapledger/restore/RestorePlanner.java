package io.snapledger.restore;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.snapledger.repository.DamagedSnapshotException;
import io.snapledger.repository.Decision;
import io.snapledger.repository.DecisionFilter;
import io.snapledger.repository.RepositoryException;
import io.snapledger.repository.SnapshotRepository;
import io.snapledger.repository.keys.KeyRing;
import io.snapledger.repository.keys.WrongKeyException;
import io.snapledger.repository.read.SnapshotReader;
import io.snapledger.restore.RestoreFailure.Reason;
import io.snapledger.restore.SnapshotSelection.Selected;
import io.snapledger.stores.RestorePlan;
import io.snapledger.stores.RestoreTarget;
import io.snapledger.stores.SnapshotContent;
import io.snapledger.stores.StoreEngines;
import io.snapledger.stores.StoreException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The dry run: what a restore would do, without touching anything. */
public final class RestorePlanner {

    private static final ObjectMapper JSON =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private final List<SnapshotRepository> repositories;
    private final KeyRing keys;
    private final StoreEngines engines;
    private final Targets targets;
    private final RestoreOrder order;

    /** @param repositories in the order in which they are asked */
    public RestorePlanner(
            List<SnapshotRepository> repositories,
            KeyRing keys,
            StoreEngines engines,
            Targets targets,
            RestoreOrder order) {
        this.repositories = List.copyOf(repositories);
        this.keys = keys;
        this.engines = engines;
        this.targets = targets;
        this.order = order;
    }

    /** @throws RestoreFailure if there is nothing to plan: not found, ambiguous, damaged, wrong key, wrong target */
    public PlannedRestores plan(RestoreWish wish) throws RestoreFailure, InterruptedException {
        SnapshotRepository repository = null;
        Selected selected = null;
        RestoreFailure refusal = new RestoreFailure(
                Reason.NOT_FOUND,
                "no repository '" + wish.repository() + "'; HINT: one of "
                        + repositories.stream().map(SnapshotRepository::name).toList());
        for (SnapshotRepository candidate : asked(wish)) {
            try {
                selected = wish.selection().among(decisions(candidate));
                repository = candidate;
                break;
            } catch (RestoreFailure failure) {
                refusal = failure;
            }
        }
        if (selected == null) {
            throw refusal;
        }
        return plan(wish, repository, selected);
    }

    private List<SnapshotRepository> asked(RestoreWish wish) {
        return repositories.stream()
                .filter(repository ->
                        wish.repository() == null || repository.name().equals(wish.repository()))
                .toList();
    }

    private static List<Decision> decisions(SnapshotRepository repository) throws RestoreFailure {
        try {
            return repository.decisions(DecisionFilter.ALL);
        } catch (RepositoryException e) {
            throw unreachable(repository, e);
        }
    }

    static RestoreFailure unreachable(SnapshotRepository repository, RepositoryException e) {
        return new RestoreFailure(
                Reason.REPOSITORY_UNREACHABLE,
                "cannot read repository '" + repository.name() + "': " + e.getMessage(),
                false,
                e);
    }

    private PlannedRestores plan(RestoreWish wish, SnapshotRepository repository, Selected selected)
            throws RestoreFailure, InterruptedException {
        List<Decision> decisions = new ArrayList<>(selected.decisions());
        Decision.Subject first = decisions.get(0).subject();
        Comparator<String> byOrder = order.of(first.plan(), first.backupStores());
        decisions.sort(
                Comparator.comparing(decision -> decision.subject().store().value(), byOrder));
        List<StoreRestore> stores = new ArrayList<>();
        List<List<String>> blockers = new ArrayList<>();
        for (Decision decision : decisions) {
            StoreRestore store = plan(wish, repository, decision);
            stores.add(store);
            blockers.add(blockers(wish, store));
        }
        return new PlannedRestores(stores, blockers, selected.warnings());
    }

    private StoreRestore plan(RestoreWish wish, SnapshotRepository repository, Decision decision)
            throws RestoreFailure, InterruptedException {
        Decision.Subject subject = decision.subject();
        String store = subject.store().value();
        RestoreTarget target = targets.of(store, subject.kind(), wish.targets().get(store));
        try (SnapshotReader reader = SnapshotReader.open(repository, decision, keys)) {
            SnapshotContent content = content(reader);
            RestorePlan plan = engines.of(subject.kind()).plan(target, content);
            return new StoreRestore(repository, decision, content, target, plan);
        } catch (WrongKeyException e) {
            throw new RestoreFailure(Reason.WRONG_KEY, e.getMessage(), false, e);
        } catch (DamagedSnapshotException e) {
            throw new RestoreFailure(Reason.DAMAGED, e.getMessage(), false, e);
        } catch (RepositoryException e) {
            throw unreachable(repository, e);
        } catch (StoreException e) {
            throw new RestoreFailure(
                    Reason.BAD_REQUEST, e.getMessage() + (e.hint().isEmpty() ? "" : "; HINT: " + e.hint()), false, e);
        }
    }

    static SnapshotContent content(SnapshotReader reader) throws RestoreFailure {
        try {
            return JSON.treeToValue(reader.manifest().content(), SnapshotContent.class);
        } catch (JsonProcessingException e) {
            throw new RestoreFailure(
                    Reason.DAMAGED,
                    "the manifest of " + reader.manifest().snapshot()
                            + " was written by a version that this one does not understand: " + e.getOriginalMessage(),
                    false,
                    e);
        }
    }

    private List<String> blockers(RestoreWish wish, StoreRestore store) {
        List<String> blockers = new ArrayList<>(store.plan().blockers());
        if (!store.plan().fresh()) {
            if (!wish.overwrite()) {
                blockers.add("the target is not fresh: " + store.plan().freshness()
                        + "; HINT: restore beside it, or say --overwrite");
            } else if (!wish.skipSafetySnapshot() && !targets.isConfigured(store.target())) {
                blockers.add("no safety snapshot can be made, since the target is not a configured store"
                        + "; HINT: say --skip-safety-snapshot to go without one");
            }
        }
        return blockers;
    }
}
