package io.snapledger.dump;

/**
 * Why an attempt ends without a snapshot.
 *
 * @param reason the constant word
 * @param message fact, values, hint; no secret
 */
record Failure(FailureReason reason, String message) {

    /** An attempt cannot go on. */
    static final class FailedAttempt extends Exception {

        private static final long serialVersionUID = 1L;

        private final transient Failure failure;

        FailedAttempt(FailureReason reason, String message) {
            super(message);
            this.failure = new Failure(reason, message);
        }

        Failure failure() {
            return failure;
        }
    }
}
