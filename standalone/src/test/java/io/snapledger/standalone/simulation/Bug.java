package io.snapledger.standalone.simulation;

/** Mistakes around the deciders that would lose data or tell lies; a simulation that does not find one proves nothing. */
enum Bug {
    NONE,
    /** A writer trusts what it had read of its base before it pinned. */
    SKIPPED_REREAD,
    /** A restore reads the decision, then pins. */
    PIN_AFTER_READ,
    /** A restore does not pin. */
    NO_PIN,
    /** The commit does not look whether the segments are there. */
    COMMIT_WITHOUT_CHECK,
    /** Staging is released before the put is durable. */
    ACK_BEFORE_PUT,
    /** The decision is written over one that is there. */
    OVERWRITING_CREATE,
    /** No answer to the create counts as not created, and the attempt is swept. */
    UNKNOWN_MEANS_LOST,
    /** The sweep does not look for pins. */
    PINS_NOT_LISTED,
    /** The sweep lists the pins before it has won the decision. */
    PINS_LISTED_BEFORE_WIN,
    /** The pins of a snapshot go when it is committed. */
    UNPIN_AT_COMMIT,
    /** Segments of attempts without a decision are swept, as if they were old enough. */
    SWEEP_OF_UNDECIDED,
    /** The decision is removed with the bytes. */
    DECISION_REMOVED,
    /** An expired snapshot is deleted whatever its decision has become. */
    CAS_WITHOUT_VERSION,
    /** Storage answers a final failure without asking the decision. */
    ABORT_WITHOUT_READING,
    /** The id of a backup depends on when its trigger was read. */
    IDS_WITH_TIME
}
