package io.snapledger.events;

/** A record or request that is not an event of ours, with the reason in words for its sender. */
public final class MalformedEventException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String code;

    /**
     * @param code constant word, e.g. {@code unknown-type}, {@code missing-attribute}, {@code invalid-data}, {@code too-large}
     * @param message fact, values and hint
     */
    public MalformedEventException(String code, String message) {
        super(message);
        this.code = code;
    }

    public String code() {
        return code;
    }
}
