package io.snapledger.events;

import java.util.Map;

/**
 * Where a store is restored to.
 *
 * @param store a configured store of the same kind; absent means the store itself
 * @param options options of the store that are overridden, e.g. `path` of a files store; never a secret
 */
public record RestoreTo(@Nullable String store, Map<String, String> options) {
    public RestoreTo {
        options = options == null ? Map.of() : Map.copyOf(options);
    }
}
