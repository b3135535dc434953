package io.snapledger.repository.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.snapledger.repository.DamagedSnapshotException;
import io.snapledger.repository.DigestMismatchException;
import io.snapledger.repository.ObjectMissingException;
import io.snapledger.repository.RepositoryException;
import io.snapledger.repository.RepositoryFullException;
import io.snapledger.repository.RepositoryReadOnlyException;
import java.io.IOException;
import java.util.Map;
import java.util.function.Function;

/**
 * Failures over HTTP: {@code {"code","message","hint"}}, and for a damaged object {@code object}. The client throws what the server
 * caught. Transient failures are 503, or 507 for a full repository.
 */
public final class RepositoryErrors {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Map<String, Integer> STATUS = Map.of(
            ObjectMissingException.CODE, 404,
            DigestMismatchException.CODE, 422,
            RepositoryFullException.CODE, 507,
            RepositoryReadOnlyException.CODE, 409,
            DamagedSnapshotException.CODE, 410);

    private static final Map<String, Function<JsonNode, RepositoryException>> TOLD = Map.of(
            ObjectMissingException.CODE, json -> ObjectMissingException.told(message(json)),
            DigestMismatchException.CODE, json -> new DigestMismatchException(message(json)),
            RepositoryFullException.CODE, json -> new RepositoryFullException(message(json), null),
            RepositoryReadOnlyException.CODE, json -> new RepositoryReadOnlyException(message(json), null),
            DamagedSnapshotException.CODE,
                    json -> DamagedSnapshotException.told(json.path("object").asText(), message(json)));

    private RepositoryErrors() {}

    /** The status for a failure. */
    public static int status(RepositoryException e) {
        return STATUS.getOrDefault(e.code(), e instanceof RepositoryException.Transient ? 503 : 409);
    }

    /** The body for a failure. */
    public static byte[] body(RepositoryException e) {
        String[] parts = String.valueOf(e.getMessage()).split("; HINT: ", 2);
        ObjectNode json = JSON.createObjectNode();
        json.put("code", e.code());
        json.put("message", parts[0]);
        json.put("hint", parts.length == 2 ? parts[1] : "");
        if (e instanceof DamagedSnapshotException damaged) {
            json.put("object", damaged.object());
        }
        try {
            return JSON.writeValueAsBytes(json);
        } catch (IOException impossible) {
            throw new IllegalStateException("cannot write an error", impossible);
        }
    }

    static RepositoryException told(String request, int status, byte[] body) {
        JsonNode json = parse(body);
        String code = json.path("code").asText("");
        Function<JsonNode, RepositoryException> known = TOLD.get(code);
        if (known != null) {
            return known.apply(json);
        }
        String fact = request + " was answered with " + status + (code.isEmpty() ? "" : ": " + message(json));
        if (status >= 500 || status == 408 || status == 429) {
            return new RepositoryException.Transient(code.isEmpty() ? "storage-unreachable" : code, fact);
        }
        if (status == 401 || status == 403) {
            return new RepositoryException.Permanent(
                    "storage-refused", fact + "; HINT: snapledger.internal.token must be the same for all services");
        }
        return new RepositoryException.Permanent(code.isEmpty() ? "storage-answer" : code, fact);
    }

    static RepositoryException cut(String path) {
        return new RepositoryException.Transient(
                "storage-answer-cut", "the answer to " + path + " ended early or is no answer");
    }

    private static JsonNode parse(byte[] body) {
        try {
            JsonNode json = JSON.readTree(body);
            return json == null ? JSON.createObjectNode() : json;
        } catch (IOException e) {
            return JSON.createObjectNode();
        }
    }

    private static String message(JsonNode json) {
        String hint = json.path("hint").asText("");
        return json.path("message").asText("") + (hint.isEmpty() ? "" : "; HINT: " + hint);
    }
}
