package io.snapledger.dump;

import io.snapledger.events.Nullable;
import io.snapledger.events.SealedContent;
import io.snapledger.repository.Decision;
import io.snapledger.stores.SnapshotContent;
import io.snapledger.stores.StreamContent;
import java.util.Optional;

/**
 * Whether a dump that went well may nevertheless not be what the store should hold: a disk that is not mounted, a path that
 * moved, a table that somebody emptied. Such a snapshot is kept and told as suspect, with both numbers.
 */
final class Suspicion {

    /** A store that has shrunk to this part of itself, or less, is suspect. */
    private static final int TENTH = 10;

    private Suspicion() {}

    /**
     * @param previous the newest committed backup of the same store
     * @return null if nothing speaks against it
     */
    static @Nullable String of(SnapshotContent content, Optional<Decision.Committed> previous) {
        long objects = content.objects();
        if (previous.isEmpty()) {
            return objects == 0 ? "the store is empty: 0 objects, and there is no earlier backup" : null;
        }
        SealedContent before = previous.get().content();
        String since = previous.get().subject().snapshot().value();
        if (objects == 0) {
            return "the store is empty: 0 objects, " + before.objects() + " in snapshot " + since;
        }
        if (objects <= before.objects() / TENTH) {
            return "the store has shrunk: " + objects + " objects, " + before.objects() + " in snapshot " + since;
        }
        long bytes = content.streams().stream().mapToLong(StreamContent::bytes).sum();
        return bytes <= before.bytesRead() / TENTH
                ? "the store has shrunk: " + bytes + " bytes, " + before.bytesRead() + " in snapshot " + since
                : null;
    }
}
