package io.snapledger.storage;

import io.snapledger.events.DumpCompleted;
import io.snapledger.events.DumpFailed;
import io.snapledger.events.Event;
import io.snapledger.events.ExpiryRequested;
import io.snapledger.events.SegmentStaged;
import io.snapledger.events.UndeleteRequested;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The story of storage-service: announced segments are fetched early, as long as that is easy; a sealed attempt is committed, a
 * snapshot given up is aborted, an expired one marked; and each of these is answered with what the decision holds. This
 * process remembers nothing: what it has not done Kafka gives to the next one.
 */
public final class StorageService implements AutoCloseable {

    private final SegmentHints hints;
    private final WorkQueue queue;
    private final CommitSnapshot commit;
    private final Janitor janitor;

    StorageService(SegmentHints hints, WorkQueue queue, CommitSnapshot commit, Janitor janitor) {
        this.commit = commit;
        this.hints = hints;
        this.queue = queue;
        this.janitor = janitor;
    }

    /** Begins to watch. */
    public void start() {
        janitor.start();
    }

    /** Returns at once; the event may be acknowledged. */
    public void hint(Event<?> event) {
        if (event.data() instanceof SegmentStaged hint) {
            hints.offer(hint);
        }
    }

    /** Returns at once; the event may be acknowledged when the answer completes, which is at once if storage has none to give. */
    public CompletionStage<Void> accept(Event<?> event) {
        return isWork(event) ? queue.accept(event) : CompletableFuture.completedStage(null);
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
        janitor.close();
        hints.close();
        queue.close();
        commit.close();
    }
}
