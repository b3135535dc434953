package io.snapledger.storage;

import java.io.IOException;

/**
 * The worker answers, but cannot give the bytes that were announced: it has no such file any more, or another one. They are
 * stored already, or lost.
 */
public final class StagedLostException extends IOException {

    private static final long serialVersionUID = 1L;

    public StagedLostException(String message) {
        super(message);
    }

    /** Whether a failure has this one among its causes. */
    static boolean among(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof StagedLostException) {
                return true;
            }
        }
        return false;
    }
}
