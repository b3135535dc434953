package io.snapledger.repository;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;

/**
 * That a snapshot was restored and found equal to its evidence: {@code proofs/<snapshot>.json}.
 *
 * @param snapshot that is proven
 * @param provedAt when the comparison ended
 */
public record Proof(SnapshotId snapshot, Instant provedAt) {

    private static final int VERSION = 1;
    private static final ObjectMapper JSON = ObjectJson.mapper().build();

    public Proof {
        requireNonNull(snapshot, "snapshot is missing");
        requireNonNull(provedAt, "provedAt is missing");
    }

    /** As it is stored. */
    public byte[] write() {
        ObjectNode json = JSON.createObjectNode();
        json.put("version", VERSION);
        json.put("snapshot", snapshot.value());
        json.put("provedAt", provedAt.toString());
        try {
            return JSON.writeValueAsBytes(json);
        } catch (IOException e) {
            throw new IllegalStateException("cannot write the proof of " + snapshot, e);
        }
    }

    /**
     * Reads the proof of a snapshot.
     *
     * @throws DamagedSnapshotException if it is no whole proof, or that of another snapshot
     */
    public static Proof read(SnapshotId snapshot, byte[] bytes) {
        String key = RepositoryLayout.proof(snapshot);
        try {
            JsonNode json = JSON.readTree(bytes);
            Proof proof = new Proof(
                    new SnapshotId(json.path("snapshot").asText()),
                    Instant.parse(json.path("provedAt").asText()));
            if (json.path("version").asInt() == VERSION && proof.snapshot().equals(snapshot)) {
                return proof;
            }
            throw new DamagedSnapshotException(
                    key,
                    "a proof of version " + VERSION,
                    "version " + json.path("version") + " of " + proof.snapshot());
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            throw new DamagedSnapshotException(key, "a proof", String.valueOf(e.getMessage()), e);
        }
    }
}
