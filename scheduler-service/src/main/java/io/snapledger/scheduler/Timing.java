package io.snapledger.scheduler;

import java.time.Duration;

/**
 * How long the scheduler waits for what. Hearts and answers are measured in the ticks that it has itself received.
 *
 * @param tick time between two ticks
 * @param deadAfter a worker that is silent for so long is dead
 * @param answerWithin a sealed attempt that storage does not answer for so long is tried again; a final failure that it
 *     does not answer is announced again; copies that are not reported by then are not waited for
 * @param undecidedAfter a store that storage has not answered so long after the deadline is undecided
 * @param retryAfter pause before a second attempt where the first one failed by itself, proportionally more after each further one
 */
public record Timing(
        Duration tick, Duration deadAfter, Duration answerWithin, Duration undecidedAfter, Duration retryAfter) {

    public static final Timing DEFAULT = new Timing(
            Duration.ofSeconds(5),
            Duration.ofSeconds(60),
            Duration.ofMinutes(10),
            Duration.ofHours(1),
            Duration.ofSeconds(15));

    public Timing {
        requirePositive("tick", tick);
        requirePositive("dead-after", deadAfter);
        requirePositive("answer-within", answerWithin);
        requirePositive("undecided-after", undecidedAfter);
        if (retryAfter.isNegative()) {
            throw new IllegalArgumentException(
                    "snapledger.timing.retry-after is " + retryAfter + "; it must not be negative");
        }
        if (deadAfter.compareTo(tick.multipliedBy(4)) < 0) {
            throw new IllegalArgumentException("snapledger.timing.dead-after is " + deadAfter + " and the tick is "
                    + tick + "; silence must last at least four ticks");
        }
    }

    /** A longer pause between two ticks is a gap: the scheduler cannot know what it has not heard meanwhile. */
    Duration gap() {
        return deadAfter.dividedBy(2);
    }

    private static void requirePositive(String name, Duration duration) {
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException(
                    "snapledger.timing." + name + " is " + duration + "; it must be positive");
        }
    }
}
