package io.snapledger.storage;

import java.time.Duration;

/**
 * How long to wait before trying again: {@code first}, doubled with every try, at most {@code longest}.
 *
 * @param first wait after the first try
 * @param longest longest wait
 */
public record BackOff(Duration first, Duration longest) {

    public static final BackOff DEFAULT = new BackOff(Duration.ofSeconds(1), Duration.ofSeconds(30));

    /**
     * The wait after a number of tries.
     *
     * @param tries tries so far, at least 1
     */
    public Duration after(int tries) {
        long factor = 1L << Math.min(tries - 1, 20);
        Duration wait = first.multipliedBy(factor);
        return wait.compareTo(longest) > 0 ? longest : wait;
    }
}
