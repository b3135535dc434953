package io.snapledger.events;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;

/**
 * Where a store is restored to, and what of it.
 *
 * @param store a configured store of the same kind; absent means the store itself
 * @param options options of the store that are overridden, e.g. `path` of a files store; never a secret
 * @param only paths as `snapshot ls` tells them: these alone, with all below them; empty means the whole snapshot, and is left out
 *     of the JSON, so that requests signed before this field was known stay valid
 */
public record RestoreTo(
        @Nullable String store,
        Map<String, String> options,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> only) {
    public RestoreTo {
        options = options == null ? Map.of() : Map.copyOf(options);
        only = only == null ? List.of() : List.copyOf(only);
    }

    /** The whole snapshot. */
    public RestoreTo(@Nullable String store, Map<String, String> options) {
        this(store, options, List.of());
    }
}
