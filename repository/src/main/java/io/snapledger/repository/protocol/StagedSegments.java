package io.snapledger.repository.protocol;

import io.snapledger.repository.ObjectSource;
import io.snapledger.repository.SegmentId;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;

/** What storage can still have from the worker that dumped. */
public interface StagedSegments {

    /**
     * A segment in staging.
     *
     * @return empty if it is not there any more
     * @throws io.snapledger.repository.RepositoryException.Transient if the worker does not answer
     */
    Optional<ObjectSource> segment(SegmentId segment, long length, String sha256);

    /** The segment list of an attempt; the id's number is of no account. */
    Optional<ObjectSource> list(SegmentId anyOfAttempt, long length, String sha256);

    /**
     * Runs a fetch for each of the segments that are missing; may run some of them at once.
     *
     * @throws RuntimeException what one of them threw
     */
    default void fetchEach(List<Integer> numbers, IntConsumer fetch) {
        numbers.forEach(fetch::accept);
    }
}
