package io.snapledger.stores;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What to dump, and until when.
 *
 * @param store what to dump
 * @param deadline every tool is killed then, and the dump fails with {@code DEADLINE}
 * @param previous what the snapshot holds whose bytes need not be stored again: an earlier one of this store, not always the last. It spares
 *     questions and bytes and never changes what the new snapshot holds: it may be of other options, or of another version, or
 *     absent
 */
public record DumpRequest(StoreDefinition store, Instant deadline, Optional<SnapshotContent> previous) {
    public DumpRequest {
        Objects.requireNonNull(store, "store");
        Objects.requireNonNull(deadline, "deadline");
        Objects.requireNonNull(previous, "previous");
    }

    /** The first dump of a store. */
    public DumpRequest(StoreDefinition store, Instant deadline) {
        this(store, deadline, Optional.empty());
    }
}
