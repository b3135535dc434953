package io.snapledger.storage;

import io.snapledger.events.SegmentStaged;
import io.snapledger.repository.AttemptId;
import io.snapledger.repository.Decision;
import io.snapledger.repository.ObjectSource;
import io.snapledger.repository.RepositoryLayout;
import io.snapledger.repository.SegmentId;
import io.snapledger.repository.SnapshotId;
import io.snapledger.repository.StoreName;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Fetches announced segments early, a few at once. All of it is a hint: what does not fit in the queue, fails or comes late is
 * left to the commit, and told at debug level only.
 */
public final class SegmentHints implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(SegmentHints.class.getName());

    private final Repositories repositories;
    private final Workers workers;
    private final ThreadPoolExecutor executor;
    private final AtomicLong dropped = new AtomicLong();
    private final AtomicLong stored = new AtomicLong();

    /**
     * @param parallel segments at once
     * @param waiting most hints that wait; further ones are dropped
     */
    public SegmentHints(Repositories repositories, Workers workers, int parallel, int waiting) {
        this.repositories = repositories;
        this.workers = workers;
        AtomicInteger number = new AtomicInteger();
        this.executor = new ThreadPoolExecutor(
                parallel,
                parallel,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(waiting),
                task -> new Thread(task, "storage-pull-" + number.incrementAndGet()),
                (task, pool) -> dropped.incrementAndGet());
    }

    /** Returns at once. */
    public void offer(SegmentStaged hint) {
        executor.execute(() -> {
            try {
                pull(hint);
            } catch (IOException | RuntimeException e) {
                LOG.log(System.Logger.Level.DEBUG, () -> "hint is left to the commit: " + hint.subject(), e);
            }
        });
    }

    /** Hints that found no room. */
    public long dropped() {
        return dropped.get();
    }

    /** Segments that were stored by hints. */
    public long stored() {
        return stored.get();
    }

    /** Hints that wait. */
    public int waiting() {
        return executor.getQueue().size();
    }

    private void pull(SegmentStaged hint) throws IOException {
        Optional<Worker> known = workers.find(hint.worker());
        if (known.isEmpty()) {
            LOG.log(System.Logger.Level.DEBUG, "worker {0} is not registered", hint.worker());
            return;
        }
        Worker worker = known.get();
        SegmentId segment = new SegmentId(
                new StoreName(hint.store()),
                new SnapshotId(hint.snapshot()),
                AttemptId.parse(hint.attempt()),
                hint.number());
        for (String name : hint.repositories()) {
            OpenRepository repository = repositories.require(name);
            if (!mayStillWin(repository, segment)) {
                return; // a zombie's late segment: nobody would ever refer to it
            }
            put(repository, worker, segment, hint);
        }
        // Only now has every repository of the event its copy: staging may let go.
        worker.acknowledge(segment.snapshot(), segment.attempt(), segment.number());
    }

    /** What is put between this look and a decision is swept by the one who decides, or by the janitor. */
    private static boolean mayStillWin(OpenRepository repository, SegmentId segment) {
        Optional<Decision> decision = repository.objects().decision(segment.store(), segment.snapshot());
        return decision.isEmpty()
                || (decision.get().state() == Decision.State.COMMITTED
                        && AttemptId.of(decision.get().content()).equals(segment.attempt()));
    }

    private void put(OpenRepository repository, Worker worker, SegmentId segment, SegmentStaged hint) {
        ObjectSource source =
                worker.segment(segment.snapshot(), segment.attempt(), segment.number(), hint.length(), hint.sha256());
        repository.requireWritable();
        repository.backend().create(RepositoryLayout.segment(segment), source);
        stored.incrementAndGet();
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
