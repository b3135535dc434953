package io.snapledger.storage;

import io.snapledger.events.DumpCompleted;
import io.snapledger.events.Nullable;
import io.snapledger.repository.ObjectSource;
import io.snapledger.repository.RepositoryException;
import io.snapledger.repository.SegmentId;
import io.snapledger.repository.protocol.StagedSegments;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;

/**
 * What the worker of a sealed attempt still holds. Remembers which segments were taken from it, since these can be acknowledged
 * once every repository has them.
 */
final class StagedAttempt implements StagedSegments {

    private static final System.Logger LOG = System.getLogger(StagedAttempt.class.getName());

    private final @Nullable Worker worker;
    private final String workerId;
    private final ExecutorService fetching;
    private final Set<SegmentId> taken = ConcurrentHashMap.newKeySet();

    /**
     * @param worker null if the worker is not registered: then nothing can be had from it
     * @param fetching runs the fetches of all commits, a few at once
     */
    StagedAttempt(@Nullable Worker worker, DumpCompleted dump, ExecutorService fetching) {
        this.worker = worker;
        this.workerId = dump.worker();
        this.fetching = fetching;
    }

    @Override
    public Optional<ObjectSource> segment(SegmentId segment, long length, String sha256) {
        if (!has(() -> worker.holds(segment.snapshot(), segment.attempt(), segment.number(), length))) {
            return Optional.empty();
        }
        taken.add(segment);
        return Optional.of(worker.segment(segment.snapshot(), segment.attempt(), segment.number(), length, sha256));
    }

    @Override
    public Optional<ObjectSource> list(SegmentId anyOfAttempt, long length, String sha256) {
        return has(() -> worker.holdsList(anyOfAttempt.snapshot(), anyOfAttempt.attempt(), length))
                ? Optional.of(worker.list(anyOfAttempt.snapshot(), anyOfAttempt.attempt(), length, sha256))
                : Optional.empty();
    }

    @Override
    public void fetchEach(List<Integer> numbers, IntConsumer fetch) {
        List<Future<?>> running = new ArrayList<>();
        numbers.forEach(number -> running.add(fetching.submit(() -> fetch.accept(number))));
        RuntimeException failure = null;
        for (Future<?> one : running) {
            if (failure != null) {
                one.cancel(false);
            } else {
                failure = failureOf(one);
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private static @Nullable RuntimeException failureOf(Future<?> running) {
        try {
            running.get();
            return null;
        } catch (ExecutionException e) {
            return e.getCause() instanceof RuntimeException known ? known : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new RepositoryException.Transient("interrupted", "stopped while fetching segments", e);
        }
    }

    private boolean has(Question question) {
        if (worker == null) {
            return false;
        }
        try {
            return question.ask();
        } catch (IOException e) {
            throw new RepositoryException.Transient(
                    "worker-unreachable", "worker " + workerId + " does not answer: " + e.getMessage(), e);
        }
    }

    @FunctionalInterface
    private interface Question {
        boolean ask() throws IOException;
    }

    /** Every repository has them: staging may let go. A worker that does not hear it asks for the decision later. */
    void acknowledge() {
        for (SegmentId segment : List.copyOf(taken)) {
            try {
                worker.acknowledge(segment.snapshot(), segment.attempt(), segment.number());
                taken.remove(segment);
            } catch (IOException e) {
                LOG.log(System.Logger.Level.DEBUG, "worker " + workerId + " was not told of " + segment, e);
                return;
            }
        }
    }

    /** Why a lost segment may be lost. */
    String hint() {
        return worker == null
                ? "worker '" + workerId + "' is not registered; HINT: set snapledger.storage.workers." + workerId
                : "worker '" + workerId + "' does not have it any more";
    }
}
