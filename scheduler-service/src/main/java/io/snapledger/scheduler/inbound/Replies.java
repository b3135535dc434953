package io.snapledger.scheduler.inbound;

import io.snapledger.events.EventPublishException;
import io.snapledger.scheduler.TriggerGateway;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** Answers as all services give them. */
final class Replies {

    private static final int RETRY_AFTER_SECONDS = 5;

    /**
     * An error.
     *
     * @param code constant word
     * @param message fact with values
     * @param hint what to do
     */
    record ErrorBody(String code, String message, String hint) {}

    private Replies() {}

    static Response accepted(TriggerGateway.Accepted accepted) {
        return json(Response.accepted(accepted));
    }

    static Response error(int status, String code, String message, String hint) {
        return json(Response.status(status).entity(new ErrorBody(code, message, hint)));
    }

    /** The message says what to do after a semicolon, as all our messages do. */
    static Response error(int status, String code, String message) {
        int semicolon = message.lastIndexOf("; ");
        return semicolon < 0
                ? error(status, code, message, "see the documentation of this request")
                : error(status, code, message.substring(0, semicolon), message.substring(semicolon + 2));
    }

    static Response unacknowledged(EventPublishException e) {
        return json(Response.status(503)
                .header("Retry-After", RETRY_AFTER_SECONDS)
                .entity(new ErrorBody(
                        "broker-unavailable",
                        "Kafka has not acknowledged the event, so it may or may not count",
                        "send it again in " + RETRY_AFTER_SECONDS
                                + " s; an event with the same source and id counts once")));
    }

    private static Response json(Response.ResponseBuilder response) {
        return response.type(MediaType.APPLICATION_JSON_TYPE).build();
    }
}
