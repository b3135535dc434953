package io.snapledger.repository.write;

/** Where a chunk lies, in one long: owner (0 is the snapshot itself), segment, number within the segment. */
final class Location {

    /** Not known. */
    static final long NONE = -1;

    private static final int BITS = 24;
    private static final int MASK = (1 << BITS) - 1;

    private Location() {}

    static long of(int owner, int segment, int chunk) {
        return (long) owner << (2 * BITS) | (long) segment << BITS | chunk;
    }

    static int owner(long location) {
        return (int) (location >>> (2 * BITS));
    }

    static int segment(long location) {
        return (int) (location >>> BITS) & MASK;
    }

    static int chunk(long location) {
        return (int) location & MASK;
    }
}
