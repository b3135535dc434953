package io.snapledger.repository.read;

import io.snapledger.repository.DamagedSnapshotException;
import io.snapledger.repository.RepositoryException;
import io.snapledger.repository.RepositoryLayout;
import io.snapledger.repository.SegmentId;
import io.snapledger.repository.SnapshotRepository;
import io.snapledger.repository.format.SegmentFormat;
import io.snapledger.repository.format.SegmentIndex;
import io.snapledger.repository.format.SegmentKind;
import io.snapledger.repository.keys.StoreKey;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Reads the index of a segment, in two or three small ranges. */
public final class SegmentTail {

    /** Holds the index of most segments. */
    private static final int GUESS = 32 << 10;

    private SegmentTail() {}

    /**
     * Reads and opens the index.
     *
     * @param length of the segment, as the segment list says
     * @throws DamagedSnapshotException if the segment is missing, cut or changed there
     */
    public static SegmentIndex read(
            SnapshotRepository repository, StoreKey key, SegmentKind kind, SegmentId segment, long length) {
        String path = RepositoryLayout.segment(segment);
        if (length < SegmentFormat.HEADER + SegmentFormat.TAG + SegmentFormat.TRAILER) {
            throw new DamagedSnapshotException(path, "at least header, index and trailer", length + " bytes");
        }
        byte[] end = end(repository, segment, length);
        int tail = SegmentIndex.tailLength(segment, length, end);
        byte[] index = tail <= end.length
                ? Arrays.copyOfRange(end, end.length - tail, end.length)
                : range(repository, segment, length, length - tail, tail);
        byte[] header = length <= GUESS
                ? Arrays.copyOf(end, SegmentFormat.HEADER)
                : range(repository, segment, length, 0, SegmentFormat.HEADER);
        return SegmentIndex.open(key, kind, segment, length, header, index);
    }

    /** The last bytes of a segment, behind which there must be none. */
    private static byte[] end(SnapshotRepository repository, SegmentId segment, long length) {
        int wanted = (int) Math.min(length, GUESS);
        byte[] bytes = new byte[wanted + 1];
        int read = read(repository, segment, length - wanted, bytes, bytes.length);
        if (read != wanted) {
            throw new DamagedSnapshotException(
                    RepositoryLayout.segment(segment),
                    length + " bytes",
                    read > wanted ? "more" : (length - wanted + read) + " bytes");
        }
        return Arrays.copyOf(bytes, wanted);
    }

    /** A range that must be there. */
    static byte[] range(SnapshotRepository repository, SegmentId segment, long length, long offset, int wanted) {
        byte[] bytes = new byte[wanted];
        int read = read(repository, segment, offset, bytes, wanted);
        if (read < wanted) {
            throw new DamagedSnapshotException(
                    RepositoryLayout.segment(segment), length + " bytes", (offset + read) + " bytes");
        }
        return bytes;
    }

    /** Reads a range as far as the segment has it. */
    static int read(SnapshotRepository repository, SegmentId segment, long offset, byte[] into, int wanted) {
        try (InputStream in = repository.segment(segment, offset, wanted)) {
            return in.readNBytes(into, 0, wanted);
        } catch (io.snapledger.repository.ObjectMissingException e) {
            throw new DamagedSnapshotException(RepositoryLayout.segment(segment), "a segment", "no object", e);
        } catch (IOException e) {
            throw new RepositoryException.Transient(
                    "repository-io", "cannot read " + RepositoryLayout.segment(segment) + ": " + e.getMessage(), e);
        }
    }
}
