package io.snapledger.cli;

import io.snapledger.events.FailureCode;

/** Exit codes: a contract with scripts. Any other code means failure. */
public enum Exit {
    DONE(0),
    /** Any failure that has no code of its own. */
    FAILED(1),
    USAGE(2),
    /** Some stores are complete, some are not; or something of a store was missed. */
    PARTIAL(3),
    NOT_FOUND(4),
    /** Something else is in the way, or several things are meant. */
    CONFLICT(5),
    /** A service, the broker or the repository cannot be reached. */
    UNREACHABLE(6),
    /** Not authenticated, not allowed, or the wrong key. */
    DENIED(7),
    /** Data are damaged, or differ from the evidence. */
    DAMAGED(8),
    /** {@code --wait} took longer than {@code --timeout}; the work goes on. */
    TIMED_OUT(9),
    /** The plan of a restore has a blocker. */
    BLOCKED(10),
    /** Ctrl-C. */
    INTERRUPTED(130);

    private final int code;

    Exit(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    /** @param code lower case with hyphens, as in events and in answers of services; an unknown one means {@link #FAILED} */
    public static Exit of(String code) {
        return FailureCode.of(code).map(FailureCode::ending).map(Exit::of).orElse(FAILED);
    }

    private static Exit of(FailureCode.Ending ending) {
        return switch (ending) {
            case FAILED -> FAILED;
            case USAGE -> USAGE;
            case NOT_FOUND -> NOT_FOUND;
            case CONFLICT -> CONFLICT;
            case UNREACHABLE -> UNREACHABLE;
            case DENIED -> DENIED;
            case DAMAGED -> DAMAGED;
            case TIMED_OUT -> TIMED_OUT;
            case BLOCKED -> BLOCKED;
            case INTERRUPTED -> INTERRUPTED;
        };
    }
}
