package io.snapledger.standalone;

import io.quarkus.security.ForbiddenException;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.Blocking;
import io.snapledger.access.Roles;
import io.snapledger.access.inbound.Callers;
import io.snapledger.events.Event;
import io.snapledger.events.EventCodec;
import io.snapledger.events.EventType;
import io.snapledger.events.MalformedEventException;
import io.snapledger.events.http.HttpEvents;
import io.snapledger.restore.inbound.RestoreEventsResource;
import io.snapledger.restore.wiring.RestoreRuntime;
import io.snapledger.scheduler.TriggerGateway;
import io.snapledger.scheduler.inbound.EventsResource;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.EnumSet;
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

/** The one {@code POST /events} of a process that holds several services: hands each event to the service that reads its type. */
@RolesAllowed({Roles.OPERATOR, Roles.RESTORER})
@Path("/events")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "events")
public class StandaloneEventsResource {

    private final TriggerGateway scheduler;
    private final RestoreRuntime restore;
    private final Callers callers;
    private final SecurityIdentity identity;
    private final HttpEvents events = new HttpEvents(new EventCodec(), accepted());

    StandaloneEventsResource(
            TriggerGateway scheduler, RestoreRuntime restore, Callers callers, SecurityIdentity identity) {
        this.identity = identity;
        this.callers = callers;
        this.scheduler = scheduler;
        this.restore = restore;
    }

    private static Set<EventType> accepted() {
        Set<EventType> types = EnumSet.of(EventType.RESTORE_REQUESTED);
        types.addAll(TriggerGateway.ACCEPTED);
        return types;
    }

    @POST
    @Consumes(MediaType.WILDCARD)
    @Operation(
            operationId = "sendEvent",
            summary = "Send a CloudEvent",
            description =
                    "Types backup.triggered, backup.cancelled and restore.requested, binary or structured mode, one event"
                            + " per request. An event with the same source and id counts once.")
    @RequestBody(content = @Content(schema = @Schema(type = SchemaType.OBJECT), example = EventsResource.EXAMPLE))
    @APIResponse(
            responseCode = "202",
            description = "Kafka has it",
            content = @Content(schema = @Schema(implementation = TriggerGateway.Accepted.class)))
    @APIResponse(responseCode = "400", description = "malformed, of an unknown type, or asks for what is not there")
    @APIResponse(responseCode = "413", description = "too large")
    @APIResponse(responseCode = "415", description = "a batch, or not JSON")
    @APIResponse(responseCode = "503", description = "Kafka does not acknowledge")
    public Response send(@Context HttpHeaders headers, byte[] body) {
        Map<String, String> flat = new TreeMap<>();
        headers.getRequestHeaders().forEach((name, values) -> flat.put(name, String.join(",", values)));
        Event<?> event;
        try {
            event = EventCodec.causedBy(events.read(flat, body == null ? new byte[0] : body), callers.current());
        } catch (MalformedEventException e) {
            return Response.status(HttpEvents.status(e))
                    .type(MediaType.APPLICATION_JSON_TYPE)
                    .entity(Map.of(
                            "code",
                            e.code(),
                            "message",
                            e.getMessage(),
                            "hint",
                            "see docs/scheduling.md, and the AsyncAPI document"))
                    .build();
        }
        boolean restores = event.type() == EventType.RESTORE_REQUESTED;
        if (!identity.hasRole(restores ? Roles.RESTORER : Roles.OPERATOR)) {
            throw new ForbiddenException();
        }
        return restores ? RestoreEventsResource.accept(restore, event) : EventsResource.accept(scheduler, event);
    }
}
