package io.snapledger.repository.format;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.snapledger.events.Nullable;
import io.snapledger.events.SegmentOwner;
import io.snapledger.repository.AttemptId;
import io.snapledger.repository.DamagedSnapshotException;
import io.snapledger.repository.ObjectJson;
import io.snapledger.repository.RepositoryException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;

/**
 * The JSON of a {@link Manifest}. Read and written as a stream, since the runs of a large snapshot are millions of numbers; they stand
 * as one flat array, four numbers a run.
 */
public final class ManifestCodec {

    private static final int VERSION = 1;

    /** Some thousand databases make as many streams. */
    private static final int MOST_STREAMS = 100_000;

    /** Values are read in the middle of the text; what follows its end is looked for by hand. */
    private static final ObjectMapper JSON = ObjectJson.mapper()
            .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .serializationInclusion(JsonInclude.Include.NON_NULL)
            .build();

    private ManifestCodec() {}

    public static void write(Manifest manifest, OutputStream out) throws IOException {
        try (JsonGenerator json = JSON.getFactory().createGenerator(out, JsonEncoding.UTF8)) {
            json.writeStartObject();
            json.writeNumberField("version", VERSION);
            json.writePOJOField("facts", manifest.facts());
            json.writeStringField("attempt", manifest.attempt().toString());
            json.writeStringField("epoch", manifest.epoch());
            json.writePOJOField("owners", manifest.owners());
            json.writeArrayFieldStart("streams");
            for (Manifest.Stream stream : manifest.streams()) {
                writeStream(json, stream);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
    }

    private static void writeStream(JsonGenerator json, Manifest.Stream stream) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", stream.name());
        json.writeNumberField("bytes", stream.bytes());
        json.writeStringField("sha256", stream.sha256());
        json.writeArrayFieldStart("runs");
        Runs runs = stream.runs();
        for (int run = 0; run < runs.size(); run++) {
            json.writeNumber(runs.owner(run));
            json.writeNumber(runs.segment(run));
            json.writeNumber(runs.first(run));
            json.writeNumber(runs.count(run));
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    /**
     * Reads what {@link #write} has written; unknown fields are ignored.
     *
     * @param path of the object, for messages
     * @throws DamagedSnapshotException if it is no manifest
     */
    public static Manifest read(String path, InputStream in) throws IOException {
        ObjectNode fields = JSON.createObjectNode();
        List<Manifest.Stream> streams = new ArrayList<>();
        try (JsonParser json = JSON.getFactory().createParser(in)) {
            require(json, json.nextToken(), JsonToken.START_OBJECT);
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                json.nextToken();
                if (name.equals("streams")) {
                    readStreams(json, streams);
                } else {
                    fields.set(name, json.<JsonNode>readValueAsTree());
                }
            }
            require(json, json.currentToken(), JsonToken.END_OBJECT);
            require(json, json.nextToken(), null);
            requireVersion(path, fields);
            return manifest(fields, streams);
        } catch (JsonProcessingException | IllegalArgumentException | NullPointerException | DateTimeException e) {
            throw new DamagedSnapshotException(path, "a manifest", String.valueOf(e.getMessage()), e);
        }
    }

    private static void require(JsonParser json, @Nullable JsonToken found, @Nullable JsonToken wanted)
            throws JsonParseException {
        if (found != wanted) {
            throw new JsonParseException(json, (wanted == null ? "the end" : wanted) + " was expected, not " + found);
        }
    }

    private static void readStreams(JsonParser json, List<Manifest.Stream> streams) throws IOException {
        require(json, json.currentToken(), JsonToken.START_ARRAY);
        while (json.nextToken() == JsonToken.START_OBJECT) {
            if (streams.size() == MOST_STREAMS) {
                throw new JsonParseException(json, "more than " + MOST_STREAMS + " streams");
            }
            streams.add(readStream(json));
        }
        require(json, json.currentToken(), JsonToken.END_ARRAY);
    }

    private static void requireVersion(String path, ObjectNode fields) {
        int version = fields.path("version").asInt();
        if (version != VERSION) {
            throw new RepositoryException.Permanent(
                    "format-unknown",
                    "the manifest at " + path + " has version " + version + ", this program reads " + VERSION
                            + "; HINT: use a later Snapledger");
        }
    }

    private static Manifest.Stream readStream(JsonParser json) throws IOException {
        String name = null;
        long bytes = 0;
        String sha256 = null;
        Runs runs = new Runs();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            json.nextToken();
            switch (field) {
                case "name" -> name = json.getText();
                case "bytes" -> bytes = json.getLongValue();
                case "sha256" -> sha256 = json.getText();
                case "runs" -> {
                    require(json, json.currentToken(), JsonToken.START_ARRAY);
                    while (json.nextToken() != JsonToken.END_ARRAY) {
                        runs.add(json.getIntValue(), next(json), next(json), next(json));
                    }
                }
                default -> json.skipChildren();
            }
        }
        require(json, json.currentToken(), JsonToken.END_OBJECT);
        return new Manifest.Stream(name, bytes, sha256, runs);
    }

    private static int next(JsonParser json) throws IOException {
        json.nextToken();
        return json.getIntValue();
    }

    private static Manifest manifest(ObjectNode fields, List<Manifest.Stream> streams) throws JsonProcessingException {
        return new Manifest(
                JSON.treeToValue(fields.get("facts"), ManifestFacts.class),
                AttemptId.parse(fields.path("attempt").asText()),
                fields.path("epoch").asText(),
                List.of(JSON.treeToValue(fields.get("owners"), SegmentOwner[].class)),
                streams);
    }
}
