package io.snapledger.events;

import static java.util.Objects.requireNonNull;

/**
 * An earlier snapshot whose segments a later one refers to.
 *
 * @param snapshot id of the owner
 * @param attempt its attempt
 * @param segments how many of its segments are referred to
 */
public record SegmentOwner(String snapshot, String attempt, int segments) {
    public SegmentOwner {
        requireNonNull(snapshot, "snapshot is missing");
        requireNonNull(attempt, "attempt is missing");
    }
}
