package io.snapledger.restore.inbound;

import io.snapledger.restore.RestoreFailure;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/**
 * An error as every service tells it.
 *
 * @param code one word for machines
 * @param message the fact, with values
 * @param hint what to do
 */
record Problem(String code, String message, String hint) {

    private static final String HINT = "; HINT: ";

    /** The message says what to do after a semicolon, as all our messages do. */
    static Problem of(String code, String text) {
        int at = text.indexOf(HINT);
        int skip = HINT.length();
        if (at < 0) {
            at = text.lastIndexOf("; ");
            skip = 2;
        }
        return at < 0
                ? new Problem(code, text, "see the documentation of this request")
                : new Problem(code, text.substring(0, at), text.substring(at + skip));
    }

    static Response response(int status, String code, String text) {
        return Response.status(status)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(of(code, text))
                .build();
    }

    static Response response(RestoreFailure failure) {
        int status =
                switch (failure.reason()) {
                    case NOT_FOUND -> 404;
                    case AMBIGUOUS, TARGET_BUSY, TARGET_NOT_FRESH, BLOCKED -> 409;
                    case BAD_REQUEST -> 400;
                    case WRONG_KEY, DAMAGED, EVIDENCE_DIFFERS -> 422;
                    case REPOSITORY_UNREACHABLE -> 503;
                    default -> 500;
                };
        return response(status, failure.reason().code(), failure.getMessage());
    }
}
