package io.snapledger.stores;

import java.util.Locale;
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

    public Reason reason() {
        return reason;
    }

    /** What to do about it; may be empty. */
    public String hint() {
        return hint;
    }

    /** Whether a later try of the same thing could succeed without anyone changing anything. */
    public boolean isTransient() {
        return reason.isTransient;
    }

    /** What went wrong, once and for all kinds. The {@linkplain #code() code} goes into events. */
    public enum Reason {
        /** The options of the store or target are wrong. */
        BAD_OPTIONS(false),
        /** Nobody answers at the store's address, or the path is not there. */
        UNREACHABLE(true),
        /** The store refuses our credentials, or they lack a privilege. */
        ACCESS_DENIED(false),
        /** A tool is not installed. */
        TOOL_MISSING(false),
        /** A tool ended with an error. */
        TOOL_FAILED(true),
        /** A tool said success, but its output is cut, empty or not what the format demands. */
        INCOMPLETE(true),
        /** The call's deadline passed. */
        DEADLINE(true),
        /** The store changed too fast to be read consistently. */
        UNSTABLE(true),
        /** The versions of store, tool and snapshot do not go together. */
        VERSION(false),
        /** The target holds data and nobody said to replace it. */
        NOT_FRESH(false),
        /** The target has no room left for bytes, or for more files. */
        NO_SPACE(false),
        /** The plan of the restore has a blocker. */
        BLOCKED(false),
        /** What was restored is not what the snapshot's evidence says. */
        DIFFERENT(false),
        /** The snapshot's streams are not what the engine wrote once. */
        DAMAGED(false);

        private final boolean isTransient;

        Reason(boolean isTransient) {
            this.isTransient = isTransient;
        }

        /** Lower case with hyphens: {@code tool-failed}. */
        public String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
