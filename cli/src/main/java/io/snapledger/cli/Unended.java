package io.snapledger.cli;

/** Why a command stopped waiting before what it waited for had ended. */
final class Unended {

    private Unended() {}

    /**
     * Says of what it is and where to look on.
     *
     * @param what such as {@code backup 20261121t000000z-abcdefghij}
     * @param look the command that shows it
     */
    static CliException of(String what, String look, CliException e) {
        return switch (e.exit()) {
            case TIMED_OUT ->
                new CliException(Exit.TIMED_OUT, e.code(), what + " has " + e.getMessage() + "; HINT: " + look, e);
            case UNREACHABLE ->
                new CliException(
                        Exit.UNREACHABLE,
                        e.code(),
                        "how " + what + " goes on is not known: " + e.getMessage() + "; HINT: " + e.hint() + "; then "
                                + look,
                        e);
            default -> e;
        };
    }
}
