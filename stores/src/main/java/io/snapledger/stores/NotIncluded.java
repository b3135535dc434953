package io.snapledger.stores;

import java.util.Objects;

/**
 * Something that the snapshot does not hold, and why.
 *
 * @param what e.g. {@code planner statistics}, {@code database archive}, {@code home/anna/.cache/lock}
 * @param reason e.g. {@code pg_dump does not carry them; the restore runs ANALYZE}
 * @param cause what it means for the snapshot
 * @param count how many things this line stands for, at least 1: a long list is summed up, e.g. {@code 9,900 more files}
 */
public record NotIncluded(String what, String reason, Cause cause, long count) {

    /** What an omission means for the snapshot. */
    public enum Cause {
        /** No dump of this kind ever carries it. */
        INHERENT,
        /** The plan wants it so: an option of the store leaves it out, or it was accepted for good. */
        CHOSEN,
        /** It exists, the plan wants it, and it could not be carried: the snapshot is partial. */
        MISSED
    }

    public NotIncluded {
        Objects.requireNonNull(what, "what");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(cause, "cause");
        if (count < 1) {
            throw new IllegalArgumentException("'" + what + "' is not included " + count + " times");
        }
    }

    /** What no dump of the kind carries. */
    public static NotIncluded inherent(String what, String reason) {
        return new NotIncluded(what, reason, Cause.INHERENT, 1);
    }

    /** What the plan leaves out. */
    public static NotIncluded chosen(String what, String reason) {
        return new NotIncluded(what, reason, Cause.CHOSEN, 1);
    }

    /** What should be there and is not. */
    public static NotIncluded missed(String what, String reason) {
        return new NotIncluded(what, reason, Cause.MISSED, 1);
    }
}
