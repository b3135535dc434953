package io.snapledger.stores;

import java.time.Instant;
import java.util.Objects;

/**
 * What to dump, and until when.
 *
 * @param store what to dump
 * @param deadline every tool is killed then, and the dump fails with {@code DEADLINE}
 */
public record DumpRequest(StoreDefinition store, Instant deadline) {
    public DumpRequest {
        Objects.requireNonNull(store, "store");
        Objects.requireNonNull(deadline, "deadline");
    }
}
