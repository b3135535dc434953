package io.snapledger.restore;

import io.snapledger.events.RestoredStore;
import io.snapledger.repository.Decision;

/** A listener that a test hears one thing of. */
class Quiet implements RestoreListener {

    @Override
    public void beginning(StoreRestore store) {}

    @Override
    public void progress(StoreRestore store, String phase, long done, long total) {}

    @Override
    public void restored(StoreRestore store, RestoredStore result) {}

    @Override
    public void damaged(String repository, Decision decision, String object, String message) {}
}
