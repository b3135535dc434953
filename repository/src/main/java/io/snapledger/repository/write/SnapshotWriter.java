package io.snapledger.repository.write;

import io.snapledger.repository.AttemptId;
import io.snapledger.repository.SnapshotId;
import io.snapledger.repository.StoreName;
import io.snapledger.repository.keys.StoreKey;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Makes a snapshot out of named streams: chunks, keyed digests, deduplication, zstd, AES-256-GCM, segments. Memory is bounded
 * whatever the length of the streams. A failure in any stage fails every later call with an {@link IOException} that has it
 * as its cause; it never makes a shorter snapshot. Closing without {@link #seal} aborts and leaves no thread.
 */
public final class SnapshotWriter implements AutoCloseable {

    private SnapshotWriter() {}

    /**
     * @param base chunks that need not be stored again; {@link BaseIndex#none()} for a full snapshot
     */
    public static SnapshotWriter open(
            StoreName store,
            SnapshotId snapshot,
            AttemptId attempt,
            StoreKey key,
            BaseIndex base,
            SegmentSink sink,
            WriterOptions options) {
        throw new UnsupportedOperationException("soon");
    }

    /**
     * Opens a stream. Several may be open at once, each written by one thread. {@code close} ends it; a stream that is not
     * closed makes {@link #seal} fail.
     *
     * @param name unique in the snapshot, {@code [A-Za-z0-9][A-Za-z0-9._-]{0,127}}
     */
    public OutputStream stream(String name) throws IOException {
        throw new UnsupportedOperationException("soon");
    }

    public WriterProgress progress() {
        throw new UnsupportedOperationException("soon");
    }

    /** Waits for all stages, writes the manifest as the last segments, and the segment list. Ends the writer. */
    public SealedSnapshot seal(ManifestFacts facts) throws IOException, InterruptedException {
        throw new UnsupportedOperationException("soon");
    }

    /** Gives up: every later call fails, threads end, the sink gets no further call. Safe from any thread, repeatable. */
    public void abort() {
        throw new UnsupportedOperationException("soon");
    }

    /** Aborts unless sealed. */
    @Override
    public void close() {
        throw new UnsupportedOperationException("soon");
    }
}
