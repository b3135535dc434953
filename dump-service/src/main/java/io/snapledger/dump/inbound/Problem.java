package io.snapledger.dump.inbound;

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

    static Response response(int status, String code, String message, String hint) {
        return Response.status(status)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(new Problem(code, message, hint))
                .build();
    }
}
