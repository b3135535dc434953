package io.snapledger.events;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * An attempt failed, or (final, by the scheduler alone) the snapshot will not be made.
 *
 * @param order what was to be dumped
 * @param attempt `<number>-<claim>`; absent when no attempt was claimed
 * @param reason constant word, e.g. `tool-failed`, `store-unreachable`, `staging-stalled`, `worker-restarted`, `worker-lost`, `deadline`, `cancelled`
 * @param message fact, values and hint; never a secret
 * @param retryable whether another attempt can help
 * @param isFinal true only from the scheduler: storage then makes the decision ABORTED
 */
public record DumpFailed(
        SnapshotOrder order,
        @Nullable String attempt,
        String reason,
        String message,
        boolean retryable,
        @JsonProperty("final") boolean isFinal)
        implements EventData, Ordered {
    public DumpFailed {
        requireNonNull(order, "order is missing");
        requireNonNull(reason, "reason is missing");
        requireNonNull(message, "message is missing");
    }

    @Override
    public String subject() {
        return snapshot();
    }

    @Override
    public String attemptPart() {
        return attempt == null ? "-" : attempt;
    }
}
