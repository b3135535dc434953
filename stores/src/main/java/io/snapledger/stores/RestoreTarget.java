package io.snapledger.stores;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Where to restore to and how.
 *
 * @param store the store restored into, with the credentials of a restore; of the snapshot's kind
 * @param options of this restore alone, validated by the kind like the store's own, e.g. {@code rename-suffix}
 * @param only paths as {@link StoreEngine#list} tells them: these alone, with all below them, are restored, and nothing else of the
 *     target is touched, and of the streams no more is read than they need; empty means the whole snapshot. A path that the snapshot does
 *     not hold is refused before anything changes
 */
public record RestoreTarget(StoreDefinition store, Map<String, String> options, List<String> only) {
    public RestoreTarget {
        Objects.requireNonNull(store, "store");
        options = Map.copyOf(options);
        only = List.copyOf(only);
    }

    /** The whole snapshot. */
    public RestoreTarget(StoreDefinition store, Map<String, String> options) {
        this(store, options, List.of());
    }

    @Override
    public String toString() {
        return "RestoreTarget[" + store + ", options " + new TreeMap<>(options).keySet()
                + (only.isEmpty() ? "" : ", only " + only) + "]";
    }
}
