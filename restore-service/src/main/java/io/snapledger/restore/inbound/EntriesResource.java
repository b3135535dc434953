package io.snapledger.restore.inbound;

import io.smallrye.common.annotation.Blocking;
import io.snapledger.access.Roles;
import io.snapledger.events.Identities;
import io.snapledger.events.Nullable;
import io.snapledger.restore.HeldSnapshots;
import io.snapledger.restore.RestoreFailure;
import io.snapledger.restore.Subtree;
import io.snapledger.restore.wiring.RestoreRuntime;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Semaphore;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Looks into a snapshot: this service has the keys, so that who looks needs none. */
@RolesAllowed(Roles.VIEWER)
@Path("/api/snapshots/{snapshot}/entries")
@Tag(name = "snapshots")
@Blocking
public class EntriesResource {

    static final String JSON_LINES = "application/jsonl";

    /** Lists at once: each opens a snapshot and keeps a thread until its reader has all of it. */
    private static final int MOST_LISTS = 8;

    private static final int MOST_OF_A_PATH = 4096;
    private static final Set<String> PARAMETERS = Set.of("path", "repository");

    private final RestoreRuntime runtime;
    private final Semaphore lists = new Semaphore(MOST_LISTS);

    EntriesResource(RestoreRuntime runtime) {
        this.runtime = runtime;
    }

    @GET
    @Produces(JSON_LINES)
    @Operation(
            operationId = "listEntries",
            summary = "What a snapshot holds, as lines of JSON in the order of the paths",
            description =
                    "Each line is an entry with path, type and, where known, bytes, modified and digest. The last line says how the list ended: {\"entries\": N}, or code, message and hint of what went wrong. A list without such a line was cut off.")
    @Parameter(
            name = "path",
            in = ParameterIn.QUERY,
            description = "Only this and what is below it",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = "repository",
            in = ParameterIn.QUERY,
            description = "From this one; none means the first that has it",
            schema = @Schema(type = SchemaType.STRING))
    @APIResponse(
            responseCode = "200",
            description = "the list; its last line says whether it is whole",
            content = @Content(mediaType = JSON_LINES, schema = @Schema(type = SchemaType.STRING)))
    @APIResponse(responseCode = "400", description = "not valid: the message says what")
    @APIResponse(responseCode = "404", description = "no repository has such a snapshot")
    public Response list(@PathParam("snapshot") String snapshot, @Context UriInfo uri) {
        try {
            Identities.requireSnapshot(snapshot);
            MultivaluedMap<String, String> query = uri.getQueryParameters();
            requireKnown(query);
            Subtree within = within(one(query, "path"));
            HeldSnapshots.Held held = runtime.snapshots().find(snapshot, repository(one(query, "repository")));
            return Response.ok((StreamingOutput) out -> write(held, within, out))
                    .build();
        } catch (IllegalArgumentException e) {
            return Problem.response(400, "bad-request", e.getMessage());
        } catch (RestoreFailure e) {
            return Problem.response(e);
        }
    }

    private void write(HeldSnapshots.Held held, Subtree within, OutputStream out) throws IOException {
        EntryLines lines = new EntryLines(out);
        if (!lists.tryAcquire()) {
            lines.fail(new Problem(
                    "too-many-requests",
                    MOST_LISTS + " snapshots are being listed",
                    "try again when one of them is done"));
            return;
        }
        try {
            runtime.snapshots().list(held, entry -> {
                if (within.test(entry)) {
                    lines.add(entry);
                }
            });
            lines.end();
        } catch (RestoreFailure e) {
            lines.fail(Problem.of(e.reason().code(), e.getMessage()));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            lines.fail(new Problem("interrupted", "the service ends", "ask again when it is up"));
        } finally {
            lists.release();
        }
    }

    private static void requireKnown(MultivaluedMap<String, String> query) {
        Set<String> unknown = new TreeSet<>(query.keySet());
        unknown.removeAll(PARAMETERS);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(
                    unknown.size() + " query parameters are not known; HINT: there are " + new TreeSet<>(PARAMETERS));
        }
    }

    private static @Nullable String one(MultivaluedMap<String, String> query, String name) {
        List<String> values = query.getOrDefault(name, List.of());
        if (values.size() > 1) {
            throw new IllegalArgumentException(
                    "'" + name + "' is given " + values.size() + " times; HINT: give it once");
        }
        return values.isEmpty() ? null : values.get(0);
    }

    private static @Nullable String repository(@Nullable String name) {
        return name == null ? null : Identities.requireName("repository", name);
    }

    private static Subtree within(@Nullable String path) {
        if (path == null) {
            return Subtree.ALL;
        }
        if (path.length() > MOST_OF_A_PATH || path.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("'path' is no path of a snapshot; HINT: as entries have it, at most "
                    + MOST_OF_A_PATH + " printable characters");
        }
        return new Subtree(path);
    }
}
