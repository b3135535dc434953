package io.snapledger.restore.inbound;

import io.smallrye.common.annotation.Blocking;
import io.snapledger.access.Roles;
import io.snapledger.access.inbound.Callers;
import io.snapledger.events.Event;
import io.snapledger.events.EventPublishException;
import io.snapledger.events.RestoreCancelled;
import io.snapledger.events.RestorePlanned;
import io.snapledger.events.RestoreRequested;
import io.snapledger.events.Role;
import io.snapledger.restore.PlannedRestores;
import io.snapledger.restore.RestoreFailure;
import io.snapledger.restore.RestoreWish;
import io.snapledger.restore.wiring.RestoreRuntime;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Restores on demand. */
@RolesAllowed(Roles.RESTORER)
@Path("/api/restores")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "restores")
@Blocking
public class RestoresResource {

    private final RestoreRuntime runtime;
    private final Callers callers;

    RestoresResource(RestoreRuntime runtime, Callers callers) {
        this.runtime = runtime;
        this.callers = callers;
    }

    /**
     * The answer to an accepted request.
     *
     * @param restore id of the restore
     * @param event id of its event
     */
    @Schema(name = "AcceptedRestore")
    record Accepted(String restore, String event) {}

    @POST
    @Operation(
            operationId = "startRestore",
            summary = "Start a restore",
            description =
                    "Answers once Kafka has the request; GET /api/restores/{restore} of catalog-service tells how it goes on.")
    @APIResponse(
            responseCode = "202",
            description = "Kafka has it",
            content = @Content(schema = @Schema(implementation = Accepted.class)))
    @APIResponse(responseCode = "400", description = "not valid: the message says what")
    @APIResponse(responseCode = "503", description = "Kafka does not acknowledge")
    @RequestBody(content = @Content(schema = @Schema(implementation = RestoreBody.class)))
    public Response create(byte[] json) {
        try {
            RestoreBody body = RestoreBody.read(json);
            String id = body.id();
            RestoreRequested request =
                    runtime.authorization().sign(body.request(id).withCaller(callers.current()));
            Event<RestoreRequested> event =
                    Event.of(Role.RESTORE, runtime.clock().instant(), request);
            runtime.publisher().publish(event);
            return Response.accepted(new Accepted(id, event.id())).build();
        } catch (IllegalArgumentException e) {
            return Problem.response(400, "bad-request", e.getMessage());
        } catch (EventPublishException e) {
            return unacknowledged();
        }
    }

    @POST
    @Path("/plan")
    @Operation(
            operationId = "planRestore",
            summary = "Say what a restore would do",
            description = "Touches nothing, and writes nothing into the ledger.")
    @APIResponse(
            responseCode = "200",
            description = "the plan, with its blockers",
            content = @Content(schema = @Schema(implementation = RestorePlanned.class)))
    @APIResponse(responseCode = "404", description = "nothing like that to restore")
    @APIResponse(responseCode = "409", description = "several backups are meant: the message has the choices")
    @APIResponse(responseCode = "422", description = "the snapshot is damaged, or the key opens nothing of it")
    @APIResponse(responseCode = "503", description = "the repository does not answer")
    @RequestBody(content = @Content(schema = @Schema(implementation = RestoreBody.class)))
    public Response plan(byte[] json) throws InterruptedException {
        try {
            PlannedRestores planned =
                    runtime.planner().plan(RestoreWish.of(RestoreBody.read(json).request("dry-run")));
            return Response.ok(new RestorePlanned(
                            "dry-run", false, planned.inEvent(), planned.blockers(), planned.warnings()))
                    .build();
        } catch (IllegalArgumentException e) {
            return Problem.response(400, "bad-request", e.getMessage());
        } catch (RestoreFailure e) {
            return Problem.response(e);
        }
    }

    @POST
    @Path("/{restore}/cancel")
    @Consumes(MediaType.WILDCARD)
    @Operation(
            operationId = "cancelRestore",
            summary = "Stop a restore",
            description = "It ends as failed, with reason `cancelled`; its event says whether the target was changed.")
    @APIResponse(
            responseCode = "202",
            description = "it is told to stop",
            content = @Content(schema = @Schema(implementation = Accepted.class)))
    @APIResponse(responseCode = "404", description = "nobody has asked for it, as far as the ledger goes back")
    @APIResponse(responseCode = "409", description = "it has ended")
    @APIResponse(responseCode = "503", description = "it runs on another replica, and Kafka does not acknowledge")
    public Response cancel(@PathParam("restore") String restore) throws InterruptedException {
        String shown = restore.replaceAll("[^a-z0-9-]", "?");
        if (runtime.desk().cancel(restore)) {
            return Response.accepted(new Accepted(restore, "")).build();
        } else if (runtime.desk().hasEnded(restore) || runtime.open().hasEnded(restore)) {
            return Problem.response(
                    409, "already-ended", "restore '" + shown + "' has ended; HINT: nothing is left to be stopped");
        }
        if (runtime.open().isOpen(restore)) {
            return cancelElsewhere(restore);
        }
        return Problem.response(
                404, "not-running", "restore '" + shown + "' is not known; HINT: snapledger restore list");
    }

    private Response cancelElsewhere(String restore) {
        Event<?> event =
                Event.of(Role.RESTORE, runtime.clock().instant(), new RestoreCancelled(restore, callers.current()));
        try {
            runtime.publisher().publish(event);
            return Response.accepted(new Accepted(restore, event.id())).build();
        } catch (EventPublishException e) {
            return unacknowledged();
        }
    }

    static Response unacknowledged() {
        Response response = Problem.response(
                503,
                "broker-unavailable",
                "Kafka has not acknowledged the event, so it may or may not count; HINT: send it again with the same idempotencyKey");
        return Response.fromResponse(response).header("Retry-After", 5).build();
    }
}
