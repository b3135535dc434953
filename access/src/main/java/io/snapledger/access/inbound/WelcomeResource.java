package io.snapledger.access.inbound;

import static java.util.Objects.requireNonNull;

import io.snapledger.access.Roles;
import io.snapledger.events.EventType;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Says what is here, and what the events look like. */
@RolesAllowed(Roles.VIEWER)
@Path("/")
@Tag(name = "contract")
public class WelcomeResource {

    @GET
    @Produces(MediaType.TEXT_HTML)
    @Operation(hidden = true)
    public String welcome() throws IOException {
        return text("io/snapledger/access/welcome.html");
    }

    @GET
    @Path("/api/asyncapi.yaml")
    @Produces("application/yaml")
    @Operation(operationId = "getAsyncApi", summary = "The events, as an AsyncAPI document")
    @APIResponse(
            responseCode = "200",
            description = "the document",
            content = @Content(mediaType = "application/yaml", schema = @Schema(type = SchemaType.STRING)))
    public String asyncApi() throws IOException {
        return text("asyncapi.yaml");
    }

    @GET
    @Path("/api/schemas/{type}.json")
    @Produces("application/schema+json")
    @Operation(operationId = "getEventSchema", summary = "The JSON Schema of an event's data")
    @APIResponse(
            responseCode = "200",
            description = "the schema",
            content = @Content(mediaType = "application/schema+json", schema = @Schema(type = SchemaType.OBJECT)))
    @APIResponse(responseCode = "404", description = "no event has this type")
    public String schema(@PathParam("type") String type) throws IOException {
        boolean known =
                Arrays.stream(EventType.values()).anyMatch(each -> each.topic().equals(type));
        if (!known) {
            throw new NotFoundException();
        }
        return text("schemas/" + type + ".json");
    }

    private static String text(String resource) throws IOException {
        ClassLoader classes = Thread.currentThread().getContextClassLoader();
        try (InputStream bytes = classes.getResourceAsStream(resource)) {
            return new String(requireNonNull(bytes, resource).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
