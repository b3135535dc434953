package io.snapledger.restore;

import io.snapledger.events.FailureCode;
import io.snapledger.repository.RepositoryException;

/** Why a restore did not happen, or did not succeed. */
public final class RestoreFailure extends Exception {

    private static final long serialVersionUID = 1L;

    private final FailureCode reason;

    public RestoreFailure(FailureCode reason, String message) {
        this(reason, message, null);
    }

    /** @param message fact, values and hint */
    public RestoreFailure(FailureCode reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public FailureCode reason() {
        return reason;
    }

    /** Whether a repository did not answer, and may do so later. */
    boolean mayPass() {
        for (Throwable cause = getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof RepositoryException.Transient) {
                return reason == FailureCode.REPOSITORY_UNREACHABLE;
            }
        }
        return false;
    }
}
