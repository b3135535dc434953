package io.snapledger.catalog;

import io.snapledger.events.Identities;
import io.snapledger.repository.Decision;
import io.snapledger.repository.DecisionFilter;
import io.snapledger.repository.SnapshotRepository;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Reads what every repository has decided into a catalog: what can be known when the ledger is lost. */
public final class DecisionImport {

    /** Decisions of one transaction. */
    private static final int CHUNK = 500;

    private final List<SnapshotRepository> repositories;
    private final InstantSource clock;

    public DecisionImport(List<SnapshotRepository> repositories, InstantSource clock) {
        this.repositories = List.copyOf(repositories);
        this.clock = clock;
    }

    /** Names of the repositories that are read. */
    public List<String> names() {
        return repositories.stream().map(SnapshotRepository::name).toList();
    }

    /**
     * May be repeated: decisions that are known already change nothing. One that cannot be read is kept as damage of its snapshot,
     * and hides no other.
     *
     * @throws io.snapledger.repository.RepositoryException if a repository cannot be read; what was read before stays
     */
    public void into(CatalogStore store) {
        for (SnapshotRepository repository : repositories) {
            List<KnownDecision> known = known(repository, store);
            for (int from = 0; from < known.size(); from += CHUNK) {
                List<KnownDecision> chunk = known.subList(from, Math.min(from + CHUNK, known.size()));
                store.change(change -> Projection.applyDecisions(change, chunk));
            }
        }
    }

    private List<KnownDecision> known(SnapshotRepository repository, CatalogStore store) {
        List<KnownDecision> known = new ArrayList<>();
        List<String> nameless = new ArrayList<>();
        List<Decision> read = repository.decisions(DecisionFilter.ALL, unreadable -> {
            if (Identities.isSnapshot(unreadable.snapshot()) && Identities.isName(unreadable.store())) {
                known.add(KnownDecision.unreadable(repository.name(), unreadable, clock.instant()));
            } else {
                nameless.add(unreadable.object());
            }
        });
        read.forEach(decision -> known.add(new KnownDecision(repository.name(), decision)));
        if (!nameless.isEmpty()) {
            store.change(change -> change.note("repository '" + repository.name()
                    + "' has objects among its decisions that are none and name no snapshot: "
                    + String.join(", ", nameless)));
        }
        return known;
    }
}
