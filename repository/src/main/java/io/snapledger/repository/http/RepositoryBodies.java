package io.snapledger.repository.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.snapledger.repository.Decision;
import io.snapledger.repository.DecisionCodec;
import io.snapledger.repository.StoreName;
import io.snapledger.repository.WrappedKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Bodies that are more than an object as stored. */
public final class RepositoryBodies {

    private static final ObjectMapper JSON = new ObjectMapper();

    private RepositoryBodies() {}

    /** Decisions, one a line, each exactly as it is stored. */
    public static byte[] writeDecisions(List<Decision> decisions) {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        decisions.forEach(decision -> lines.writeBytes(DecisionCodec.write(decision)));
        return lines.toByteArray();
    }

    static List<Decision> readDecisions(String path, byte[] body) {
        List<Decision> decisions = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < body.length; i++) {
            if (body[i] == '\n') {
                decisions.add(DecisionCodec.read(path, Arrays.copyOfRange(body, start, i + 1)));
                start = i + 1;
            }
        }
        if (start != body.length) {
            throw RepositoryErrors.cut(path);
        }
        return decisions;
    }

    /** A JSON array of {@code {epoch, recipient, content (base64)}}. */
    public static byte[] writeKeys(List<WrappedKey> keys) {
        ArrayNode array = JSON.createArrayNode();
        for (WrappedKey key : keys) {
            array.addObject()
                    .put("epoch", key.epoch())
                    .put("recipient", key.recipient())
                    .put("content", key.content());
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
                        key.path("content").binaryValue()));
            }
            return keys;
        } catch (IOException e) {
            throw RepositoryErrors.cut(path);
        }
    }
}
