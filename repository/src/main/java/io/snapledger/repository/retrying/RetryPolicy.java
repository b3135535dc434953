package io.snapledger.repository.retrying;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How often and when a call is made again.
 *
 * @param tries how often at most in all, at least 1
 * @param first pause before the second try; each later one is twice as long
 * @param longest no pause is longer
 */
public record RetryPolicy(int tries, Duration first, Duration longest) {

    /** Four tries within some two seconds: enough for a lost answer, too little to hide that a repository is away. */
    public static final RetryPolicy STANDARD = new RetryPolicy(4, Duration.ofMillis(200), Duration.ofSeconds(1));

    public RetryPolicy {
        if (tries < 1 || first.isNegative() || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException(
                    "cannot try " + tries + " times with pauses from " + first + " to " + longest);
        }
    }

    /**
     * The pause after a try: between half and the whole of what is due, so that many who failed together do not come back together.
     *
     * @param tried how many tries there were, at least 1
     */
    Duration pause(int tried, RandomGenerator random) {
        long due = Math.min(longest.toNanos(), first.toNanos() << Math.min(tried - 1, 20));
        return Duration.ofNanos(due - (long) (random.nextDouble() * due / 2));
    }
}
