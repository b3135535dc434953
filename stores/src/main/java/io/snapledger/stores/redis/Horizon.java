package io.snapledger.stores.redis;

import io.snapledger.stores.Evidence;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * Divides keys that expire by when they do, so that those of a snapshot can be compared as long as all of a span are alive. What expires within
 * the first span is not compared at all.
 *
 * @param from the beginning of the day (UTC) of the dump
 */
record Horizon(Instant from) {

    static final String FACT = "expiring/counted-from";

    private static final List<Duration> STEPS = List.of(
            Duration.ofDays(2),
            Duration.ofDays(8),
            Duration.ofDays(32),
            Duration.ofDays(366),
            Duration.ofDays(3_660),
            Duration.ofDays(36_600));

    static Horizon at(Instant now) {
        return new Horizon(now.truncatedTo(ChronoUnit.DAYS));
    }

    static Optional<Horizon> in(Evidence evidence) {
        try {
            return Optional.ofNullable(evidence.facts().get(FACT)).map(from -> new Horizon(Instant.parse(from)));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** The beginning of the span in which something expires; empty: of the first. */
    Optional<Instant> spanOf(long expiry) {
        Optional<Instant> span = Optional.empty();
        for (Duration step : STEPS) {
            Instant begin = from.plus(step);
            if (expiry >= begin.toEpochMilli()) {
                span = Optional.of(begin);
            }
        }
        return span;
    }
}
