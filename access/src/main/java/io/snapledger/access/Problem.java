package io.snapledger.access;

/**
 * Why a call is not heard, as every service tells an error.
 *
 * @param status of HTTP
 * @param code one word for machines
 * @param message the fact, with values
 * @param hint what to do
 */
public record Problem(int status, String code, String message, String hint) {

    private static final int UNAUTHORIZED = 401;

    /** Nobody known is calling. */
    public static final Problem UNKNOWN_CALLER = new Problem(
            UNAUTHORIZED,
            "unauthorized",
            "the token is missing or another",
            "send Authorization: Bearer with the content of the file that snapledger.access.token-file names; the command"
                    + " line takes it from --token-file or SNAPLEDGER_TOKEN_FILE");
}
