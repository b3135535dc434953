package io.snapledger.stores;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * One thing in a snapshot that can be listed, found, compared and restored alone.
 *
 * @param path its names from the outermost in, separated by {@code /}, e.g. {@code docs/a.txt} or {@code shop/public/orders};
 *     what is not printable text in a name is escaped so that the path names this thing alone
 * @param type in the kind's words, e.g. {@code file}, {@code directory}, {@code database}, {@code table}
 * @param bytes size; empty if it has none of its own
 * @param modified when it was changed last; empty if the store does not know
 * @param digest differs when the content differs; empty if the snapshot does not know
 */
public record SnapshotEntry(
        String path, String type, Optional<Long> bytes, Optional<Instant> modified, Optional<String> digest) {
    public SnapshotEntry {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(bytes, "bytes");
        Objects.requireNonNull(modified, "modified");
        Objects.requireNonNull(digest, "digest");
    }
}
