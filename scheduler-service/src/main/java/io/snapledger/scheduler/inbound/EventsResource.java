package io.snapledger.scheduler.inbound;

import io.quarkus.arc.properties.IfBuildProperty;
import io.snapledger.access.Roles;
import io.snapledger.access.inbound.Callers;
import io.snapledger.events.Event;
import io.snapledger.events.EventCodec;
import io.snapledger.events.EventPublishException;
import io.snapledger.events.MalformedEventException;
import io.snapledger.events.http.HttpEvents;
import io.snapledger.scheduler.RefusedTriggerException;
import io.snapledger.scheduler.TriggerGateway;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** CloudEvents over HTTP: any platform may ask for backups, and stop them. */
@RolesAllowed(Roles.OPERATOR)
@Path("/events")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "events")
@IfBuildProperty(name = "snapledger.scheduler.events-endpoint", stringValue = "true", enableIfMissing = true)
public class EventsResource {

    /** The data of a trigger in binary mode. */
    public static final String EXAMPLE = "{\"plan\": \"nightly\", \"reason\": \"event\"}";

    private final HttpEvents events = new HttpEvents(new EventCodec(), TriggerGateway.ACCEPTED);
    private final TriggerGateway gateway;
    private final Callers callers;

    EventsResource(TriggerGateway gateway, Callers callers) {
        this.gateway = gateway;
        this.callers = callers;
    }

    @POST
    @Consumes(MediaType.WILDCARD)
    @Operation(
            operationId = "sendEvent",
            summary = "Send a CloudEvent",
            description =
                    "Types backup.triggered and backup.cancelled, binary or structured mode, one event per request."
                            + " An event with the same source and id counts once.")
    @RequestBody(content = @Content(schema = @Schema(type = SchemaType.OBJECT), example = EXAMPLE))
    @APIResponse(
            responseCode = "202",
            description = "Kafka has it",
            content = @Content(schema = @Schema(implementation = TriggerGateway.Accepted.class)))
    @APIResponse(responseCode = "400", description = "malformed, of an unknown type, or asks for what is not there")
    @APIResponse(responseCode = "413", description = "too large")
    @APIResponse(responseCode = "415", description = "a batch, or not JSON")
    @APIResponse(responseCode = "503", description = "Kafka does not acknowledge")
    public Response send(@Context HttpHeaders headers, byte[] body) {
        Event<?> event;
        try {
            event = events.read(flat(headers), body == null ? new byte[0] : body);
        } catch (MalformedEventException e) {
            return Replies.error(HttpEvents.status(e), e.code(), e.getMessage());
        }
        return accept(gateway, EventCodec.causedBy(event, callers.current()));
    }

    /** Hands an event to the ledger, and says what it will lead to. */
    public static Response accept(TriggerGateway gateway, Event<?> event) {
        try {
            return Replies.accepted(gateway.accept(event));
        } catch (RefusedTriggerException e) {
            return Replies.error(400, e.code(), e.getMessage());
        } catch (EventPublishException e) {
            return Replies.unacknowledged(e);
        }
    }

    private static Map<String, String> flat(HttpHeaders headers) {
        Map<String, String> flat = new TreeMap<>();
        headers.getRequestHeaders().forEach((name, values) -> flat.put(name, String.join(",", values)));
        return flat;
    }
}
