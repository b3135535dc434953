package io.snapledger.catalog.inbound;

import io.smallrye.common.annotation.Blocking;
import io.snapledger.access.Roles;
import io.snapledger.catalog.CanonicalCatalog;
import io.snapledger.catalog.Rebuild;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.BufferedWriter;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The catalog itself: made anew, or written out for a comparison. */
@Path("/api/catalog")
@Blocking
@Tag(name = "catalog")
public class CatalogResource {

    private final CatalogView view;
    private final CatalogControl control;

    CatalogResource(CatalogView view, CatalogControl control) {
        this.view = view;
        this.control = control;
    }

    @RolesAllowed(Roles.ADMIN)
    @POST
    @Path("/rebuild")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "rebuildCatalog",
            summary = "Makes the catalog anew; the old one answers until the new one has everything",
            description = "from=kafka: all that Kafka has. from=repository: what repositories have decided, the rest is"
                    + " marked as unknown. from=all: both. See /api/status for the progress")
    @APIResponse(
            responseCode = "202",
            description = "it has begun",
            content = @Content(schema = @Schema(implementation = Rebuild.class)))
    @APIResponse(
            responseCode = "409",
            description = "it is being rebuilt already, there is no repository, or another replica writes it")
    public Response rebuild(
            @Parameter(
                            description = "what the new catalog is made of",
                            required = true,
                            schema = @Schema(enumeration = {"kafka", "repository", "all"}),
                            example = "kafka")
                    @QueryParam("from")
                    String from) {
        Rebuild.Source source = Rebuild.Source.of(from == null ? "" : from)
                .orElseThrow(
                        () -> QueryParameters.invalid("from", from == null ? "" : from, "kafka, repository or all"));
        if (source != Rebuild.Source.KAFKA && control.repositories().isEmpty()) {
            throw CatalogProblem.conflict(
                    "no-repository",
                    "the catalog knows no repository to rebuild from",
                    "set snapledger.storage-url and snapledger.catalog.repositories");
        }
        if (control.standsBy()) {
            throw CatalogProblem.conflict(
                    "another-writes",
                    "another replica of catalog-service writes this catalog",
                    "ask that one: it logs that it reads the ledger");
        }
        Rebuild started = control.rebuild(source)
                .orElseThrow(() -> CatalogProblem.conflict(
                        "rebuilding", "the catalog is being rebuilt already", "see /api/status"));
        return Response.accepted(started).build();
    }

    @RolesAllowed(Roles.VIEWER)
    @GET
    @Path("/canonical")
    @Produces(MediaType.TEXT_PLAIN)
    @Operation(
            operationId = "getCanonicalCatalog",
            summary = "Every row as canonical JSON, one a line: equal catalogs give equal bytes")
    @APIResponse(
            responseCode = "200",
            description = "the rows",
            content = @Content(mediaType = MediaType.TEXT_PLAIN, schema = @Schema(type = SchemaType.STRING)))
    public StreamingOutput canonical() {
        return out -> {
            Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
            new CanonicalCatalog(view.store()).write(writer);
            writer.flush();
        };
    }
}
