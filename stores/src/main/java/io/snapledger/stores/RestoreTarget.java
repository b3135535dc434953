package io.snapledger.stores;

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Where to restore to and how.
 *
 * @param store the store restored into, with the credentials of a restore; of the snapshot's kind
 * @param options of this restore alone, validated by the kind like the store's own, e.g. {@code rename-suffix}
 */
public record RestoreTarget(StoreDefinition store, Map<String, String> options) {
    public RestoreTarget {
        Objects.requireNonNull(store, "store");
        options = Map.copyOf(options);
    }

    @Override
    public String toString() {
        return "RestoreTarget[" + store + ", options " + new TreeMap<>(options).keySet() + "]";
    }
}
