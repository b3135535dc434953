package io.snapledger.events;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Why something failed, in one word: the same in events, in answers of services and on the command line. {@code docs/errors.md} says of
 * each what it means and what to do; a test holds both together, in its order. Words that are in use never change.
 */
public enum FailureCode {
    // Requests and commands
    ALREADY_ENDED(Ending.CONFLICT, false),
    AMBIGUOUS(Ending.CONFLICT, false),
    ANOTHER_SITE(Ending.DENIED, false),
    ANOTHER_WRITES(Ending.CONFLICT, false),
    BAD_REQUEST(Ending.USAGE, false),
    BROKER_UNAVAILABLE(Ending.UNREACHABLE, true),
    CUT_OFF(Ending.UNREACHABLE, true),
    EXISTS(Ending.CONFLICT, false),
    INTERNAL(Ending.FAILED, true),
    INTERRUPTED(Ending.INTERRUPTED, false),
    IO(Ending.FAILED, false),
    ISSUER_UNAVAILABLE(Ending.UNREACHABLE, true),
    NO_PLAN(Ending.USAGE, false),
    NO_REPOSITORY(Ending.CONFLICT, false),
    NOT_FOUND(Ending.NOT_FOUND, false),
    NOT_ORDERED(Ending.DAMAGED, false),
    NOT_PROVED(Ending.CONFLICT, false),
    NOT_RUNNING(Ending.NOT_FOUND, false),
    NOT_UNDERSTOOD(Ending.FAILED, false),
    NOTHING_SELECTED(Ending.USAGE, false),
    REBUILDING(Ending.CONFLICT, true),
    SEGMENT_GONE(Ending.NOT_FOUND, false),
    SEGMENT_UNKNOWN(Ending.NOT_FOUND, false),
    STORE_BUSY(Ending.CONFLICT, true),
    STORE_CONFIGURED(Ending.CONFLICT, false),
    TIMED_OUT(Ending.TIMED_OUT, false),
    TOO_MANY_REQUESTS(Ending.UNREACHABLE, true),
    UNAUTHORIZED(Ending.DENIED, false),
    UNKNOWN_HOST(Ending.DENIED, false),
    UNKNOWN_KIND(Ending.NOT_FOUND, false),
    UNKNOWN_PLAN(Ending.NOT_FOUND, false),
    UNKNOWN_REPOSITORY(Ending.NOT_FOUND, false),
    UNKNOWN_STORE(Ending.NOT_FOUND, false),
    UNREACHABLE(Ending.UNREACHABLE, true),
    UNSUPPORTED_MEDIA_TYPE(Ending.USAGE, false),
    USAGE(Ending.USAGE, false),

    // Restores
    BLOCKED(Ending.BLOCKED, false),
    CANCELLED(Ending.FAILED, false),
    DEADLINE(Ending.FAILED, true),
    ENGINE_FAILED(Ending.FAILED, false),
    EVIDENCE_DIFFERS(Ending.DAMAGED, false),
    SAFETY_SNAPSHOT_FAILED(Ending.BLOCKED, false),
    TARGET_BUSY(Ending.CONFLICT, true),
    TARGET_NOT_FRESH(Ending.BLOCKED, false),

    // Repositories and keys
    DAMAGED(Ending.DAMAGED, false),
    DIGEST_MISMATCH(Ending.DAMAGED, false),
    FORMAT_UNKNOWN(Ending.FAILED, false),
    OBJECT_MISSING(Ending.NOT_FOUND, false),
    REPOSITORY_DENIED(Ending.DENIED, false),
    REPOSITORY_FULL(Ending.FAILED, false),
    REPOSITORY_IO(Ending.UNREACHABLE, true),
    REPOSITORY_MISSING(Ending.UNREACHABLE, false),
    REPOSITORY_READ_ONLY(Ending.CONFLICT, false),
    REPOSITORY_TIMEOUT(Ending.UNREACHABLE, true),
    REPOSITORY_UNREACHABLE(Ending.UNREACHABLE, true),
    REPOSITORY_UNSOUND(Ending.FAILED, false),
    STORAGE_ANSWER(Ending.FAILED, false),
    STORAGE_ANSWER_CUT(Ending.UNREACHABLE, true),
    STORAGE_REFUSED(Ending.DENIED, false),
    STORAGE_UNREACHABLE(Ending.UNREACHABLE, true),
    STRAY_OBJECT(Ending.DAMAGED, false),
    WRONG_KEY(Ending.DENIED, false),

    // Backups
    ABORTED(Ending.FAILED, false),
    ACCESS_DENIED(Ending.FAILED, false),
    EMPTY_DUMP(Ending.FAILED, true),
    EVENT_REFUSED(Ending.FAILED, false),
    KEY_MISSING(Ending.FAILED, false),
    KEYS_MISSING(Ending.FAILED, false),
    LOST_TO_OTHER_ATTEMPT(Ending.FAILED, false),
    NOT_COMMITTED(Ending.FAILED, false),
    NOT_STARTED(Ending.FAILED, true),
    OWNER_GONE(Ending.FAILED, true),
    PROVEN_TOO_FEW(Ending.FAILED, false),
    REPOSITORY_REFUSED(Ending.FAILED, false),
    SEGMENT_LOST(Ending.FAILED, true),
    STAGING_FAILED(Ending.FAILED, true),
    STAGING_STALLED(Ending.FAILED, true),
    STORE_MISCONFIGURED(Ending.FAILED, false),
    STORE_UNREACHABLE(Ending.FAILED, true),
    STORE_UNSTABLE(Ending.FAILED, true),
    SUPERSEDED(Ending.FAILED, false),
    TOOL_FAILED(Ending.FAILED, true),
    TOOL_NOT_FOUND(Ending.FAILED, false),
    TRAILER_MISSING(Ending.FAILED, true),
    UNDECIDED(Ending.FAILED, false),
    UPLOAD_UNANSWERED(Ending.FAILED, true),
    VERSION_MISMATCH(Ending.FAILED, false),
    WORKER_LOST(Ending.FAILED, true),
    WORKER_RESTARTED(Ending.FAILED, true),
    WORKER_UNREACHABLE(Ending.FAILED, true),

    // Events
    BATCH_REFUSED(Ending.USAGE, false),
    INVALID_ATTRIBUTE(Ending.USAGE, false),
    INVALID_DATA(Ending.USAGE, false),
    MISSING_ATTRIBUTE(Ending.USAGE, false),
    MISSING_DATA(Ending.USAGE, false),
    NOT_HANDLED(Ending.USAGE, false),
    NOT_JSON(Ending.USAGE, false),
    RESERVED_SOURCE(Ending.USAGE, false),
    TIME_AHEAD(Ending.USAGE, false),
    TOO_LARGE(Ending.USAGE, false),
    TYPE_NOT_ACCEPTED(Ending.USAGE, false),
    UNKNOWN_TYPE(Ending.USAGE, false),
    UNKNOWN_VERSION(Ending.USAGE, false),
    UNSEALED(Ending.USAGE, false),
    UNSUPPORTED_CONTENT(Ending.USAGE, false),
    WRONG_TOPIC(Ending.USAGE, false);

    /** How a command ends that failed so; the command line has a number for each. */
    public enum Ending {
        /** Without a number of its own. */
        FAILED,
        USAGE,
        NOT_FOUND,
        CONFLICT,
        UNREACHABLE,
        DENIED,
        DAMAGED,
        TIMED_OUT,
        BLOCKED,
        INTERRUPTED
    }

    private static final Map<String, FailureCode> BY_CODE =
            Arrays.stream(values()).collect(Collectors.toMap(FailureCode::code, Function.identity()));

    private final Ending ending;
    private final boolean isTransient;

    FailureCode(Ending ending, boolean isTransient) {
        this.ending = ending;
        this.isTransient = isTransient;
    }

    /** Lower case with hyphens, e.g. {@code staging-stalled}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public Ending ending() {
        return ending;
    }

    /** Whether a later try of the same thing could succeed without anyone changing anything. */
    public boolean isTransient() {
        return isTransient;
    }

    /**
     * The failure of a code.
     *
     * @return empty if this version does not know it
     */
    public static Optional<FailureCode> of(String code) {
        return Optional.ofNullable(BY_CODE.get(code));
    }
}
