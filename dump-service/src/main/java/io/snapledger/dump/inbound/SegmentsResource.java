package io.snapledger.dump.inbound;

import io.smallrye.common.annotation.Blocking;
import io.snapledger.access.Roles;
import io.snapledger.dump.inbound.ByteRange.NotSatisfiable;
import io.snapledger.dump.staging.StagedAttempt;
import io.snapledger.dump.staging.StagedFile;
import io.snapledger.dump.staging.StagedFile.Gone;
import io.snapledger.dump.staging.StagedFile.Held;
import io.snapledger.dump.staging.Staging;
import io.snapledger.dump.wiring.DumpRuntime;
import io.snapledger.events.Identities;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.Optional;
import org.jboss.resteasy.reactive.PathPart;

/**
 * Sealed segments for storage-service alone. {@code 200} or {@code 206} with the bytes; {@code 410} once they were acknowledged or
 * their attempt was removed; {@code 404} if this process never knew them. {@code DELETE} says that storage has them durably.
 */
@RolesAllowed(Roles.SERVICE)
@Path("/segments/{snapshot}/{attempt}/{name}")
@Blocking
public class SegmentsResource {

    private static final int PARTIAL = 206;
    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;
    private static final int GONE = 410;
    private static final int NOT_SATISFIABLE = 416;

    private final DumpRuntime runtime;

    SegmentsResource(DumpRuntime runtime) {
        this.runtime = runtime;
    }

    @GET
    public Response get(
            @PathParam("snapshot") String snapshot,
            @PathParam("attempt") String attempt,
            @PathParam("name") String name,
            @HeaderParam("Range") String range) {
        if (!isValid(snapshot, attempt, name)) {
            return notValid();
        }
        StagedFile file = find(snapshot, attempt, name);
        return file instanceof Held held ? content(held, range) : absent(file, snapshot, attempt, name);
    }

    @HEAD
    public Response head(
            @PathParam("snapshot") String snapshot,
            @PathParam("attempt") String attempt,
            @PathParam("name") String name) {
        if (!isValid(snapshot, attempt, name)) {
            return Response.status(BAD_REQUEST).build();
        }
        StagedFile file = find(snapshot, attempt, name);
        if (file instanceof Held held) {
            return described(Response.ok(), held)
                    .header(HttpHeaders.CONTENT_LENGTH, held.length())
                    .build();
        }
        return Response.status(file instanceof Gone ? GONE : NOT_FOUND).build();
    }

    @DELETE
    public Response acknowledge(
            @PathParam("snapshot") String snapshot,
            @PathParam("attempt") String attempt,
            @PathParam("name") String name)
            throws IOException {
        if (!isValid(snapshot, attempt, name)) {
            return notValid();
        }
        Staging staging = runtime.staging();
        if (name.equals(StagedAttempt.LIST)) {
            staging.acknowledgeList(snapshot, attempt);
        } else {
            staging.acknowledgeSegment(snapshot, attempt, Integer.parseInt(name));
        }
        return Response.noContent().build();
    }

    private StagedFile find(String snapshot, String attempt, String name) {
        Staging staging = runtime.staging();
        return name.equals(StagedAttempt.LIST)
                ? staging.list(snapshot, attempt)
                : staging.segment(snapshot, attempt, Integer.parseInt(name));
    }

    private static boolean isValid(String snapshot, String attempt, String name) {
        return Identities.isSnapshot(snapshot)
                && Identities.isAttempt(attempt)
                && (name.equals(StagedAttempt.LIST) || name.matches("[1-9][0-9]{0,8}"));
    }

    private static Response content(Held held, String header) {
        try {
            Optional<ByteRange> range = ByteRange.of(header, held.length());
            if (range.isEmpty()) {
                return described(Response.ok(new PathPart(held.path(), 0, held.length())), held)
                        .build();
            }
            long offset = range.get().offset();
            long length = range.get().length();
            return described(Response.status(PARTIAL).entity(new PathPart(held.path(), offset, length)), held)
                    .header("Content-Range", "bytes " + offset + "-" + (offset + length - 1) + "/" + held.length())
                    .build();
        } catch (NotSatisfiable e) {
            return Response.status(NOT_SATISFIABLE)
                    .header("Content-Range", "bytes */" + held.length())
                    .build();
        }
    }

    private static Response.ResponseBuilder described(Response.ResponseBuilder response, Held held) {
        return response.type(MediaType.APPLICATION_OCTET_STREAM_TYPE)
                .header("Accept-Ranges", "bytes")
                .header(HttpHeaders.ETAG, "\"" + held.sha256() + "\"");
    }

    private static Response absent(StagedFile file, String snapshot, String attempt, String name) {
        String id = snapshot + "/" + attempt + "/" + name;
        return file instanceof Gone
                ? Problem.response(
                        GONE,
                        "segment-gone",
                        id + " was acknowledged, or its attempt was removed",
                        "read it from the repository")
                : Problem.response(
                        NOT_FOUND,
                        "segment-unknown",
                        id + " is not staged here",
                        "look whether the worker of its event is this one");
    }

    private static Response notValid() {
        return Problem.response(
                BAD_REQUEST,
                "bad-request",
                "the address is not <snapshot>/<attempt>/<number or list>",
                "take the ids from segment.staged or dump.completed");
    }
}
