package io.snapledger.repository.format;

import java.nio.ByteBuffer;

/**
 * Cuts a stream where its content says so (FastCDC, normalised): a gear hash runs over the bytes behind the minimum, and a border is
 * where its topmost bits are zero, 2 bits more of them before the average length than the average asks for, 2 bits less after it. An
 * insertion moves the borders near it and no others. The table comes from the store's key, so that borders say nothing to strangers.
 */
public final class Chunker {

    private static final int NORMALISATION = 2;

    private final long[] gear = new long[256];
    private final ChunkSizes sizes;
    private final long before;
    private final long after;

    /**
     * Takes the table from 2048 bytes, big-endian.
     *
     * @param table such as {@link io.snapledger.repository.keys.StoreKey#gear}
     */
    public Chunker(byte[] table, ChunkSizes sizes) {
        ByteBuffer.wrap(table).asLongBuffer().get(gear);
        this.sizes = sizes;
        int bits = Integer.numberOfTrailingZeros(sizes.average());
        this.before = topBits(bits + NORMALISATION);
        this.after = topBits(bits - NORMALISATION);
    }

    private static long topBits(int bits) {
        return -1L << (64 - bits);
    }

    /**
     * The end of the chunk that begins at {@code from}.
     *
     * @param bytes content
     * @param from first byte of the chunk
     * @param to end of what is known
     * @return -1 if the chunk may go on behind {@code to}
     */
    public int cut(byte[] bytes, int from, int to) {
        int known = to - from;
        if (known < sizes.min()) {
            return -1;
        }
        int position = from + sizes.min();
        int middle = from + Math.min(known, sizes.average());
        int end = from + Math.min(known, sizes.max());
        long hash = 0;
        for (; position < middle; position++) {
            hash = (hash << 1) + gear[bytes[position] & 0xff];
            if ((hash & before) == 0) {
                return position + 1;
            }
        }
        for (; position < end; position++) {
            hash = (hash << 1) + gear[bytes[position] & 0xff];
            if ((hash & after) == 0) {
                return position + 1;
            }
        }
        return known >= sizes.max() ? end : -1;
    }
}
