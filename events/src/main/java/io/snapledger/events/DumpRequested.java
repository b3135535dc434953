package io.snapledger.events;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * The order to dump one store.
 *
 * @param order what to dump, and where it shall rest
 * @param number number of the attempt, from 1
 * @param startBefore not to be claimed after this
 * @param deadline the attempt stops by itself at this instant
 */
public record DumpRequested(SnapshotOrder order, int number, Instant startBefore, Instant deadline)
        implements EventData, Ordered {
    public DumpRequested {
        requireNonNull(order, "order is missing");
        requireNonNull(startBefore, "startBefore is missing");
        requireNonNull(deadline, "deadline is missing");
    }

    @Override
    public String subject() {
        return snapshot();
    }

    @Override
    public String attemptPart() {
        return Integer.toString(number);
    }
}
