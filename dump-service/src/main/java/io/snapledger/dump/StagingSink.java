package io.snapledger.dump;

import io.snapledger.dump.staging.SegmentFile;
import io.snapledger.dump.staging.StagedAttempt;
import io.snapledger.dump.staging.StagedSegment;
import io.snapledger.repository.write.SegmentSink;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.function.Consumer;

/** Puts the segments of a writer into staging, and tells of each one once it is durable. */
final class StagingSink implements SegmentSink, AutoCloseable {

    private final StagedAttempt staged;
    private final int segmentBytes;
    private final Consumer<StagedSegment> announce;
    private SegmentFile current;

    /** @param announce called after each segment's journal line is durable, never before */
    StagingSink(StagedAttempt staged, int segmentBytes, Consumer<StagedSegment> announce) {
        this.staged = staged;
        this.segmentBytes = segmentBytes;
        this.announce = announce;
    }

    @Override
    public synchronized WritableByteChannel begin(int number) throws IOException {
        current = staged.beginSegment(number, segmentBytes);
        return current;
    }

    @Override
    public synchronized void staged(int number, long length, String sha256) throws IOException {
        StagedSegment segment = current.commit(sha256);
        if (segment.number() != number || segment.length() != length) {
            throw new IOException("segment " + segment + " was written, but the writer says " + number + " with "
                    + length + " bytes");
        }
        announce.accept(segment);
    }

    @Override
    public synchronized void list(byte[] list, String sha256) throws IOException {
        current = staged.beginList(list.length);
        current.write(ByteBuffer.wrap(list));
        current.commit(sha256);
    }

    /** Removes a segment that was begun and not staged; the writer must have ended. */
    @Override
    public synchronized void close() throws IOException {
        if (current != null) {
            current.abandon();
        }
    }
}
