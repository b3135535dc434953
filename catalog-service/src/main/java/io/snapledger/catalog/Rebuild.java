package io.snapledger.catalog;

import com.fasterxml.jackson.annotation.JsonValue;
import io.snapledger.events.Nullable;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * A rebuild of the catalog.
 *
 * @param from what it is made from
 * @param state how far it is
 * @param startedAt when it was asked for
 * @param endedAt when it took the old catalog's place, or failed
 * @param message why it failed
 */
public record Rebuild(
        Source from,
        State state,
        Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable String message) {

    /** What a catalog is made from. */
    public enum Source {
        /** Everything that Kafka still has. */
        KAFKA,
        /** What the repositories have decided, and what happens from now on; all else is marked as unknown. */
        REPOSITORY,
        /** Both: what the repositories have decided, and everything that Kafka still has. */
        ALL;

        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Optional<Source> of(String word) {
            return Arrays.stream(values()).filter(it -> it.word().equals(word)).findFirst();
        }
    }

    /** How far a rebuild is. Until it is done, the old catalog answers. */
    public enum State {
        RUNNING,
        DONE,
        FAILED;

        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public static Rebuild started(Source from, Instant now) {
        return new Rebuild(from, State.RUNNING, now, null, null);
    }

    public Rebuild done(Instant now) {
        return new Rebuild(from, State.DONE, startedAt, now, null);
    }

    public Rebuild failed(String why, Instant now) {
        return new Rebuild(from, State.FAILED, startedAt, now, why);
    }
}
