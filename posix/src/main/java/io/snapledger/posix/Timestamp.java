package io.snapledger.posix;

import java.time.Instant;

/**
 * A time of a file, in the whole range that file systems have.
 *
 * @param seconds since 1970-01-01T00:00:00Z, negative before
 * @param nanos from 0 to 999,999,999, forward from {@code seconds}
 */
public record Timestamp(long seconds, int nanos) implements Comparable<Timestamp> {
    public Timestamp {
        if (nanos < 0 || nanos > 999_999_999) {
            throw new IllegalArgumentException(nanos + " nanoseconds are not part of one second");
        }
    }

    public static Timestamp of(Instant instant) {
        return new Timestamp(instant.getEpochSecond(), instant.getNano());
    }

    /** The same as an instant; what is beyond the range of instants becomes their first or last. */
    public Instant instant() {
        if (seconds < Instant.MIN.getEpochSecond()) {
            return Instant.MIN;
        }
        return seconds > Instant.MAX.getEpochSecond() ? Instant.MAX : Instant.ofEpochSecond(seconds, nanos);
    }

    /** For the C library: when a file was read, and when it was modified. */
    long[] forBoth() {
        return new long[] {seconds, nanos, seconds, nanos};
    }

    @Override
    public int compareTo(Timestamp other) {
        return seconds == other.seconds ? Integer.compare(nanos, other.nanos) : Long.compare(seconds, other.seconds);
    }
}
