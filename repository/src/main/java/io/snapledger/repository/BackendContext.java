package io.snapledger.repository;

import static java.util.Objects.requireNonNull;

import java.time.InstantSource;

/**
 * What a kind of repository gets from whoever opens one.
 *
 * @param access what it will be used for
 * @param clock the present time
 */
public record BackendContext(Access access, InstantSource clock) {

    /** What a repository is opened for. */
    public enum Access {
        /** Only to be read: nothing is made, tried or written. */
        READ,
        /** To be written as well: what is missing and may be made is made. */
        WRITE
    }

    public BackendContext {
        requireNonNull(access, "access is missing");
        requireNonNull(clock, "clock is missing");
    }

    /** For who only reads. */
    public static BackendContext reading(InstantSource clock) {
        return new BackendContext(Access.READ, clock);
    }

    /** For who writes as well. */
    public static BackendContext writing(InstantSource clock) {
        return new BackendContext(Access.WRITE, clock);
    }

    public boolean writes() {
        return access == Access.WRITE;
    }
}
