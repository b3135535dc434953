package io.snapledger.restore;

import io.snapledger.stores.Place;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The places that restores of this process write to, so that no two write to one. */
final class BusyPlaces {

    /** A place that cannot be had, since another restore has it or a part of it. */
    record Taken(StoreRestore wanted, String restore) {}

    private final Map<String, List<Place>> byRestore = new HashMap<>();

    /**
     * Takes all places of a restore, or none.
     *
     * @return the first that another restore has; empty: they are taken
     */
    synchronized Optional<Taken> take(String restore, List<StoreRestore> stores) {
        for (StoreRestore store : stores) {
            for (Map.Entry<String, List<Place>> other : byRestore.entrySet()) {
                if (!other.getKey().equals(restore) && other.getValue().stream().anyMatch(store.place()::overlaps)) {
                    return Optional.of(new Taken(store, other.getKey()));
                }
            }
        }
        byRestore.put(restore, stores.stream().map(StoreRestore::place).toList());
        return Optional.empty();
    }

    synchronized void release(String restore) {
        byRestore.remove(restore);
    }
}
