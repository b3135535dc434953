package io.snapledger.storage;

import io.snapledger.events.DumpCompleted;
import io.snapledger.events.Nullable;
import io.snapledger.repository.ObjectSource;
import io.snapledger.repository.RepositoryException;
import io.snapledger.repository.SegmentId;
import io.snapledger.repository.protocol.StagedSegments;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;

/**
 * What the worker of a sealed attempt still holds. Remembers which segments were taken from it, since these can be acknowledged
 * once every repository has them.
 */
final class StagedAttempt implements StagedSegments {

    private static final System.Logger LOG = System.getLogger(StagedAttempt.class.getName());

    private final @Nullable Worker worker;
    private final String workerId;
    private final Set<SegmentId> taken = new CopyOnWriteArraySet<>();

    /**
     * @param worker null if the worker is not registered: then nothing can be had from it
     */
    StagedAttempt(@Nullable Worker worker, DumpCompleted dump) {
        this.worker = worker;
        this.workerId = dump.worker();
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
