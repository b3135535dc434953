package io.snapledger.catalog;

import com.fasterxml.jackson.annotation.JsonValue;
import io.snapledger.events.Nullable;
import java.time.Instant;
import java.util.Locale;

/**
 * One try at dumping a store.
 *
 * @param number from 1
 * @param attempt `number-claim`; absent until a worker has claimed it
 * @param state how far it came
 * @param worker replica that claimed it
 * @param requestedAt when the scheduler asked for it
 * @param startedAt when it was claimed
 * @param sealedAt when the dump was whole
 * @param failedAt when it failed
 * @param reason constant word of the failure
 * @param message fact, values and hint
 * @param retryable whether another attempt could help
 */
public record Attempt(
        int number,
        @Nullable String attempt,
        State state,
        @Nullable String worker,
        @Nullable Instant requestedAt,
        @Nullable Instant startedAt,
        @Nullable Instant sealedAt,
        @Nullable Instant failedAt,
        @Nullable String reason,
        @Nullable String message,
        @Nullable Boolean retryable) {

    /** How far an attempt came. */
    public enum State {
        REQUESTED,
        RUNNING,
        FAILED,
        SEALED,
        /** At least one repository holds it. */
        COMMITTED;

        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
