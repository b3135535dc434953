package io.snapledger.repository.format;

/**
 * Bounds of content-defined chunks, in bytes.
 *
 * @param min at least this long, except the last of a stream
 * @param average about this long; a power of two
 * @param max at most this long
 */
public record ChunkSizes(int min, int average, int max) {

    /** What every snapshot is cut with. */
    public static final ChunkSizes STANDARD = new ChunkSizes(16 << 10, 64 << 10, 256 << 10);

    public ChunkSizes {
        if (min < 64 || min >= average || average >= max || Integer.bitCount(average) != 1 || max > 1 << 20) {
            throw new IllegalArgumentException("chunk sizes are " + min + ", " + average + ", " + max
                    + "; they rise, from 64 bytes to 1 MiB, and the average is a power of two");
        }
    }
}
