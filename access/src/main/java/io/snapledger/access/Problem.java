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

    /** A token that the issuer would not vouch for: expired, for somebody else, or not the issuer's. */
    public static final Problem UNKNOWN_TOKEN = new Problem(
            UNAUTHORIZED,
            "unauthorized",
            "the signed token is expired, for another audience, or not of the issuer of snapledger.access.oidc",
            "ask the issuer for a new one for this audience");

    /** Nobody can say whether a signed token is good. */
    public static final Problem ISSUER_AWAY = new Problem(
            503,
            "issuer-unavailable",
            "the issuer of snapledger.access.oidc does not answer, so that its tokens cannot be checked",
            "try again, or use the token of the installation");
}
