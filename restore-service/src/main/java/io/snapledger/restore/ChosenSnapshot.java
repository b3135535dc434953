package io.snapledger.restore;

import io.snapledger.repository.SnapshotRepository;

/**
 * A snapshot that a restore has settled on. Kept, so that after a crash {@code latest} is still the same one.
 *
 * @param store name
 * @param snapshot id
 * @param repository name of the one it is read from
 */
public record ChosenSnapshot(String store, String snapshot, String repository) {

    static ChosenSnapshot of(StoreRestore store) {
        return new ChosenSnapshot(
                store.store(),
                store.decision().subject().snapshot().value(),
                store.repository().name());
    }

    boolean restsIn(SnapshotRepository place) {
        return place.name().equals(repository);
    }
}
