package io.snapledger.catalog;

import io.snapledger.repository.Decision;
import io.snapledger.repository.DecisionFilter;
import io.snapledger.repository.SnapshotRepository;
import java.util.List;

/** Reads what every repository has decided into a catalog: what can be known when the ledger is lost. */
public final class DecisionImport {

    /** Decisions of one transaction. */
    private static final int CHUNK = 500;

    private final List<SnapshotRepository> repositories;

    public DecisionImport(List<SnapshotRepository> repositories) {
        this.repositories = List.copyOf(repositories);
    }

    /** Names of the repositories that are read. */
    public List<String> names() {
        return repositories.stream().map(SnapshotRepository::name).toList();
    }

    /**
     * May be repeated: decisions that are known already change nothing.
     *
     * @throws io.snapledger.repository.RepositoryException if a repository cannot be read; what was read before stays
     */
    public void into(CatalogStore store) {
        for (SnapshotRepository repository : repositories) {
            List<Decision> decisions = repository.decisions(DecisionFilter.ALL);
            for (int from = 0; from < decisions.size(); from += CHUNK) {
                List<KnownDecision> chunk = decisions.subList(from, Math.min(from + CHUNK, decisions.size())).stream()
                        .map(decision -> new KnownDecision(repository.name(), decision))
                        .toList();
                store.change(change -> Projection.applyDecisions(change, chunk));
            }
        }
    }
}
