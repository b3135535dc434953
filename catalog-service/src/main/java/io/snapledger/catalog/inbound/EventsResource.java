package io.snapledger.catalog.inbound;

import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import io.snapledger.access.Roles;
import io.snapledger.catalog.CatalogQuery;
import io.snapledger.catalog.CatalogQuery.Filter;
import io.snapledger.catalog.LedgerEvent;
import io.snapledger.catalog.LedgerJson;
import io.snapledger.catalog.inbound.EventStream.Frame;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.util.OptionalLong;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Events: the audit log, page by page or as it grows. */
@RolesAllowed(Roles.VIEWER)
@Path("/api/events")
@Blocking
@Tag(name = "catalog")
public class EventsResource {

    private static final Set<Filter> FILTERS = Set.of(
            Filter.PLAN, Filter.STORE, Filter.BACKUP, Filter.SNAPSHOT, Filter.RESTORE, Filter.TYPE, Filter.SUBJECT);
    static final QueryParameters PARAMETERS = new QueryParameters(FILTERS, Set.of());
    static final QueryParameters FOLLOWED = QueryParameters.filtersOnly(FILTERS);

    private final CatalogView view;
    private final EventStreams streams;

    EventsResource(CatalogView view, EventStreams streams) {
        this.view = view;
        this.streams = streams;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "listEvents",
            summary = "Lists events, newest first",
            description = "Heartbeats and segment.staged only if their type is asked for")
    public Listing<LedgerEvent> list(@Context UriInfo uri) {
        return Listing.of(view.store().events(PARAMETERS.read(uri.getQueryParameters())), view);
    }

    @GET
    @Path("/stream")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(
            operationId = "streamEvents",
            summary = "Events as they come (server-sent events), heartbeats included",
            description =
                    "With Last-Event-ID the stream goes on behind that event. An event named `began` comes first, with the id behind which the stream begins. One named `rebuilt` means: the catalog was rebuilt, list anew")
    @APIResponse(
            responseCode = "200",
            description = "the events, until the client goes",
            content = @Content(schema = @Schema(implementation = LedgerEvent.class)))
    @APIResponse(responseCode = "503", description = "too many clients follow the events, or the service stops")
    public Multi<OutboundSseEvent> stream(
            @Context UriInfo uri,
            @Context Sse sse,
            @Parameter(description = "the id of the last event that came") @HeaderParam("Last-Event-ID")
                    String lastEventId) {
        CatalogQuery query = FOLLOWED.read(uri.getQueryParameters());
        try {
            return Multi.createFrom()
                    .publisher(streams.open(query, position(lastEventId)))
                    .map(frame -> event(sse, frame));
        } catch (EventStreams.TooManyStreamsException e) {
            throw CatalogProblem.unavailable(
                    "too-many-requests", EventStreams.MOST + " clients follow the events", "close one, or list events");
        }
    }

    private static OptionalLong position(String lastEventId) {
        if (lastEventId == null || lastEventId.isBlank()) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Long.parseLong(lastEventId.strip()));
        } catch (NumberFormatException e) {
            throw QueryParameters.invalid("Last-Event-ID", lastEventId, "the id of an event of this stream");
        }
    }

    private static OutboundSseEvent event(Sse sse, Frame frame) {
        if (frame instanceof Frame.Happened happened) {
            return sse.newEventBuilder()
                    .id(Long.toString(happened.event().sequence()))
                    .data(String.class, LedgerJson.write(happened.event()))
                    .build();
        } else if (frame instanceof Frame.Began began) {
            return place(sse, "began", began.sequence());
        } else if (frame instanceof Frame.Rebuilt rebuilt) {
            return place(sse, "rebuilt", rebuilt.sequence());
        }
        return sse.newEventBuilder().comment("still here").build();
    }

    private static OutboundSseEvent place(Sse sse, String name, long sequence) {
        return sse.newEventBuilder()
                .id(Long.toString(sequence))
                .name(name)
                .data(String.class, "{}")
                .build();
    }
}
