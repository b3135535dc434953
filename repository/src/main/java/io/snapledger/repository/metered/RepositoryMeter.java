package io.snapledger.repository.metered;

import java.time.Duration;

/** Told of each call to a repository. Safe for many threads; must not throw. */
public interface RepositoryMeter {

    /** What was asked. */
    enum Operation {
        CREATE,
        REPLACE,
        GET,
        READ,
        STAT,
        LIST,
        DELETE
    }

    /** What came of it. */
    enum Outcome {
        /** It was answered, be it that there is no such object or another version. */
        DONE,
        TRANSIENT,
        PERMANENT
    }

    /**
     * A call is over. That of a read is when its stream is open.
     *
     * @param took in the hands of the repository; of a listing or a creation with the receiver or source of it
     */
    void called(Operation operation, Outcome outcome, Duration took);

    /**
     * Content has come or gone: of {@link Operation#CREATE}, {@link Operation#REPLACE}, {@link Operation#GET} and
     * {@link Operation#READ}. What the kernel sends from a file is not among it.
     */
    void moved(Operation operation, long bytes);
}
