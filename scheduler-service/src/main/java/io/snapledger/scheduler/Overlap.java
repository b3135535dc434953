package io.snapledger.scheduler;

/** What becomes of a scheduled run while a backup of the same plan is still open. Runs on demand always run at once. */
public enum Overlap {
    /** The run is left out and reported as missed. */
    SKIP,
    /** The run waits; at most one waits per plan, more are left out and reported as missed. */
    QUEUE
}
