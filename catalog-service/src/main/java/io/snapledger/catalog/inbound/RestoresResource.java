package io.snapledger.catalog.inbound;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.smallrye.common.annotation.Blocking;
import io.snapledger.access.Roles;
import io.snapledger.catalog.CatalogQuery;
import io.snapledger.catalog.CatalogQuery.Filter;
import io.snapledger.catalog.LedgerEvent;
import io.snapledger.catalog.Restore;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Restores: what was asked for, what it would do, what it did. */
@RolesAllowed(Roles.VIEWER)
@Path("/api/restores")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "catalog")
public class RestoresResource {

    static final QueryParameters PARAMETERS = new QueryParameters(
            Set.of(Filter.PLAN, Filter.STORE, Filter.STATE),
            QueryParameters.words(Restore.State.class, Restore.State::word));

    private final CatalogView view;

    RestoresResource(CatalogView view) {
        this.view = view;
    }

    /**
     * A restore with everything about it.
     *
     * @param restore the restore; its fields stand beside the others
     * @param events its events, the earliest first
     */
    record Detail(@JsonUnwrapped Restore restore, List<LedgerEvent> events) {}

    @GET
    @Operation(
            operationId = "listRestores",
            summary = "Lists restores, the last one asked for first",
            description = "since and until are of the request")
    public Listing<Restore> list(@Context UriInfo uri) {
        return Listing.of(view.store().restores(PARAMETERS.read(uri.getQueryParameters())), view);
    }

    @GET
    @Path("/{id}")
    @Operation(operationId = "getRestore", summary = "A restore with its plan, progress, results and events")
    public Detail get(@PathParam("id") String id) {
        Restore restore = view.store().restore(id).orElseThrow(() -> view.missing("restore", id));
        CatalogQuery its = CatalogQuery.ALL.with(Filter.RESTORE, id).limit(CatalogQuery.MAX_LIMIT);
        List<LedgerEvent> events = new ArrayList<>(view.store().events(its).items());
        Collections.reverse(events);
        return new Detail(restore, events);
    }
}
