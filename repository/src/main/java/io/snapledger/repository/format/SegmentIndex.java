package io.snapledger.repository.format;

import io.snapledger.repository.DamagedSnapshotException;
import io.snapledger.repository.RepositoryLayout;
import io.snapledger.repository.SegmentId;
import io.snapledger.repository.keys.StoreKey;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** The opened index of a segment: where its chunks lie and what they are. */
public final class SegmentIndex {

    private final SegmentId segment;
    private final byte[] salt;
    private final ByteBuffer entries;
    private final int[] offsets;

    private SegmentIndex(SegmentId segment, byte[] salt, ByteBuffer entries, int[] offsets) {
        this.segment = segment;
        this.salt = salt;
        this.entries = entries;
        this.offsets = offsets;
    }

    /**
     * Bytes at the end of a segment that belong to index and trailer.
     *
     * @param end the last bytes of the segment, at least a trailer
     * @throws DamagedSnapshotException if they are not the end of a segment of that length
     */
    public static int tailLength(SegmentId segment, long length, byte[] end) {
        ByteBuffer trailer = ByteBuffer.wrap(end);
        int position = end.length - SegmentFormat.TRAILER;
        int chunks = trailer.getInt(position);
        int sealed = trailer.getInt(position + 4);
        if (!SegmentFormat.isTrailer(trailer, position)
                || chunks < 0
                || sealed != (long) chunks * SegmentFormat.ENTRY + SegmentFormat.TAG
                || (long) sealed + SegmentFormat.TRAILER + SegmentFormat.HEADER > length) {
            throw new DamagedSnapshotException(
                    RepositoryLayout.segment(segment), "the end of a segment", "other bytes");
        }
        return sealed + SegmentFormat.TRAILER;
    }

    /**
     * Opens an index.
     *
     * @param header the first {@link SegmentFormat#HEADER} bytes
     * @param tail index and trailer, as long as {@link #tailLength} says
     * @throws DamagedSnapshotException if it is not what was sealed there with this key
     */
    public static SegmentIndex open(
            StoreKey key, SegmentKind kind, SegmentId segment, long length, byte[] header, byte[] tail) {
        String path = RepositoryLayout.segment(segment);
        if (!SegmentFormat.isHeader(ByteBuffer.wrap(header), kind)) {
            throw new DamagedSnapshotException(path, "the header of a segment of kind " + kind, "other bytes");
        }
        byte[] salt = Arrays.copyOfRange(header, SegmentFormat.HEADER - SegmentFormat.SALT, SegmentFormat.HEADER);
        ByteBuffer sealed = ByteBuffer.wrap(tail, 0, tail.length - SegmentFormat.TRAILER);
        ByteBuffer entries = ByteBuffer.allocate(sealed.remaining() - SegmentFormat.TAG);
        if (!SegmentCipher.of(key, kind, segment, salt).open(SegmentFormat.INDEX_COUNTER, sealed, entries)) {
            throw new DamagedSnapshotException(
                    path, "an index sealed with the key of epoch " + key.epoch(), "a broken seal");
        }
        int chunks = entries.flip().remaining() / SegmentFormat.ENTRY;
        int[] offsets = new int[chunks + 1];
        offsets[0] = SegmentFormat.HEADER;
        for (int chunk = 0; chunk < chunks; chunk++) {
            int payload = entries.getInt(chunk * SegmentFormat.ENTRY + SegmentFormat.ID + 4);
            long end = (long) offsets[chunk] + payload + SegmentFormat.TAG;
            if (payload < 0 || end > length) {
                throw new DamagedSnapshotException(
                        path + "#" + chunk, "a chunk before the index", "a payload of " + payload + " bytes");
            }
            offsets[chunk + 1] = (int) end;
        }
        if ((long) offsets[chunks] + tail.length != length) {
            throw new DamagedSnapshotException(path, "chunks up to the index", "a length of " + length + " bytes");
        }
        SegmentIndex index = new SegmentIndex(segment, salt, entries, offsets);
        index.requireCodecs(path);
        return index;
    }

    private void requireCodecs(String path) {
        for (int chunk = 0; chunk < size(); chunk++) {
            if (codec(chunk) != SegmentFormat.STORED && codec(chunk) != SegmentFormat.ZSTD) {
                throw new DamagedSnapshotException(path + "#" + chunk, "codec 0 or 1", "codec " + codec(chunk));
            }
        }
    }

    public SegmentId segment() {
        return segment;
    }

    public byte[] salt() {
        return salt.clone();
    }

    /** Number of chunks. */
    public int size() {
        return offsets.length - 1;
    }

    /** Where the sealed payload begins within the segment. */
    public int offset(int chunk) {
        return offsets[chunk];
    }

    /** Length of the payload, tag included. */
    public int sealedLength(int chunk) {
        return offsets[chunk + 1] - offsets[chunk];
    }

    public int plainLength(int chunk) {
        return entries.getInt(chunk * SegmentFormat.ENTRY + SegmentFormat.ID);
    }

    public byte codec(int chunk) {
        return entries.get(chunk * SegmentFormat.ENTRY + SegmentFormat.ENTRY - 1);
    }

    /** First or second half of the first 16 bytes of the chunk's id. */
    public long idPart(int chunk, int half) {
        return entries.getLong(chunk * SegmentFormat.ENTRY + half * 8);
    }

    /** Whether these 32 bytes are the chunk's id. */
    public boolean isId(int chunk, byte[] id) {
        for (int i = 0; i < SegmentFormat.ID; i++) {
            if (entries.get(chunk * SegmentFormat.ENTRY + i) != id[i]) {
                return false;
            }
        }
        return true;
    }
}
