package io.snapledger.stores;

import io.snapledger.events.FailureCode;
import io.snapledger.settings.SecretException;
import java.util.Objects;

/** Why a store could not be read or written: a fact with its values, a hint, and whether trying again can help. */
public final class StoreException extends Exception {

    private static final long serialVersionUID = 1L;

    private final Reason reason;
    private final String hint;

    public StoreException(Reason reason, String message, String hint) {
        this(reason, message, hint, null);
    }

    public StoreException(Reason reason, String message, String hint, Throwable cause) {
        super(Objects.requireNonNull(message), cause);
        this.reason = Objects.requireNonNull(reason);
        this.hint = Objects.requireNonNull(hint);
    }

    /** A secret that cannot be had is a right that is missing. */
    public static StoreException of(SecretException e) {
        return new StoreException(Reason.ACCESS_DENIED, e.getMessage(), e.hint(), e);
    }

    public Reason reason() {
        return reason;
    }

    /** What to do about it; may be empty. */
    public String hint() {
        return hint;
    }

    /** The fact and, if there is one, the hint: a sentence for people. */
    public String told() {
        return hint.isEmpty() ? getMessage() : getMessage() + "; HINT: " + hint;
    }

    /** Whether a later try of the same thing could succeed without anyone changing anything. */
    public boolean isTransient() {
        return reason.code.isTransient();
    }

    /** What went wrong, once and for all kinds. */
    public enum Reason {
        /** The options of the store or target are wrong. */
        BAD_OPTIONS(FailureCode.STORE_MISCONFIGURED),
        /** Nobody answers at the store's address, or the path is not there. */
        UNREACHABLE(FailureCode.STORE_UNREACHABLE),
        /** The store refuses our credentials, or they lack a privilege. */
        ACCESS_DENIED(FailureCode.ACCESS_DENIED),
        /** A tool is not installed. */
        TOOL_MISSING(FailureCode.TOOL_NOT_FOUND),
        /** A tool ended with an error. */
        TOOL_FAILED(FailureCode.TOOL_FAILED),
        /** A tool said success, but its output is cut, empty or not what the format demands. */
        INCOMPLETE(FailureCode.TRAILER_MISSING),
        /** The call's deadline passed. */
        DEADLINE(FailureCode.DEADLINE),
        /** The store changed too fast to be read consistently. */
        UNSTABLE(FailureCode.STORE_UNSTABLE),
        /** The versions of store, tool and snapshot do not go together. */
        VERSION(FailureCode.VERSION_MISMATCH),
        /** The target holds data and nobody said to replace it. */
        NOT_FRESH(FailureCode.TARGET_NOT_FRESH),
        /** The target has no room left for bytes, or for more files. */
        NO_SPACE(FailureCode.ENGINE_FAILED),
        /** The plan of the restore has a blocker. */
        BLOCKED(FailureCode.BLOCKED),
        /** What was restored is not what the snapshot's evidence says. */
        DIFFERENT(FailureCode.EVIDENCE_DIFFERS),
        /** The snapshot's streams are not what the engine wrote once. */
        DAMAGED(FailureCode.DAMAGED);

        private final FailureCode code;

        Reason(FailureCode code) {
            this.code = code;
        }

        /** What is told of it. */
        public FailureCode code() {
            return code;
        }
    }
}
