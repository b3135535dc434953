package io.snapledger.cli;

import io.snapledger.repository.UnreadableDecision;
import io.snapledger.restore.Subtree;
import io.snapledger.stores.SnapshotEntry;
import java.util.List;
import java.util.function.Consumer;

/** Lists what snapshots hold, wherever they are opened. */
public interface EntryLists extends AutoCloseable {

    /**
     * Lists a snapshot in the order of its paths.
     *
     * @throws CliException not found, wrong key, damaged, or cut off
     */
    void list(String snapshot, Subtree within, Consumer<SnapshotEntry> entries);

    /**
     * The snapshots of a store that can be restored, the newest first.
     *
     * @param unreadable told of decisions that cannot be read, since they may be of some more
     */
    List<String> ofStore(String store, Consumer<UnreadableDecision> unreadable);

    @Override
    void close();
}
