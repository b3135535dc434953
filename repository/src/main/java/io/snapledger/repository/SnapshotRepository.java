package io.snapledger.repository;

import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * What dump and restore see of a repository: they can read everything, pin, and add wrapped keys; they can neither write nor
 * delete segments or decisions. {@link BackendRepository} is one at hand (cold restore, storage-service),
 * {@code http.HttpRepository} one behind storage-service. Failures are {@link RepositoryException}s, the same for both.
 */
public interface SnapshotRepository {

    /** Name of the repository in the configuration. */
    String name();

    /** What the place is; a {@code Permanent} failure if it is no repository or of a later format. */
    RepositoryInfo info();

    /** Empty: nothing has been decided. A decision that cannot be read is a {@link DamagedSnapshotException}. */
    Optional<Decision> decision(StoreName store, SnapshotId snapshot);

    /**
     * The newest backup first; within a backup by store. One that cannot be read is a {@link RepositoryException}; strays are
     * passed over.
     */
    default List<Decision> decisions(DecisionFilter filter) {
        return decisions(filter, unreadable -> {
            if (!unreadable.isStray()) {
                throw unreadable.asFailure();
            }
        });
    }

    /**
     * Those that can be read, sorted as {@link #decisions(DecisionFilter)}: one damaged object hides no other.
     *
     * @param unreadable told each of the others that may be meant: only their names can be compared with the filter
     */
    List<Decision> decisions(DecisionFilter filter, Consumer<UnreadableDecision> unreadable);

    /**
     * The names of the decisions that a filter may mean, the newest first; of one backup by snapshot. One listing and no reads: plan and
     * states of the filter, and fractions of a second, are not looked at.
     *
     * @param strays told of what stands among the decisions and is none, where all are asked for
     */
    List<DecidedSnapshot> decided(DecisionFilter filter, Consumer<UnreadableDecision> strays);

    /**
     * Tells decisions in the order of {@link #decisions(DecisionFilter, Consumer)} for as long as somebody wants more: one listing, and
     * reads up to the end of the second in which nobody does.
     *
     * @param unreadable told of those up to there that cannot be read
     * @param more told each; false: that was enough
     */
    default void newest(DecisionFilter filter, Consumer<UnreadableDecision> unreadable, Predicate<Decision> more) {
        new NewestFirst(this, filter, unreadable).tell(more);
    }

    /**
     * A range of a segment. The stream may end early if the segment does.
     *
     * @throws ObjectMissingException if the segment is not there
     */
    InputStream segment(SegmentId segment, long offset, long length);

    /**
     * The plain segment list of an attempt, as stored.
     *
     * @throws ObjectMissingException if it is not there
     */
    byte[] segmentList(StoreName store, SnapshotId snapshot, AttemptId attempt);

    /** Makes a pin; nothing happens if there is one of that holder. Read the decision <em>after</em> this, never before. */
    void pin(Pin pin);

    /** Removes a pin; nothing happens if there is none. */
    void unpin(SnapshotId snapshot, PinHolder holder);

    /** All wrapped data keys of a store, of every epoch and recipient; those that cannot be read are told as such. */
    List<WrappedKey> wrappedKeys(StoreName store);

    /** Adds a wrapped key. One that exists already is left as it is. */
    void addWrappedKey(WrappedKey key);
}
