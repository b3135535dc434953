package io.snapledger.scheduler;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.snapledger.events.Nullable;
import io.snapledger.events.Outcome;
import io.snapledger.events.UploadFinished;
import java.util.Locale;

/**
 * Where one store of an open backup stands. All times are values of {@link Watch#elapsed()}. Every phase ends by an event
 * or by a limit; only storage's answer, or its absence long after the deadline, leads to {@link Closed}.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "phase")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Phase.Waiting.class, name = "waiting"),
    @JsonSubTypes.Type(value = Phase.Pausing.class, name = "pausing"),
    @JsonSubTypes.Type(value = Phase.Running.class, name = "running"),
    @JsonSubTypes.Type(value = Phase.Sealed.class, name = "sealed"),
    @JsonSubTypes.Type(value = Phase.Aborting.class, name = "aborting"),
    @JsonSubTypes.Type(value = Phase.Settling.class, name = "settling"),
    @JsonSubTypes.Type(value = Phase.Closed.class, name = "closed")
})
public sealed interface Phase {

    /** Whether another attempt, or the end of the present one, is still expected from a worker or from storage. */
    @JsonIgnore
    default boolean isTrying() {
        return this instanceof Waiting || this instanceof Pausing || this instanceof Running || this instanceof Sealed;
    }

    /** The phase in one word, as the API shows it. */
    default String word() {
        return getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    /**
     * The attempt is requested and nobody has claimed it.
     *
     * @param startBefore until when it may be claimed
     */
    record Waiting(Watch.Limit startBefore) implements Phase {}

    /**
     * An attempt failed by itself; the next one is requested after a pause.
     *
     * @param until end of the pause
     */
    record Pausing(long until) implements Phase {}

    /**
     * A worker has the attempt.
     *
     * @param attempt the first claim of its number
     * @param worker id of the worker, for messages
     * @param heard last sign of life
     */
    record Running(String attempt, String worker, long heard) implements Phase {}

    /**
     * The dump is whole; storage decides.
     *
     * @param attempt the sealed attempt
     * @param since when storage was last owed an answer
     * @param lost storage has said that another attempt is committed; its {@code upload.finished} must come
     */
    record Sealed(String attempt, long since, boolean lost) implements Phase {}

    /**
     * {@code dump.failed{final}} is published; storage answers with what the decision holds.
     *
     * @param reason constant word
     * @param message fact, values and hint
     * @param asked when storage was last asked
     */
    record Aborting(String reason, String message, long asked) implements Phase {}

    /**
     * The first repository has decided; the copies have yet to be reported.
     *
     * @param result how the store ends
     * @param since when the first repository's answer came
     */
    record Settling(Closed result, long since) implements Phase {}

    /**
     * The store has ended.
     *
     * @param outcome complete, partial, failed, cancelled or undecided
     * @param attempt the attempt that won
     * @param reason constant word of the failure
     * @param message fact, values and hint
     * @param bytesRead plaintext bytes
     * @param bytesStored bytes of its own segments
     * @param missed how many things the snapshot does not hold though they exist and the plan wants them
     * @param suspect why it may not be what the store should hold
     */
    record Closed(
            Outcome outcome,
            @Nullable String attempt,
            @Nullable String reason,
            @Nullable String message,
            long bytesRead,
            long bytesStored,
            long missed,
            @Nullable String suspect)
            implements Phase {

        /** The end of a store whose snapshot is committed. */
        static Closed with(UploadFinished upload) {
            return new Closed(
                    upload.missed() > 0 ? Outcome.PARTIAL : Outcome.COMPLETE,
                    upload.attempt(),
                    null,
                    null,
                    upload.bytesRead(),
                    upload.bytesStored(),
                    upload.missed(),
                    upload.suspect());
        }

        /** The end of a store without a snapshot. */
        static Closed without(Outcome outcome, String reason, String message) {
            return new Closed(outcome, null, reason, message, 0, 0, 0, null);
        }
    }
}
