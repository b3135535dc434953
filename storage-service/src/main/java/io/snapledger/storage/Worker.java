package io.snapledger.storage;

import io.snapledger.repository.AttemptId;
import io.snapledger.repository.ObjectSource;
import io.snapledger.repository.SnapshotId;
import java.io.IOException;

/**
 * A dump-service replica that holds staged bytes, known by its registered id. Nothing in an event says where it is.
 *
 * <p>Streams and calls fail with {@link StagedLostException} if the worker answers that it has no such file or offers
 * another length, and with any other {@link IOException} if it does not answer properly, which may pass.
 */
public interface Worker {

    /** The id under which it is registered. */
    String id();

    /**
     * A staged segment. Opened lazily, from its beginning each time; length and digest are checked where it is stored.
     *
     * @param length bytes, from the event or the segment list
     * @param sha256 lower-case hex, from the event or the segment list
     */
    ObjectSource segment(SnapshotId snapshot, AttemptId attempt, int number, long length, String sha256);

    /**
     * Whether the worker has such a segment of that length.
     *
     * @throws IOException if it does not answer
     */
    boolean holds(SnapshotId snapshot, AttemptId attempt, int number, long length) throws IOException;

    /** The same of the segment list. */
    boolean holdsList(SnapshotId snapshot, AttemptId attempt, long length) throws IOException;

    /** The staged segment list of an attempt. */
    ObjectSource list(SnapshotId snapshot, AttemptId attempt, long length, String sha256);

    /**
     * Tells the worker that a segment rests in all repositories and its room may be used again. Repeating it is
     * harmless.
     */
    void acknowledge(SnapshotId snapshot, AttemptId attempt, int number) throws IOException;
}
