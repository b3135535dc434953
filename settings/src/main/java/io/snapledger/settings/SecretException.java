package io.snapledger.settings;

/** A secret that is referred to cannot be had. */
public final class SecretException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String hint;

    SecretException(String message, String hint, Throwable cause) {
        super(message, cause);
        this.hint = hint;
    }

    /** What to do about it. */
    public String hint() {
        return hint;
    }
}
