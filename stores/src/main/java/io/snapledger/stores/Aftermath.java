package io.snapledger.stores;

import java.util.List;

/**
 * What a look at a target found after a restore that did not end well.
 *
 * @param change whether what was there before the restore is still what is there
 * @param changed what was changed, in the store's words, e.g. {@code database shop was replaced; the old one is shop__old_1f}
 * @param left what the restore made and could not remove, e.g. {@code directory /srv/.snapledger-restore-1}, each with what to do
 */
public record Aftermath(Change change, List<String> changed, List<String> left) {

    /** What became of the target. */
    public enum Change {
        /** It is as it was. */
        NONE,
        /** It is another than it was. */
        CHANGED,
        /** Nobody can tell: it does not answer, or the kind has no way to know. */
        UNKNOWN
    }

    public Aftermath {
        changed = List.copyOf(changed);
        left = List.copyOf(left);
    }

    /** Nobody could look. */
    public static Aftermath unknown(String why) {
        return new Aftermath(Change.UNKNOWN, List.of(why), List.of());
    }
}
