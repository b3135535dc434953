package io.snapledger.dump.inbound;

import io.smallrye.common.annotation.Blocking;
import io.snapledger.access.Roles;
import io.snapledger.dump.StoreProbes;
import io.snapledger.dump.wiring.DumpRuntime;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The configured stores as they look now: reachable, versions, tools, size, problems. */
@RolesAllowed(Roles.VIEWER)
@Path("/api/dump/stores")
@Blocking
@Tag(name = "stores")
public class StoresResource {

    private final DumpRuntime runtime;

    StoresResource(DumpRuntime runtime) {
        this.runtime = runtime;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "checkStores",
            summary = "Looks at stores: what a dump would find, and what would make it fail",
            description = "Takes as long as the stores need to answer, at most half a minute for each.")
    @APIResponse(
            responseCode = "200",
            description = "as the stores look now",
            content = @Content(schema = @Schema(type = SchemaType.ARRAY, implementation = StoreProbes.Found.class)))
    @APIResponse(responseCode = "404", description = "no such store is configured here")
    public Response stores(
            @Parameter(description = "only these stores; may be repeated") @QueryParam("store") List<String> stores)
            throws InterruptedException {
        try {
            return Response.ok(
                            stores.isEmpty()
                                    ? runtime.probes().all()
                                    : runtime.probes().of(stores))
                    .build();
        } catch (IllegalArgumentException e) {
            return Problem.response(404, "unknown-store", e.getMessage(), "take a name of GET /api/dump/stores");
        }
    }
}
