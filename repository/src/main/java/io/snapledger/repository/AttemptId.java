package io.snapledger.repository;

import io.snapledger.events.Identities;
import io.snapledger.events.SealedContent;
import java.util.Locale;

/**
 * One try at dumping a store. The bytes of two attempts can never mix, since the claim is random.
 *
 * @param number from the scheduler, at least 1
 * @param claim 64 random bits of the worker, 16 hex digits
 */
public record AttemptId(int number, String claim) {

    public AttemptId {
        Identities.requireAttempt(number + "-" + claim);
    }

    /** Reads {@code <number>-<claim>}; anything else is an {@link IllegalArgumentException}. */
    public static AttemptId parse(String text) {
        Identities.requireAttempt(text);
        int hyphen = text.indexOf('-');
        return new AttemptId(Integer.parseInt(text.substring(0, hyphen)), text.substring(hyphen + 1));
    }

    /** The attempt that has sealed this. */
    public static AttemptId of(SealedContent content) {
        return parse(content.attempt());
    }

    /** The attempt with the given random bits. */
    public static AttemptId of(int number, long claim) {
        return new AttemptId(number, String.format(Locale.ROOT, "%016x", claim));
    }

    @Override
    public String toString() {
        return number + "-" + claim;
    }
}
