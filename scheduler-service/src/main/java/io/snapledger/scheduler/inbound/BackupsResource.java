package io.snapledger.scheduler.inbound;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.snapledger.access.Roles;
import io.snapledger.access.inbound.Callers;
import io.snapledger.events.EventPublishException;
import io.snapledger.events.Identities;
import io.snapledger.events.Nullable;
import io.snapledger.scheduler.RefusedCancelException;
import io.snapledger.scheduler.RefusedTriggerException;
import io.snapledger.scheduler.TriggerGateway;
import io.snapledger.scheduler.TriggerGateway.Accepted;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Starts and stops backups. */
@RolesAllowed(Roles.OPERATOR)
@Path("/api/backups")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "backups")
public class BackupsResource {

    private static final int MOST_BYTES = 64 * 1024;
    private static final int MOST_CHARACTERS = 256;
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final ObjectReader BACKUP = JSON.readerFor(BackupRequest.class);
    private static final ObjectReader CANCEL = JSON.readerFor(CancelRequest.class);

    private final TriggerGateway gateway;
    private final Callers callers;

    BackupsResource(TriggerGateway gateway, Callers callers) {
        this.gateway = gateway;
        this.callers = callers;
    }

    /**
     * What to back up.
     *
     * @param plan name of the plan; may be left out where there is only one
     * @param stores only these stores
     * @param kinds only stores of these kinds
     * @param excludeStores not these stores
     * @param repository instead of the plan's repositories
     * @param requestedBy who asks
     */
    @Schema(examples = "{\"plan\": \"nightly\", \"excludeStores\": [\"archive\"], \"requestedBy\": \"ada\"}")
    public record BackupRequest(
            @Nullable String plan,
            @Nullable List<String> stores,
            @Nullable List<String> kinds,
            @Nullable List<String> excludeStores,
            @Nullable String repository,
            @Nullable String requestedBy) {}

    /**
     * Why to stop.
     *
     * @param reason in words
     * @param requestedBy who asks
     */
    @Schema(examples = "{\"reason\": \"maintenance\", \"requestedBy\": \"ada\"}")
    public record CancelRequest(
            @Nullable String reason, @Nullable String requestedBy) {}

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "startBackup",
            summary = "Start a backup",
            description = "Answers once the ledger has the trigger; each call makes one.")
    @RequestBody(content = @Content(schema = @Schema(implementation = BackupRequest.class)))
    @APIResponse(
            responseCode = "202",
            description = "the ledger has it",
            content = @Content(schema = @Schema(implementation = Accepted.class)))
    @APIResponse(responseCode = "400", description = "the request cannot be meant")
    @APIResponse(responseCode = "404", description = "no such plan, store or repository")
    @APIResponse(responseCode = "503", description = "Kafka does not acknowledge")
    public Response create(byte[] body) {
        try {
            BackupRequest request = read(BACKUP, body);
            return Replies.accepted(gateway.trigger(
                    name("plan", request.plan()),
                    names("stores", request.stores()),
                    names("kinds", request.kinds()),
                    names("excludeStores", request.excludeStores()),
                    name("repository", request.repository()),
                    words("requestedBy", request.requestedBy()),
                    callers.current()));
        } catch (RefusedTriggerException e) {
            boolean missing = e.code().startsWith("unknown-");
            return Replies.error(missing ? 404 : 400, e.code(), e.getMessage());
        } catch (IllegalArgumentException e) {
            return Replies.error(400, "bad-request", e.getMessage());
        } catch (EventPublishException e) {
            return Replies.unacknowledged(e);
        }
    }

    @POST
    @Path("/{backup}/cancel")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "cancelBackup",
            summary = "Stop a backup",
            description = "What storage has committed by then stays committed.")
    @RequestBody(content = @Content(schema = @Schema(implementation = CancelRequest.class)), required = false)
    @APIResponse(
            responseCode = "202",
            description = "the ledger has it",
            content = @Content(schema = @Schema(implementation = Accepted.class)))
    @APIResponse(responseCode = "404", description = "no such backup")
    @APIResponse(responseCode = "409", description = "the backup has ended")
    @APIResponse(responseCode = "503", description = "Kafka does not acknowledge")
    public Response cancel(@PathParam("backup") String backup, byte[] body) {
        try {
            CancelRequest request =
                    body == null || body.length == 0 ? new CancelRequest(null, null) : read(CANCEL, body);
            String reason = request.reason() == null ? "asked for by API" : words("reason", request.reason());
            return Replies.accepted(
                    gateway.cancel(backup, reason, words("requestedBy", request.requestedBy()), callers.current()));
        } catch (RefusedCancelException e) {
            return e.hasEnded()
                    ? Replies.error(409, "already-ended", e.getMessage(), "nothing is left to be stopped")
                    : Replies.error(404, "not-found", e.getMessage(), "take the id from the list of backups");
        } catch (IllegalArgumentException e) {
            return Replies.error(400, "bad-request", e.getMessage());
        } catch (EventPublishException e) {
            return Replies.unacknowledged(e);
        }
    }

    private static <T> T read(ObjectReader reader, byte[] body) {
        if (body.length > MOST_BYTES) {
            throw new IllegalArgumentException("the request has " + body.length + " bytes; at most " + MOST_BYTES);
        }
        try {
            T request = reader.readValue(body.length == 0 ? "{}".getBytes(StandardCharsets.UTF_8) : body);
            if (request == null) {
                throw new IllegalArgumentException("the request is null; send a JSON object");
            }
            return request;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(reason(e) + "; send a JSON object such as {\"plan\": \"nightly\"}", e);
        } catch (IOException e) {
            throw new IllegalArgumentException("the request cannot be read; send it again", e);
        }
    }

    private static String reason(JsonProcessingException e) {
        if (e instanceof UnrecognizedPropertyException unknown) {
            return "the request has a field that is not known, the fields are " + unknown.getKnownPropertyIds();
        }
        return e instanceof JsonMappingException
                ? "a part of the request is not of the kind that is expected"
                : "the request is not JSON: " + e.getOriginalMessage();
    }

    private static @Nullable String name(String what, @Nullable String name) {
        return name == null ? null : Identities.requireName(what, name);
    }

    private static List<String> names(String what, @Nullable List<String> names) {
        if (names == null) {
            return List.of();
        }
        names.forEach(name -> Identities.requireName(what, name));
        return names;
    }

    private static @Nullable String words(String what, @Nullable String words) {
        if (words != null && (words.length() > MOST_CHARACTERS || words.chars().anyMatch(Character::isISOControl))) {
            throw new IllegalArgumentException(
                    what + " is not usable; send at most " + MOST_CHARACTERS + " printable characters");
        }
        return words;
    }
}
