package io.snapledger.storage;

/** Something is away, full or busy, and the same work may succeed later. */
public final class TryLaterException extends Exception {

    private static final long serialVersionUID = 1L;

    public TryLaterException(String message, Throwable cause) {
        super(message, cause);
    }
}
