package io.snapledger.storage;

import io.snapledger.repository.AttemptId;
import io.snapledger.repository.ObjectKind;
import io.snapledger.repository.RepositoryException;
import io.snapledger.repository.RepositoryLayout;
import io.snapledger.repository.SnapshotId;
import io.snapledger.repository.StoreName;
import java.util.Set;
import java.util.TreeSet;

/** Segments of attempts that did not win their snapshot: nobody will ever refer to them. */
final class LostAttempts {

    private static final System.Logger LOG = System.getLogger(LostAttempts.class.getName());

    private LostAttempts() {}

    /** An attempt that has segments or a list. */
    record Attempt(StoreName store, SnapshotId snapshot, AttemptId attempt) implements Comparable<Attempt> {
        @Override
        public int compareTo(Attempt other) {
            return toString().compareTo(other.toString());
        }
    }

    /**
     * All attempts that have segments or a list; what is none of these is left alone.
     *
     * @param prefix {@code segments/}, or that of one snapshot
     */
    static Set<Attempt> below(OpenRepository repository, String prefix) {
        Set<Attempt> attempts = new TreeSet<>();
        repository.backend().list(prefix, object -> {
            if (ObjectKind.SEGMENT.is(object.key()) || ObjectKind.LIST.is(object.key())) {
                String[] parts = object.key().split("/", -1);
                attempts.add(new Attempt(new StoreName(parts[1]), new SnapshotId(parts[2]), AttemptId.parse(parts[3])));
            }
        });
        return attempts;
    }

    /** Deletes what it has left, if the commit of another attempt stands. */
    static void sweep(OpenRepository repository, Attempt lost) {
        long bytes = repository.protocol().sweepLost(lost.store(), lost.snapshot(), lost.attempt());
        LOG.log(System.Logger.Level.INFO, "attempt {0} has lost, {1} bytes swept", lost, bytes);
    }

    /** Deletes what the rivals of a winner have left. What cannot be deleted now is left to the janitor. */
    static void sweepRivals(OpenRepository repository, Attempt winner) {
        try {
            for (Attempt found : below(repository, RepositoryLayout.segmentsOf(winner.store(), winner.snapshot()))) {
                if (!found.equals(winner)) {
                    sweep(repository, found);
                }
            }
        } catch (RepositoryException e) {
            LOG.log(
                    System.Logger.Level.DEBUG,
                    "rivals of " + winner + " are left to the janitor: " + e.getMessage(),
                    e);
        }
    }
}
