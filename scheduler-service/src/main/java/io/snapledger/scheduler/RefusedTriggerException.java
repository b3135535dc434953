package io.snapledger.scheduler;

/** A trigger that asks for what is not there. */
public final class RefusedTriggerException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String code;

    /**
     * @param code constant word: {@code unknown-plan}, {@code unknown-store}, {@code nothing-selected}, {@code
     *     unknown-repository}, {@code time-ahead}
     * @param message fact, values and hint
     */
    public RefusedTriggerException(String code, String message) {
        super(message);
        this.code = code;
    }

    public String code() {
        return code;
    }
}
