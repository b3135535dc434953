package io.snapledger.stores;

import io.snapledger.stores.StoreException.Reason;
import java.util.List;
import java.util.OptionalLong;

/**
 * What a restore would do.
 *
 * @param fresh whether the target holds nothing but its installer's defaults, where the restore would write
 * @param freshness why: a sentence that names what is there
 * @param swaps whether the restore is made beside and swapped in, so that a failure leaves the target as it was
 * @param changes object by object
 * @param requiredBytes free space needed at the target, roughly
 * @param blockers reasons that forbid the restore; sentences with a hint
 * @param warnings what somebody should know before
 */
public record RestorePlan(
        boolean fresh,
        String freshness,
        boolean swaps,
        List<Change> changes,
        OptionalLong requiredBytes,
        List<String> blockers,
        List<String> warnings) {
    public RestorePlan {
        changes = List.copyOf(changes);
        blockers = List.copyOf(blockers);
        warnings = List.copyOf(warnings);
    }

    /** Whether nothing forbids it; a target that is not fresh needs the word {@code replace} besides. */
    public boolean possible() {
        return blockers.isEmpty();
    }

    /**
     * Ends a restore that something forbids.
     *
     * @throws StoreException {@code BLOCKED}
     */
    public void requirePossible() throws StoreException {
        if (!possible()) {
            throw new StoreException(Reason.BLOCKED, String.join("; ", blockers), "nothing was changed at the target");
        }
    }

    /**
     * Ends a restore that something forbids, or that nobody has agreed to.
     *
     * @param replace whether data at the target may be replaced
     * @param target where it is, in words
     * @param instead what could be done otherwise, as in "restore into a new server"
     * @throws StoreException {@code BLOCKED} or {@code NOT_FRESH}
     */
    public void requireAgreed(boolean replace, String target, String instead) throws StoreException {
        requirePossible();
        if (!fresh && !replace) {
            throw new StoreException(
                    Reason.NOT_FRESH,
                    "the target at " + target + " is not fresh: " + freshness,
                    instead + ", or say that it may be replaced");
        }
    }

    /** What happens to an object. */
    public enum Action {
        /** It is not there and will be. */
        CREATE,
        /** It is there and its content will be the snapshot's alone. */
        REPLACE,
        /** It is there and stays as it is, although the snapshot has it too. */
        KEEP
    }

    /**
     * One object's fate.
     *
     * @param object in the store's words, e.g. {@code database shop}
     */
    public record Change(Action action, String object) {}
}
