package io.snapledger.events;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Something that a dump leaves out.
 *
 * @param what what
 * @param reason why
 * @param cause what it means for the snapshot
 * @param count how many things it stands for
 */
public record NotIncluded(String what, String reason, Cause cause, long count) {

    /** What an omission means for the snapshot. */
    public enum Cause {
        /** No dump of this kind ever carries it. */
        @JsonProperty("inherent")
        INHERENT,
        /** The plan wants it so. */
        @JsonProperty("chosen")
        CHOSEN,
        /** It exists, the plan wants it, and it is not there; also what words of a later version are read as. */
        @JsonEnumDefaultValue
        @JsonProperty("missed")
        MISSED
    }

    public NotIncluded {
        requireNonNull(what, "what is missing");
        requireNonNull(reason, "reason is missing");
        requireNonNull(cause, "cause is missing");
    }
}
