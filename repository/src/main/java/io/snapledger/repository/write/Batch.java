package io.snapledger.repository.write;

import io.snapledger.repository.format.ChunkSizes;
import io.snapledger.repository.format.SegmentFormat;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * About 1 MiB of one stream on its way through the stages, with what each stage found out. Allocated once and used again and again, so
 * that a chunk costs no allocation.
 */
final class Batch {

    /** Plaintext. */
    final byte[] data;

    /** Compressed payloads, one after the other. */
    final byte[] packed;

    /** Ids of the chunks, 32 bytes each. */
    final byte[] ids;

    final int[] ends;
    final int[] packedOffsets;
    final int[] packedLengths;
    final byte[] codecs;

    /** Where the worker has found the chunk, or {@link Location#NONE}. */
    final long[] known;

    private final ByteBuffer idsAsLongs;

    StreamState stream;
    int length;
    int chunks;
    boolean lastOfStream;

    private boolean worked;
    private int holds;

    private Batch(int bytes, int most) {
        data = new byte[bytes];
        packed = new byte[bytes == 0 ? 0 : bytes + (bytes >> 8) + 4096]; // also what zstd makes longer
        ids = new byte[most * SegmentFormat.ID];
        ends = new int[most];
        packedOffsets = new int[most];
        packedLengths = new int[most];
        codecs = new byte[most];
        known = new long[most];
        idsAsLongs = ByteBuffer.wrap(ids);
    }

    static Batch of(ChunkSizes sizes) {
        int bytes =
                Math.max(1 << 20, sizes.max() * 2); // at least one chunk can be cut, whatever is left of the one before
        return new Batch(bytes, bytes / sizes.min() + 2);
    }

    /** Says that nothing follows. */
    static Batch end() {
        return new Batch(0, 0);
    }

    int start(int chunk) {
        return chunk == 0 ? 0 : ends[chunk - 1];
    }

    /** First or second 8 bytes of the chunk's id. */
    long idPart(int chunk, int half) {
        return idsAsLongs.getLong(chunk * SegmentFormat.ID + half * 8);
    }

    /** Begins anew, for a stream. */
    void begin(StreamState of) {
        stream = of;
        length = 0;
        chunks = 0;
        lastOfStream = false;
        worked = false;
        holds = 2; // digester and writer
        Arrays.fill(known, Location.NONE);
    }

    synchronized void markWorked() {
        worked = true;
        notifyAll();
    }

    synchronized void awaitWorked() throws InterruptedException {
        while (!worked) {
            wait();
        }
    }

    /** Whether nobody needs it any more. */
    synchronized boolean letGo() {
        return --holds == 0;
    }
}
