package io.snapledger.events;

import java.time.Duration;
import java.time.Instant;

/**
 * Times that name backups and lie ahead: whoever could make one would have the latest backup for as long as he likes. So everybody who
 * plans, dumps, commits or chooses compares them with the own clock.
 */
public final class TimeAhead {

    /** How far another clock may be ahead of the own. */
    public static final Duration MOST = Duration.ofMinutes(5);

    private TimeAhead() {}

    /** The last time that may name a backup now. */
    public static Instant limit(Instant now) {
        return now.plus(MOST);
    }

    public static boolean isAhead(Instant named, Instant now) {
        return named.isAfter(limit(now));
    }
}
