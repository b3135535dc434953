package io.snapledger.stores;

/**
 * Something of the store that the snapshot does not hold, and why.
 *
 * @param what e.g. {@code planner statistics}
 * @param reason e.g. {@code pg_dump does not carry them; the restore runs ANALYZE}
 */
public record NotIncluded(String what, String reason) {}
