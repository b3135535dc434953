package io.snapledger.storage;

import io.snapledger.events.BackupCancelled;
import io.snapledger.events.DumpCompleted;
import io.snapledger.events.DumpFailed;
import io.snapledger.events.Event;
import io.snapledger.events.SegmentStaged;
import io.snapledger.events.SnapshotExpired;

/**
 * The story of storage-service: announced segments are fetched early, as long as that is easy; a sealed attempt is committed, a
 * snapshot given up is aborted, an expired one marked; and each of these is answered with what the decision holds. Whatever is
 * accepted survives this process.
 */
public final class StorageService implements AutoCloseable {

    private final SegmentHints hints;
    private final WorkQueue queue;
    private final Janitor janitor;

    public StorageService(SegmentHints hints, WorkQueue queue, Janitor janitor) {
        this.hints = hints;
        this.queue = queue;
        this.janitor = janitor;
    }

    /** Takes up what an earlier process left behind, then watches. */
    public void start() {
        queue.resume();
        janitor.start();
    }

    /** Returns at once; the event may be acknowledged. */
    public void hint(Event<?> event) {
        if (event.data() instanceof SegmentStaged hint) {
            hints.offer(hint);
        }
    }

    /** Returns once the event is remembered durably, if it is one that storage answers; it may be acknowledged then. */
    public void accept(Event<?> event) {
        if (isWork(event)) {
            queue.accept(event);
        }
    }

    /** A dump that failed but may be tried again is information for others. */
    private static boolean isWork(Event<?> event) {
        return event.data() instanceof DumpCompleted
                || (event.data() instanceof DumpFailed failed && failed.isFinal())
                || event.data() instanceof BackupCancelled
                || event.data() instanceof SnapshotExpired;
    }

    public SegmentHints hints() {
        return hints;
    }

    public WorkQueue queue() {
        return queue;
    }

    public Janitor janitor() {
        return janitor;
    }

    @Override
    public void close() {
        janitor.close();
        hints.close();
        queue.close();
    }
}
