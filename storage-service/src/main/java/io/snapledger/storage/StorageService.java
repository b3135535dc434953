package io.snapledger.storage;

import io.snapledger.events.DumpCompleted;
import io.snapledger.events.DumpFailed;
import io.snapledger.events.Event;
import io.snapledger.events.SegmentStaged;
import io.snapledger.events.ExpiryRequested;
import io.snapledger.events.UndeleteRequested;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;

/**
 * The story of storage-service: announced segments are fetched early, as long as that is easy; a sealed attempt is committed, a
 * snapshot given up is aborted, an expired one marked; and each of these is answered with what the decision holds. Whatever is
 * accepted survives this process.
 */
public final class StorageService implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(StorageService.class.getName());

    private final SegmentHints hints;
    private final WorkQueue queue;
    private final CommitSnapshot commit;
    private final Janitor janitor;
    private volatile boolean closed;

    StorageService(SegmentHints hints, WorkQueue queue, CommitSnapshot commit, Janitor janitor) {
        this.commit = commit;
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

    /**
     * Returns once the event is remembered durably, if it is one that storage answers; it may be acknowledged then. While the
     * journal cannot be written it waits: a full disk is no reason to lose an event.
     */
    public void accept(Event<?> event) {
        while (isWork(event)) {
            try {
                queue.accept(event);
                return;
            } catch (UncheckedIOException e) {
                LOG.log(System.Logger.Level.ERROR, "no event can be accepted: " + e.getMessage(), e.getCause());
                pause(e);
            }
        }
    }

    private void pause(UncheckedIOException failure) {
        try {
            TimeUnit.SECONDS.sleep(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure;
        }
        if (closed) {
            throw failure;
        }
    }

    /** A dump that failed but may be tried again is information for others. */
    private static boolean isWork(Event<?> event) {
        return event.data() instanceof DumpCompleted
                || (event.data() instanceof DumpFailed failed && failed.isFinal())
                || event.data() instanceof ExpiryRequested
                || event.data() instanceof UndeleteRequested;
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
        closed = true;
        janitor.close();
        hints.close();
        queue.close();
        commit.close();
    }
}
