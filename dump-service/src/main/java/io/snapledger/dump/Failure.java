package io.snapledger.dump;

import io.snapledger.events.FailureCode;
import io.snapledger.stores.StoreException;

/**
 * Why an attempt ends without a snapshot.
 *
 * @param reason the constant word
 * @param message fact, values, hint; no secret
 */
record Failure(FailureCode reason, String message) {

    /** What a store's failure means for a dump. */
    static FailureCode reasonOf(StoreException e) {
        return switch (e.reason()) {
            case DAMAGED -> FailureCode.TRAILER_MISSING;
            case NOT_FRESH, NO_SPACE, BLOCKED, DIFFERENT -> FailureCode.INTERNAL; // only a restore can fail so
            default -> e.reason().code();
        };
    }

    /** An attempt cannot go on. */
    static final class FailedAttempt extends Exception {

        private static final long serialVersionUID = 1L;

        private final transient Failure failure;

        FailedAttempt(FailureCode reason, String message) {
            super(message);
            this.failure = new Failure(reason, message);
        }

        Failure failure() {
            return failure;
        }
    }
}
