package io.snapledger.restore.inbound;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.smallrye.common.annotation.Blocking;
import io.snapledger.access.Roles;
import io.snapledger.events.Nullable;
import io.snapledger.repository.ObjectJson;
import io.snapledger.repository.keys.RecoveryProof;
import io.snapledger.restore.OpenChallenge;
import io.snapledger.restore.wiring.RestoreRuntime;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Has somebody the recovery key? Until that is shown, everything is at risk of the loss of one disk. */
@Path("/api/keys/proof")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "keys")
@Blocking
public class KeyProofResource {

    private final RestoreRuntime runtime;
    private final OpenChallenge open = new OpenChallenge();

    KeyProofResource(RestoreRuntime runtime) {
        this.runtime = runtime;
    }

    /**
     * What is known.
     *
     * @param status {@code proved} or {@code AT RISK}
     * @param provedAt when; null if never
     * @param challenge to be opened with the recovery key; the same until it is
     */
    record Standing(String status, @Nullable String provedAt, RecoveryProof.Challenge challenge) {}

    /**
     * The holder's answer.
     *
     * @param answer to the challenge
     */
    @Schema(examples = "{\"answer\": \"64 hexadecimal digits\"}")
    record Answer(String answer) {

        private static final int MOST_BYTES = 4096;
        private static final JsonMapper JSON = ObjectJson.mapper().build();

        /** @throws IllegalArgumentException with fact and hint */
        static Answer read(byte[] body) {
            try {
                if (body != null && body.length <= MOST_BYTES) {
                    JsonNode answer = JSON.readTree(body).path("answer");
                    if (answer.isTextual()) {
                        return new Answer(answer.textValue());
                    }
                }
            } catch (IOException e) {
                // told below: what the parser says is no help to who proves a key
            }
            throw new IllegalArgumentException(
                    "the body is no answer to a challenge; HINT: {\"answer\": \"<64 hex digits>\"}"
                            + ", as snapledger key prove --recovery-key FILE sends it");
        }
    }

    @RolesAllowed(Roles.VIEWER)
    @GET
    @Operation(
            operationId = "getKeyProof",
            summary = "Whether the recovery key was proved, and the challenge; reading it changes nothing")
    public Standing standing() throws IOException {
        String provedAt = runtime.keys().recoveryProvedAt().orElse(null);
        return new Standing(
                provedAt == null ? "AT RISK" : "proved",
                provedAt,
                open.shown(runtime.keys().recovery()));
    }

    @RolesAllowed(Roles.ADMIN)
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "proveKey", summary = "Answer the challenge")
    @RequestBody(content = @Content(schema = @Schema(implementation = Answer.class)))
    @APIResponse(
            responseCode = "200",
            description = "the key is proved",
            content = @Content(schema = @Schema(implementation = Standing.class)))
    @APIResponse(responseCode = "409", description = "it is not the answer")
    public Response prove(byte[] body) throws IOException {
        Answer answer;
        try {
            answer = Answer.read(body);
        } catch (IllegalArgumentException e) {
            return Problem.response(400, "bad-request", e.getMessage());
        }
        if (!open.isAnsweredBy(Optional.of(answer.answer()))) {
            return Problem.response(
                    409,
                    "not-proved",
                    "this is not the answer to the challenge; HINT: snapledger key prove --recovery-key FILE");
        }
        runtime.keys().recordRecoveryProved(runtime.clock().instant().toString());
        return Response.ok(standing()).build();
    }
}
