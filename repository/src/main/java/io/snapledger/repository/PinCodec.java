package io.snapledger.repository;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;

/** The JSON of a {@link Pin}. */
public final class PinCodec {

    private static final ObjectMapper JSON = ObjectJson.mapper().build();

    private static final int VERSION = 1;

    private PinCodec() {}

    public static byte[] write(Pin pin) {
        ObjectNode json = JSON.createObjectNode();
        json.put("version", VERSION);
        json.put("snapshot", pin.snapshot().value());
        json.put("holder", pin.holder().value());
        if (pin.deadline() != null) {
            json.put("deadline", pin.deadline().toString());
        }
        try {
            return JSON.writeValueAsBytes(json);
        } catch (IOException e) {
            throw new IllegalStateException("cannot write pin of " + pin.holder(), e);
        }
    }

    /**
     * Reads the pin at a key.
     *
     * @throws DamagedSnapshotException if it is not a whole pin, or that of another snapshot or holder
     */
    public static Pin read(String key, byte[] bytes) {
        Pin pin = parse(key, bytes);
        if (!RepositoryLayout.pin(pin.snapshot(), pin.holder()).equals(key)) {
            throw new DamagedSnapshotException(
                    key, "the pin of that name", "that of " + pin.holder() + " on " + pin.snapshot());
        }
        return pin;
    }

    private static Pin parse(String path, byte[] bytes) {
        try {
            JsonNode json = JSON.readTree(bytes);
            if (json.path("version").asInt() != VERSION) {
                throw new DamagedSnapshotException(
                        path, "a pin of version " + VERSION, "version " + json.path("version"));
            }
            return new Pin(
                    new SnapshotId(json.path("snapshot").asText()),
                    new PinHolder(json.path("holder").asText()),
                    json.has("deadline") ? Instant.parse(json.get("deadline").asText()) : null);
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            throw new DamagedSnapshotException(path, "a pin", String.valueOf(e.getMessage()), e);
        }
    }
}
