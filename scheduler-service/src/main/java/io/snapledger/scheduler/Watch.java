package io.snapledger.scheduler;

import java.time.Duration;
import java.time.Instant;

/**
 * Time as the scheduler knows it: only from the ticks that it has read. Two clocks: {@code now} is the wall clock of the
 * newest tick, {@code elapsed} counts how long the scheduler has really been watching. Deadlines are reached by either,
 * so that a clock that was set back keeps nothing open for ever; silence is measured by {@code elapsed} alone.
 *
 * @param now time of the newest tick
 * @param elapsed milliseconds watched so far; never falls
 * @param steadySince value of {@code elapsed} since which the ticks came without a gap
 */
public record Watch(Instant now, long elapsed, long steadySince) {

    /** A watch that begins now, and has yet to become steady. */
    public static Watch startingAt(Instant now) {
        return new Watch(now, 0, 0);
    }

    /** After a restart: nobody's silence counts that nobody was there to hear. */
    Watch resumedAt(Instant instant) {
        return new Watch(instant, elapsed, elapsed);
    }

    /** Reads a tick. After a gap, or a clock that was set back, everyone is granted a full period. */
    Watch tick(Instant tick, Timing timing) {
        long passed = Duration.between(now, tick).toMillis();
        long gap = timing.gap().toMillis();
        if (passed > gap || passed < -gap) {
            long counted = elapsed + timing.tick().toMillis();
            return new Watch(tick, counted, counted);
        }
        // A second scheduler's clock may be a little behind: its ticks change nothing.
        return passed <= 0 ? this : new Watch(tick, elapsed + passed, steadySince);
    }

    /** Milliseconds of silence since {@code heard}, a value of {@code elapsed}. */
    long silence(long heard) {
        return elapsed - Math.max(heard, steadySince);
    }

    /** Whether a limit is reached, by the wall clock or by what was watched; never within two ticks after a gap. */
    boolean reached(Limit limit, Duration later, Timing timing) {
        boolean steady = elapsed - steadySince >= 2 * timing.tick().toMillis();
        return steady && (!now.isBefore(limit.at().plus(later)) || elapsed >= limit.elapsed() + later.toMillis());
    }

    /** The limit that lies {@code ahead}. */
    Limit limit(Instant from, Duration ahead) {
        return new Limit(from.plus(ahead), elapsed + ahead.toMillis());
    }

    /** A limit known by its instant, at most {@code most} ahead. */
    Limit limitAt(Instant at, Duration most) {
        Duration ahead = Duration.between(now, at);
        Duration bounded = ahead.compareTo(most) > 0 ? most : ahead.isNegative() ? Duration.ZERO : ahead;
        return new Limit(at, elapsed + bounded.toMillis());
    }

    /**
     * A moment to come.
     *
     * @param at by the wall clock
     * @param elapsed by what was watched
     */
    public record Limit(Instant at, long elapsed) {}
}
