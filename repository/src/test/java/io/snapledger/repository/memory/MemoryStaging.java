package io.snapledger.repository.memory;

import io.snapledger.repository.ObjectSource;
import io.snapledger.repository.SegmentId;
import io.snapledger.repository.protocol.StagedSegments;
import io.snapledger.repository.write.SegmentSink;
import java.io.ByteArrayOutputStream;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A worker's staging in memory for tests. Refuses a segment that is not what its writer says it is. */
public final class MemoryStaging implements SegmentSink, StagedSegments {

    private final Map<Integer, byte[]> segments = new TreeMap<>();
    private byte[] list;
    private ByteArrayOutputStream open;

    @Override
    public synchronized WritableByteChannel begin(int number) {
        open = new ByteArrayOutputStream();
        return Channels.newChannel(open);
    }

    @Override
    public synchronized void staged(int number, long length, String sha256) {
        byte[] bytes = open.toByteArray();
        if (bytes.length != length || !ObjectSource.bytes(bytes).sha256().equals(sha256)) {
            throw new AssertionError("segment " + number + " is not what was announced");
        }
        segments.put(number, bytes);
    }

    @Override
    public synchronized void list(byte[] text, String sha256) {
        list = text;
    }

    /** Loses a segment; 0 is the list. */
    public synchronized void lose(int number) {
        if (number == 0) {
            list = null;
        } else {
            segments.remove(number);
        }
    }

    /** What is staged, by number. */
    public synchronized Map<Integer, byte[]> segments() {
        return new TreeMap<>(segments);
    }

    @Override
    public synchronized Optional<ObjectSource> segment(SegmentId segment, long length, String sha256) {
        return Optional.ofNullable(segments.get(segment.number())).map(ObjectSource::bytes);
    }

    @Override
    public synchronized Optional<ObjectSource> list(SegmentId anyOfAttempt, long length, String sha256) {
        return Optional.ofNullable(list).map(ObjectSource::bytes);
    }
}
