package io.snapledger.restore;

import io.snapledger.events.RestoredStore;
import io.snapledger.repository.Decision;

/** Told how a restore goes on; must return quickly. */
public interface RestoreListener {

    /** The target may change from here on; called before it does, and kept if the process dies. */
    void beginning(StoreRestore store);

    /**
     * A backup of the target was made, to go back to.
     *
     * @param backup its id
     */
    default void safetySnapshot(StoreRestore store, String backup) {}

    /** The engine has ended well: the target is another than before, and not yet compared. */
    default void applied(StoreRestore store) {}

    /**
     * @param phase {@code safety-snapshot}, {@code verifying}, {@code applying} or {@code checking}
     * @param done bytes of this phase
     * @param total bytes of this phase, 0 if unknown
     */
    void progress(StoreRestore store, String phase, long done, long total);

    /** Equal to its evidence. */
    void restored(StoreRestore store, RestoredStore result);

    /** A stored object is missing or changed. */
    void damaged(String repository, Decision decision, String object, String message);

    /** Tells nobody. */
    RestoreListener NONE = new RestoreListener() {
        @Override
        public void beginning(StoreRestore store) {}

        @Override
        public void progress(StoreRestore store, String phase, long done, long total) {}

        @Override
        public void restored(StoreRestore store, RestoredStore result) {}

        @Override
        public void damaged(String repository, Decision decision, String object, String message) {}
    };
}
