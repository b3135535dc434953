package io.snapledger.catalog;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.snapledger.events.Event;
import io.snapledger.events.EventCodec;
import io.snapledger.events.MalformedEventException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** Events and rows as canonical JSON: the same text for equal values (sorted fields and keys, RFC 3339 instants). */
public final class LedgerJson {

    private static final EventCodec CODEC = new EventCodec();
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private LedgerJson() {}

    /** The data of an event. */
    public static String data(Event<?> event) {
        return new String(CODEC.data(event), StandardCharsets.UTF_8);
    }

    /**
     * Reads an event as the catalog has kept it.
     *
     * @param attributes id, source, type, time, and the extension attributes
     * @param data its data
     * @throws IllegalStateException if it is not an event: the catalog is damaged, or an older version cannot read it
     */
    public static Event<?> event(Map<String, String> attributes, String data) {
        Map<String, String> all = new TreeMap<>(attributes);
        all.put("specversion", "1.0");
        try {
            Event<?> read = CODEC.read(all, data.getBytes(StandardCharsets.UTF_8));
            return LedgerEntry.stripped(read);
        } catch (MalformedEventException e) {
            throw new IllegalStateException(
                    "the catalog holds an event that cannot be read: " + attributes.get("id") + ": " + e.getMessage()
                            + "; rebuild the catalog",
                    e);
        }
    }

    /** All of an event as text, to order two events that claim the same identity. */
    static String content(Event<?> event) {
        return event.type() + data(event) + write(new TreeMap<>(event.extensions()));
    }

    public static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write " + value.getClass().getSimpleName() + " as JSON", e);
        }
    }

    public static <T> T read(String json, Class<T> type) {
        try {
            return MAPPER.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(
                    "the catalog holds a " + type.getSimpleName() + " that cannot be read; rebuild the catalog", e);
        }
    }

    public static JsonNode tree(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the catalog holds JSON that cannot be read; rebuild the catalog", e);
        }
    }
}
