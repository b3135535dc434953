package io.snapledger.stores.files;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What became of the targets of the last restores of this process: once a restore has tidied up, nothing at the target tells it. */
final class RestoreMemory {

    private static final int MOST = 1_000;

    private record Key(Path target, String restoreId) {}

    private final Map<Key, Boolean> exchanged = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Boolean> eldest) {
            return size() > MOST;
        }
    };

    synchronized void begins(Path target, String restoreId) {
        exchanged.putIfAbsent(new Key(target, restoreId), false);
    }

    synchronized void exchanged(Path target, String restoreId) {
        exchanged.put(new Key(target, restoreId), true);
    }

    /** Whether the target was exchanged; empty if this process knows of no such restore. */
    synchronized Optional<Boolean> ofRestore(Path target, String restoreId) {
        return Optional.ofNullable(exchanged.get(new Key(target, restoreId)));
    }
}
