package io.snapledger.repository.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.snapledger.repository.DecidedSnapshot;
import io.snapledger.repository.Decision;
import io.snapledger.repository.DecisionCodec;
import io.snapledger.repository.SnapshotId;
import io.snapledger.repository.StoreName;
import io.snapledger.repository.UnreadableDecision;
import io.snapledger.repository.WrappedKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** Bodies that are more than an object as stored. */
public final class RepositoryBodies {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String UNREADABLE = "unreadable";

    private RepositoryBodies() {}

    /** Decisions, one a line, each exactly as it is stored. */
    public static byte[] writeDecisions(List<Decision> decisions) {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        decisions.forEach(decision -> lines.writeBytes(DecisionCodec.write(decision)));
        return lines.toByteArray();
    }

    /** One that cannot be read: a line of the same list, for clients that ask for {@link RepositoryPaths#UNREADABLE}. */
    public static byte[] writeUnreadable(UnreadableDecision decision) {
        ObjectNode line = JSON.createObjectNode();
        line.putObject(UNREADABLE)
                .put("object", decision.object())
                .put("store", decision.store())
                .put("snapshot", decision.snapshot())
                .put("code", decision.code())
                .put("message", decision.message());
        return (line + "\n").getBytes(StandardCharsets.UTF_8);
    }

    static List<Decision> readDecisions(String path, byte[] body, Consumer<UnreadableDecision> unreadable) {
        List<Decision> decisions = new ArrayList<>();
        eachLine(path, body, unreadable, line -> decisions.add(DecisionCodec.read(path, line)));
        return decisions;
    }

    /** Names of decisions, {@code <store>/<snapshot>} one a line. */
    public static byte[] writeDecided(List<DecidedSnapshot> decided) {
        StringBuilder lines = new StringBuilder();
        decided.forEach(name ->
                lines.append(name.store()).append('/').append(name.snapshot()).append('\n'));
        return lines.toString().getBytes(StandardCharsets.US_ASCII);
    }

    static List<DecidedSnapshot> readDecided(String path, byte[] body, Consumer<UnreadableDecision> strays) {
        List<DecidedSnapshot> decided = new ArrayList<>();
        eachLine(path, body, strays, line -> decided.add(readDecided(path, line)));
        return decided;
    }

    private static DecidedSnapshot readDecided(String path, byte[] line) {
        String[] parts = new String(line, StandardCharsets.UTF_8).strip().split("/", -1);
        try {
            return new DecidedSnapshot(new StoreName(parts[0]), new SnapshotId(parts[1]));
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            throw RepositoryErrors.cut(path);
        }
    }

    private static void eachLine(
            String path, byte[] body, Consumer<UnreadableDecision> unreadable, Consumer<byte[]> others) {
        int start = 0;
        for (int i = 0; i < body.length; i++) {
            if (body[i] == '\n') {
                byte[] line = Arrays.copyOfRange(body, start, i + 1);
                if (new String(line, StandardCharsets.UTF_8).startsWith("{\"" + UNREADABLE + "\":")) {
                    unreadable.accept(readUnreadable(path, line));
                } else {
                    others.accept(line);
                }
                start = i + 1;
            }
        }
        if (start != body.length) {
            throw RepositoryErrors.cut(path);
        }
    }

    private static UnreadableDecision readUnreadable(String path, byte[] line) {
        try {
            JsonNode told = JSON.readTree(line).path(UNREADABLE);
            return new UnreadableDecision(
                    told.path("object").asText(),
                    told.path("store").asText(),
                    told.path("snapshot").asText(),
                    told.path("code").asText(),
                    told.path("message").asText());
        } catch (IOException e) {
            throw RepositoryErrors.cut(path);
        }
    }

    /** A JSON array of {@code {epoch, recipient, content (base64), unreadable}}. */
    public static byte[] writeKeys(List<WrappedKey> keys) {
        ArrayNode array = JSON.createArrayNode();
        for (WrappedKey key : keys) {
            array.addObject()
                    .put("epoch", key.epoch())
                    .put("recipient", key.recipient())
                    .put("content", key.content())
                    .put("unreadable", key.unreadable());
        }
        try {
            return JSON.writeValueAsBytes(array);
        } catch (IOException e) {
            throw new IllegalStateException("cannot write wrapped keys", e);
        }
    }

    static List<WrappedKey> readKeys(String path, StoreName store, byte[] body) {
        try {
            List<WrappedKey> keys = new ArrayList<>();
            for (JsonNode key : JSON.readTree(body)) {
                keys.add(new WrappedKey(
                        store,
                        key.path("epoch").asText(),
                        key.path("recipient").asText(),
                        key.path("content").binaryValue(),
                        key.path("unreadable").textValue()));
            }
            return keys;
        } catch (IOException e) {
            throw RepositoryErrors.cut(path);
        }
    }
}
