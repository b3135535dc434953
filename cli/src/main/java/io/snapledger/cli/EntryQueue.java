package io.snapledger.cli;

import io.snapledger.restore.Subtree;
import io.snapledger.stores.SnapshotEntry;
import java.util.Comparator;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/** The entries of a snapshot, taken one by one while a thread of its own lists them a little ahead. */
final class EntryQueue implements AutoCloseable {

    private static final int AHEAD = 1000;
    private static final Comparator<String> ORDER = new PathOrder();

    /** How a listing ended: by itself, or by a failure. */
    private record End(RuntimeException failure) {}

    private final String snapshot;
    private final BlockingQueue<Object> queue = new ArrayBlockingQueue<>(AHEAD);
    private final Thread thread;
    private SnapshotEntry last;
    private boolean ended;

    EntryQueue(EntryLists lists, String snapshot) {
        this.snapshot = snapshot;
        this.thread = new Thread(() -> list(lists), "list-" + snapshot);
        this.thread.setDaemon(true);
        this.thread.start();
    }

    private void list(EntryLists lists) {
        try {
            End end = new End(null);
            try {
                lists.list(snapshot, Subtree.ALL, this::put);
            } catch (RuntimeException e) {
                end = new End(e);
            }
            queue.put(end);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody takes any more
        }
    }

    private void put(SnapshotEntry entry) {
        try {
            queue.put(entry);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CliException(Exit.INTERRUPTED, "interrupted", "interrupted", e);
        }
    }

    /**
     * The next entry; null at the end.
     *
     * @throws CliException if the snapshot cannot be listed, or not in the order of its paths
     */
    SnapshotEntry next() {
        if (ended) {
            return null;
        }
        Object next = take();
        if (next instanceof End end) {
            ended = true;
            if (end.failure() != null) {
                throw end.failure();
            }
            return null;
        }
        SnapshotEntry entry = (SnapshotEntry) next;
        if (last != null && ORDER.compare(last.path(), entry.path()) >= 0) {
            throw new CliException(
                    Exit.FAILED,
                    "not-ordered",
                    "snapshot " + snapshot + " lists '" + entry.path() + "' after '" + last.path()
                            + "', so that it cannot be compared; HINT: snapledger snapshot ls " + snapshot);
        }
        last = entry;
        return entry;
    }

    private Object take() {
        try {
            return queue.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CliException(Exit.INTERRUPTED, "interrupted", "interrupted", e);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
