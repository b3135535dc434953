package io.snapledger.catalog.inbound;

import io.smallrye.common.annotation.Blocking;
import io.snapledger.access.Roles;
import io.snapledger.catalog.CatalogQuery.Filter;
import io.snapledger.catalog.Snapshot;
import io.snapledger.catalog.SnapshotState;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Snapshots: what backups hold of each store, and where. */
@RolesAllowed(Roles.VIEWER)
@Path("/api/snapshots")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "catalog")
public class SnapshotsResource {

    static final QueryParameters PARAMETERS = new QueryParameters(
            Set.of(Filter.PLAN, Filter.STORE, Filter.KIND, Filter.STATE, Filter.REPOSITORY, Filter.BACKUP),
            QueryParameters.words(SnapshotState.class, SnapshotState::word));

    private final CatalogView view;

    SnapshotsResource(CatalogView view) {
        this.view = view;
    }

    @GET
    @Operation(
            operationId = "listSnapshots",
            summary = "Lists snapshots without their streams, newest first",
            description = "since and until are of the due time. With a repository, state is that in the repository")
    public Listing<Snapshot> list(@Context UriInfo uri) {
        return Listing.of(
                view.store()
                        .snapshots(PARAMETERS.read(uri.getQueryParameters()))
                        .map(Snapshot::withoutStreams),
                view);
    }

    @GET
    @Path("/{id}")
    @Operation(operationId = "getSnapshot", summary = "A snapshot with its streams, attempts and copies")
    public Snapshot get(@PathParam("id") String id) {
        return view.store().snapshot(id).orElseThrow(() -> view.missing("snapshot", id));
    }
}
