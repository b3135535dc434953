package io.snapledger.dump.staging;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** How long one attempt has been waiting for room in staging. One thread waits; any thread may look. */
final class Stall {

    private final InstantSource clock;
    private final Duration longest;
    private volatile Instant since;

    /** @param longest the attempt fails when it has waited this long at one place */
    Stall(InstantSource clock, Duration longest) {
        this.clock = clock;
        this.longest = longest;
    }

    void begin() {
        since = clock.instant();
    }

    void end() {
        since = null;
    }

    /** Since when it has been waiting; empty while bytes flow. */
    Optional<Instant> since() {
        return Optional.ofNullable(since);
    }

    /** @param full says what is full, with values */
    void check(String full) throws StagingStalledException {
        Instant began = since;
        if (began != null && Duration.between(began, clock.instant()).compareTo(longest) > 0) {
            throw new StagingStalledException(
                    full + ", and nothing was freed for " + longest.toSeconds()
                            + " s; HINT: look whether storage-service runs and reaches its repositories, or raise snapledger.dump.staging-quota");
        }
    }
}
