package io.snapledger.events;

/** The broker did not acknowledge an event in time; whether it is in the ledger is unknown. */
public final class EventPublishException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public EventPublishException(String message, Throwable cause) {
        super(message, cause);
    }
}
