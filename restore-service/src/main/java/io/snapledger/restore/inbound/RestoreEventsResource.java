package io.snapledger.restore.inbound;

import io.quarkus.arc.properties.IfBuildProperty;
import io.smallrye.common.annotation.Blocking;
import io.snapledger.access.Roles;
import io.snapledger.access.inbound.Callers;
import io.snapledger.events.Event;
import io.snapledger.events.EventCodec;
import io.snapledger.events.EventPublishException;
import io.snapledger.events.EventType;
import io.snapledger.events.Identities;
import io.snapledger.events.MalformedEventException;
import io.snapledger.events.http.HttpEvents;
import io.snapledger.restore.wiring.RestoreRuntime;
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
import java.util.Set;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** CloudEvents over HTTP: any platform may ask for a restore. Without the gateway's authorization it is planned only, unless the target is fresh. */
@RolesAllowed(Roles.RESTORER)
@Path("/events")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "events")
@Blocking
@IfBuildProperty(name = "snapledger.restore.events-endpoint", stringValue = "true", enableIfMissing = true)
public class RestoreEventsResource {

    private static final String EXAMPLE =
            "{\"from\": \"latest\", \"plan\": \"nightly\", \"dryRun\": true, \"targets\": {}}";

    private final RestoreRuntime runtime;
    private final Callers callers;
    private final HttpEvents events = new HttpEvents(new EventCodec(), Set.of(EventType.RESTORE_REQUESTED));

    RestoreEventsResource(RestoreRuntime runtime, Callers callers) {
        this.callers = callers;
        this.runtime = runtime;
    }

    @POST
    @Consumes(MediaType.WILDCARD)
    @Operation(
            operationId = "sendEvent",
            summary = "Send a CloudEvent",
            description =
                    "Type restore.requested, binary or structured mode, one event per request. An event with the same source and id counts once.")
    @RequestBody(content = @Content(schema = @Schema(type = SchemaType.OBJECT), example = EXAMPLE))
    @APIResponse(
            responseCode = "202",
            description = "Kafka has it",
            content = @Content(schema = @Schema(implementation = RestoresResource.Accepted.class)))
    @APIResponse(responseCode = "400", description = "malformed, or of an unknown type")
    @APIResponse(responseCode = "413", description = "too large")
    @APIResponse(responseCode = "415", description = "a batch, or not JSON")
    @APIResponse(responseCode = "503", description = "Kafka does not acknowledge")
    public Response send(@Context HttpHeaders headers, byte[] body) {
        Map<String, String> flat = new TreeMap<>();
        headers.getRequestHeaders().forEach((name, values) -> flat.put(name, String.join(",", values)));
        try {
            Event<?> event = events.read(flat, body == null ? new byte[0] : body);
            return accept(runtime, EventCodec.causedBy(event, callers.current()));
        } catch (MalformedEventException e) {
            return Problem.response(HttpEvents.status(e), e.code(), e.getMessage());
        }
    }

    /** Hands an event to the ledger, and says what it will lead to. */
    public static Response accept(RestoreRuntime runtime, Event<?> event) {
        try {
            runtime.publisher().publish(event);
            return Response.accepted(
                            new RestoresResource.Accepted(Identities.restore(event.source(), event.id()), event.id()))
                    .build();
        } catch (EventPublishException e) {
            return RestoresResource.unacknowledged();
        }
    }
}
