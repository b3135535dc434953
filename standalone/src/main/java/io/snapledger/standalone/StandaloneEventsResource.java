package io.snapledger.standalone;

import io.smallrye.common.annotation.Blocking;
import io.snapledger.access.Roles;
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

/** The one {@code POST /events} of a process that holds several services: hands each event to the service that reads its type. */
@RolesAllowed(Roles.RESTORER)
@Path("/events")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
public class StandaloneEventsResource {

    private final TriggerGateway scheduler;
    private final RestoreRuntime restore;
    private final HttpEvents events = new HttpEvents(new EventCodec(), accepted());

    StandaloneEventsResource(TriggerGateway scheduler, RestoreRuntime restore) {
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
    public Response send(@Context HttpHeaders headers, byte[] body) {
        Map<String, String> flat = new TreeMap<>();
        headers.getRequestHeaders().forEach((name, values) -> flat.put(name, String.join(",", values)));
        Event<?> event;
        try {
            event = events.read(flat, body == null ? new byte[0] : body);
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
        return event.type() == EventType.RESTORE_REQUESTED
                ? RestoreEventsResource.accept(restore, event)
                : EventsResource.accept(scheduler, event);
    }
}
