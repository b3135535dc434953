package io.snapledger.cli.output;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.util.ArrayList;
import java.util.List;

/** JSON as the services speak it: read leniently, so that an older command line understands a newer service. */
public final class Json {

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();

    private Json() {}

    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** A list of one. */
    static JsonNode list(JsonNode one) {
        return MAPPER.createArrayNode().add(one);
    }

    /** A value or record as a tree. */
    public static JsonNode tree(Object value) {
        return MAPPER.valueToTree(value);
    }

    /** @throws JsonProcessingException if it is not JSON */
    public static JsonNode read(String text) throws JsonProcessingException {
        return MAPPER.readTree(text);
    }

    public static String line(JsonNode node) {
        return node.toString();
    }

    public static String pretty(JsonNode node) {
        return node.toPrettyString();
    }

    /** The text at a path; empty if there is none. */
    public static String text(JsonNode node, String... path) {
        JsonNode at = at(node, path);
        return at.isMissingNode() || at.isNull() ? "" : at.isValueNode() ? at.asText() : at.toString();
    }

    public static JsonNode at(JsonNode node, String... path) {
        JsonNode at = node;
        for (String name : path) {
            at = at.path(name);
        }
        return at;
    }

    /** The texts of an array at a path. */
    public static List<String> texts(JsonNode node, String... path) {
        List<String> texts = new ArrayList<>();
        at(node, path).forEach(each -> texts.add(each.asText()));
        return texts;
    }
}
