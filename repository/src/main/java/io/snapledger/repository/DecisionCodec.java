package io.snapledger.repository;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.snapledger.repository.format.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The JSON of a {@link Decision}: one object in one line, whose last field {@code sha256} is the digest of all bytes before
 * {@code ,"sha256":}. It shows rot; forgery is shown by the sealed manifest. Fields a reader does not know are ignored.
 */
public final class DecisionCodec {

    /** Most bytes of a decision. */
    public static final int LIMIT = ObjectKind.DECISION.limit();

    static final int VERSION = 1;

    private static final String DIGEST = ",\"sha256\":\"";
    private static final String END = "\"}\n";
    private static final int TAIL = DIGEST.length() + 64 + END.length();

    private static final ObjectMapper JSON = ObjectJson.mapper()
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
            .build();

    private DecisionCodec() {}

    /**
     * @throws IllegalArgumentException if it is longer than {@link #LIMIT}
     */
    public static byte[] write(Decision decision) {
        try {
            byte[] json = JSON.writeValueAsBytes(new Wire(VERSION, decision));
            byte[] body = Arrays.copyOf(json, json.length - 1); // the digest comes before the closing brace
            byte[] tail = (DIGEST + Sha256.hex(body) + END).getBytes(StandardCharsets.US_ASCII);
            byte[] all = Arrays.copyOf(body, body.length + tail.length);
            System.arraycopy(tail, 0, all, body.length, tail.length);
            if (all.length > LIMIT) {
                throw new IllegalArgumentException(
                        "decision of " + decision.subject().snapshot() + " has " + all.length + " bytes, at most "
                                + LIMIT + " are allowed; HINT: a plan with fewer stores");
            }
            return all;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(
                    "cannot write decision of " + decision.subject().snapshot(), e);
        }
    }

    /**
     * @param path of the object, for messages
     * @throws DamagedSnapshotException if it is not a whole decision
     */
    public static Decision read(String path, byte[] bytes) {
        if (bytes.length < TAIL || bytes.length > LIMIT) {
            throw new DamagedSnapshotException(
                    path, "a decision of " + TAIL + " to " + LIMIT + " bytes", bytes.length + " bytes");
        }
        byte[] body = Arrays.copyOf(bytes, bytes.length - TAIL);
        String tail = new String(bytes, body.length, TAIL, StandardCharsets.ISO_8859_1);
        String expected = DIGEST + Sha256.hex(body) + END;
        if (!tail.equals(expected)) {
            throw new DamagedSnapshotException(path, "an end of " + expected.strip(), tail.strip());
        }
        body = Arrays.copyOf(body, body.length + 1);
        body[body.length - 1] = '}';
        try {
            JsonNode tree = JSON.readTree(body);
            int version = tree.path("version").asInt();
            if (version != VERSION) {
                throw new RepositoryException.Permanent(
                        "format-unknown",
                        path + " has version " + version + ", this program reads " + VERSION
                                + "; HINT: use a later Snapledger");
            }
            return requireNonNull(JSON.treeToValue(tree, Wire.class).decision(), "decision is missing");
        } catch (IOException | IllegalArgumentException | NullPointerException e) {
            throw new DamagedSnapshotException(path, "a decision", String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * Reads the decision at a key; one that is of another snapshot or store is damage as well.
     *
     * @throws DamagedSnapshotException if it is not a whole decision of that name
     */
    public static Decision readAt(String key, byte[] bytes) {
        Decision decision = read(key, bytes);
        Decision.Subject subject = decision.subject();
        if (!RepositoryLayout.decision(subject.store(), subject.snapshot()).equals(key)) {
            throw new DamagedSnapshotException(
                    key, "the decision of that name", "that of " + subject.store() + "/" + subject.snapshot());
        }
        return decision;
    }

    /**
     * The object without its digest.
     *
     * @param version of the format
     */
    private record Wire(int version, Decision decision) {}
}
