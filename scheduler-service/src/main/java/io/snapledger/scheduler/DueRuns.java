package io.snapledger.scheduler;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Which runs of a plan are due now, and which were missed.
 *
 * @param run due time of the run to start, if any
 * @param isCatchUp whether it makes up for missed ones, being late itself
 * @param missed due times that passed without a run; {@code run} is the last of them if it is a catch-up
 */
public record DueRuns(Optional<Instant> run, boolean isCatchUp, Optional<Missed> missed) {

    /** A run that is later than this was missed. */
    public static final Duration PUNCTUAL = Duration.ofMinutes(1);

    /** Missed runs are counted up to this number; the last one is exact all the same. */
    private static final int MOST = 10_000;

    private static final DueRuns NONE = new DueRuns(Optional.empty(), false, Optional.empty());

    /**
     * Due times without a run.
     *
     * @param first the first one
     * @param last the last one
     * @param count how many, at least 1
     */
    public record Missed(Instant first, Instant last, int count) {}

    /**
     * Looks at the due times after {@code since}, up to and including {@code now}.
     *
     * @param catchUp whether missed runs are made up for
     */
    public static DueRuns between(CronSchedule schedule, Instant since, Instant now, boolean catchUp) {
        Instant first = schedule.next(since).filter(due -> !due.isAfter(now)).orElse(null);
        if (first == null) {
            return NONE;
        }
        Instant beforeLast = null;
        Instant last = first;
        int count = 1;
        Optional<Instant> next = schedule.next(first);
        while (next.isPresent() && !next.get().isAfter(now)) {
            beforeLast = last;
            last = next.get();
            count++;
            // So many cannot be looked at one by one: jump to the last ones.
            Instant from = count < MOST ? last : latest(last, now.minus(Duration.ofDays(1)));
            next = schedule.next(from);
        }
        boolean punctual = !last.plus(PUNCTUAL).isBefore(now);
        if (punctual) {
            Instant lastMissed = beforeLast;
            int missed = count - 1;
            return new DueRuns(
                    Optional.of(last),
                    false,
                    missed == 0 ? Optional.empty() : Optional.of(new Missed(first, lastMissed, missed)));
        }
        return new DueRuns(
                catchUp ? Optional.of(last) : Optional.empty(), catchUp, Optional.of(new Missed(first, last, count)));
    }

    private static Instant latest(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
