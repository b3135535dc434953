package io.snapledger.dump;

import io.snapledger.stores.StoreException;
import java.util.Locale;

/** Why an attempt failed: the constant words of {@code dump.failed}. */
public enum FailureReason {
    /** The tool ended with an error. */
    TOOL_FAILED(true),
    /** The tool is not installed. */
    TOOL_NOT_FOUND(false),
    /** Nobody answers at the store's address. */
    STORE_UNREACHABLE(true),
    /** The store refuses our credentials, or they lack a privilege. */
    ACCESS_DENIED(false),
    /** The tool said success, but the trailer, checksum or framing of its format is missing. */
    TRAILER_MISSING(true),
    /** The tool said success and wrote nothing. */
    EMPTY_DUMP(true),
    /** The store changed too fast to be read consistently. */
    STORE_UNSTABLE(true),
    /** The versions of store and tool do not go together. */
    VERSION_MISMATCH(false),
    /** Staging stayed full for too long. */
    STAGING_STALLED(true),
    /** Staging could not be written. */
    STAGING_FAILED(true),
    /** This replica knows no store of that name. */
    UNKNOWN_STORE(false),
    /** The backup is dated later than this worker's clock allows. */
    TIME_AHEAD(false),
    /** The options of the store are wrong. */
    STORE_MISCONFIGURED(false),
    /** No key to seal with: the service key or the recovery key is not there, or opens nothing. */
    KEY_MISSING(false),
    /** storage-service, or a repository behind it, did not answer. */
    STORAGE_UNREACHABLE(true),
    /** A repository refuses: it is none, it is not configured, or it is of a later format. */
    REPOSITORY_REFUSED(false),
    /** The attempt's own deadline passed. */
    DEADLINE(true),
    /** Somebody cancelled the backup. */
    CANCELLED(false),
    /** There is a newer attempt, or the snapshot is decided already. */
    SUPERSEDED(false),
    /** The worker was stopped or killed in the middle. */
    WORKER_RESTARTED(true),
    /** A bug. */
    INTERNAL(true);

    private final boolean retryable;

    FailureReason(boolean retryable) {
        this.retryable = retryable;
    }

    /** Lower case with hyphens, e.g. {@code staging-stalled}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether another attempt can help without anyone changing anything. */
    public boolean retryable() {
        return retryable;
    }

    static FailureReason of(StoreException e) {
        return switch (e.reason()) {
            case BAD_OPTIONS -> STORE_MISCONFIGURED;
            case UNREACHABLE -> STORE_UNREACHABLE;
            case ACCESS_DENIED -> ACCESS_DENIED;
            case TOOL_MISSING -> TOOL_NOT_FOUND;
            case TOOL_FAILED -> TOOL_FAILED;
            case INCOMPLETE, DAMAGED -> TRAILER_MISSING;
            case DEADLINE -> DEADLINE;
            case UNSTABLE -> STORE_UNSTABLE;
            case VERSION -> VERSION_MISMATCH;
            case NOT_FRESH, NO_SPACE, BLOCKED, DIFFERENT -> INTERNAL;
        };
    }
}
