package io.snapledger.cli.service;

import io.snapledger.cli.CliException;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Tells, now and then, that the catalog has nothing to say of what is waited for, and what another service knows of it. */
final class Silence {

    private final Consumer<String> say;
    private final Supplier<String> elsewhere;
    private final Duration each;
    private long began;
    private long saidAt;
    private boolean lasts;

    /**
     * @param say told in words
     * @param elsewhere what another service knows of the work; empty if nothing
     * @param each how often it is told
     */
    Silence(Consumer<String> say, Supplier<String> elsewhere, Duration each) {
        this.say = say;
        this.elsewhere = elsewhere;
        this.each = each;
    }

    /** The catalog knows it. */
    void ends() {
        lasts = false;
    }

    /** The catalog answers, but does not know it yet: it reads a moment later, so that this is told only if it lasts. */
    void lacks() {
        if (!lasts) {
            begin();
        } else if (isDue()) {
            say("The catalog has not read of it yet", elsewhere.get(), "nothing else is known");
        }
    }

    /**
     * The catalog does not answer.
     *
     * @return whether another service was asked now and knows of the work
     */
    boolean isBrokenElsewhere(CliException why) {
        boolean first = !lasts;
        if (first) {
            begin();
        }
        if (!first && !isDue()) {
            return false;
        }
        String known = elsewhere.get();
        say("The catalog does not answer", known, why.getMessage());
        return !known.isEmpty();
    }

    private void begin() {
        lasts = true;
        began = System.nanoTime();
        saidAt = began;
    }

    private boolean isDue() {
        return System.nanoTime() - saidAt >= each.toNanos();
    }

    private void say(String fact, String known, String otherwise) {
        saidAt = System.nanoTime();
        long seconds = Duration.ofNanos(saidAt - began).toSeconds();
        say.accept(fact + ", still waiting" + (seconds > 0 ? " after " + seconds + " s: " : ": ")
                + (known.isEmpty() ? otherwise : known));
    }
}
