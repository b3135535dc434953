package io.snapledger.catalog;

import io.snapledger.events.Identities;
import io.snapledger.repository.DecidedSnapshot;
import io.snapledger.repository.DecisionFilter;
import io.snapledger.repository.RepositoryException;
import io.snapledger.repository.SnapshotRepository;
import io.snapledger.repository.UnreadableDecision;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Reads what every repository has decided into a catalog: what can be known when the ledger is lost. That is one listing and one read for
 * each decision, the newest first; the catalog keeps how far it has come, so that what breaks off goes on there.
 */
public final class DecisionImport {

    /** What is read again after a failure. */
    private static final int CHUNK = 500;

    /** Objects that a note names. */
    private static final int MOST_NAMED = 20;

    /** Before the name of a repository: the setting with the key of the last decision that was read. */
    private static final String REACHED = "decisions-read-of-";

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
     * @throws RepositoryException if a repository cannot be read; what was read before stays, and the next call goes on behind it
     */
    public void into(Catalog store) {
        repositories.forEach(repository -> read(repository, store));
        names().forEach(name -> store.setting(REACHED + name, null));
    }

    private void read(SnapshotRepository repository, Catalog store) {
        List<UnreadableDecision> strays = new ArrayList<>();
        List<DecidedSnapshot> decided = repository.decided(DecisionFilter.ALL, strays::add);
        String reached = store.setting(REACHED + repository.name());
        int done = 0; // decisions are never removed: what was reached is found again
        for (int i = 0; i < decided.size() && reached != null; i++) {
            if (decided.get(i).key().equals(reached)) {
                done = i + 1;
                break;
            }
        }
        for (int from = done; from < decided.size(); from += CHUNK) {
            List<DecidedSnapshot> some = decided.subList(from, Math.min(from + CHUNK, decided.size()));
            List<KnownDecision> known = some.stream()
                    .map(name -> known(repository, name))
                    .flatMap(Optional::stream)
                    .toList();
            store.applyDecisions(known);
            store.setting(REACHED + repository.name(), some.get(some.size() - 1).key());
        }
        tellOthers(repository, strays, store);
    }

    private Optional<KnownDecision> known(SnapshotRepository repository, DecidedSnapshot name) {
        try {
            return repository
                    .decision(name.store(), name.snapshot())
                    .map(decision -> new KnownDecision(repository.name(), decision));
        } catch (RepositoryException.Permanent e) {
            return Optional.of(unreadable(repository, UnreadableDecision.at(name.key(), e)));
        }
    }

    private KnownDecision unreadable(SnapshotRepository repository, UnreadableDecision decision) {
        return KnownDecision.unreadable(repository.name(), decision, clock.instant());
    }

    /** What stands among the decisions and is none. */
    private void tellOthers(SnapshotRepository repository, List<UnreadableDecision> strays, Catalog store) {
        List<KnownDecision> damaged = new ArrayList<>();
        List<String> nameless = new ArrayList<>();
        for (UnreadableDecision stray : strays) {
            if (Identities.isSnapshot(stray.snapshot()) && Identities.isName(stray.store())) {
                damaged.add(unreadable(repository, stray));
            } else {
                nameless.add(stray.object());
            }
        }
        store.applyDecisions(damaged);
        if (!nameless.isEmpty()) {
            String more = nameless.size() > MOST_NAMED ? " and " + (nameless.size() - MOST_NAMED) + " more" : "";
            store.note("repository '" + repository.name()
                    + "' has objects among its decisions that are none and name no snapshot: "
                    + nameless.stream().limit(MOST_NAMED).collect(Collectors.joining(", ")) + more);
        }
    }
}
