package io.snapledger.restore;

import io.snapledger.repository.RepositoryException;

/** Why a restore did not happen, or did not succeed. */
public final class RestoreFailure extends Exception {

    private static final long serialVersionUID = 1L;

    /** Constant words for machines. */
    public enum Reason {
        NOT_FOUND,
        AMBIGUOUS,
        BAD_REQUEST,
        WRONG_KEY,
        DAMAGED,
        TARGET_NOT_FRESH,
        BLOCKED,
        TARGET_BUSY,
        SAFETY_SNAPSHOT_FAILED,
        ENGINE_FAILED,
        EVIDENCE_DIFFERS,
        REPOSITORY_UNREACHABLE,
        DEADLINE,
        CANCELLED,
        INTERNAL;

        /** Lower case with hyphens, as in events: {@code target-not-fresh}. */
        public String code() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }
    }

    private final Reason reason;

    public RestoreFailure(Reason reason, String message) {
        this(reason, message, null);
    }

    /** @param message fact, values and hint */
    public RestoreFailure(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    /** Whether a repository did not answer, and may do so later. */
    boolean mayPass() {
        for (Throwable cause = getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof RepositoryException.Transient) {
                return reason == Reason.REPOSITORY_UNREACHABLE;
            }
        }
        return false;
    }
}
