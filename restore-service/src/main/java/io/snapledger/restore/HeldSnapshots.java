package io.snapledger.restore;

import io.snapledger.events.Nullable;
import io.snapledger.repository.Decision;
import io.snapledger.repository.SnapshotRepository;
import io.snapledger.repository.keys.KeyRing;
import io.snapledger.stores.SnapshotEntry;
import io.snapledger.stores.StoreEngines;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Looks into single snapshots of the repositories at hand, with the keys at hand. */
public final class HeldSnapshots {

    private final RepositoryChoice repositories;
    private final SnapshotListing listing;

    /** @param repositories in the order in which they are asked */
    public HeldSnapshots(
            List<SnapshotRepository> repositories, KeyRing keys, StoreEngines engines, InstantSource clock) {
        this.repositories = new RepositoryChoice(repositories, clock);
        this.listing = new SnapshotListing(keys, engines);
    }

    /** A snapshot that was found, and where. */
    public record Held(SnapshotRepository repository, Decision decision) {}

    /**
     * Finds a snapshot.
     *
     * @param repository look here alone; null: the first that has it
     * @throws RestoreFailure {@code NOT_FOUND} if none has it, or it cannot be restored any more; or the repository does not answer
     */
    public Held find(String snapshot, @Nullable String repository) throws RestoreFailure {
        SnapshotSelection selection = new SnapshotSelection(snapshot, null, List.of(), List.of());
        RepositoryChoice.Found found =
                repositories.find(new RestoreWish(selection, repository, Map.of(), false, false));
        return new Held(found.repository(), found.selected().decisions().get(0));
    }

    /**
     * Lists it in the order of its paths. It is not pinned: should somebody delete it meanwhile, the list ends with a failure.
     *
     * @throws RestoreFailure wrong key, damaged, or the repository does not answer
     */
    public void list(Held held, Consumer<SnapshotEntry> entries) throws RestoreFailure, InterruptedException {
        listing.list(held.repository(), held.decision(), entries);
    }
}
