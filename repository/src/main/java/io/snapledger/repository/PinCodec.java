package io.snapledger.repository;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;

/** The JSON of a {@link Pin}. */
public final class PinCodec {

    private static final ObjectMapper JSON = new ObjectMapper();

    private PinCodec() {}

    public static byte[] write(Pin pin) {
        ObjectNode json = JSON.createObjectNode();
        json.put("version", 1);
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
     * @param path of the object, for messages
     */
    public static Pin read(String path, byte[] bytes) {
        try {
            JsonNode json = JSON.readTree(bytes);
            return new Pin(
                    new SnapshotId(json.path("snapshot").asText()),
                    new PinHolder(json.path("holder").asText()),
                    json.has("deadline") ? Instant.parse(json.get("deadline").asText()) : null);
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            throw new DamagedSnapshotException(path, "a pin", String.valueOf(e.getMessage()), e);
        }
    }
}
