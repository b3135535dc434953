package io.snapledger.catalog.inbound;

import io.smallrye.common.annotation.Blocking;
import io.snapledger.access.Roles;
import io.snapledger.catalog.CatalogQuery.Filter;
import io.snapledger.catalog.MissedRuns;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Due times that passed without a run. */
@RolesAllowed(Roles.VIEWER)
@Path("/api/missed-runs")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "catalog")
public class MissedRunsResource {

    static final QueryParameters PARAMETERS = new QueryParameters(Set.of(Filter.PLAN), Set.of());

    private final CatalogView view;

    MissedRunsResource(CatalogView view) {
        this.view = view;
    }

    @GET
    @Operation(
            operationId = "listMissedRuns",
            summary = "Lists due times that passed without a run, newest first",
            description = "since and until are of the last due time")
    public Listing<MissedRuns> list(@Context UriInfo uri) {
        return Listing.of(view.store().missedRuns(PARAMETERS.read(uri.getQueryParameters())), view);
    }
}
