package io.snapledger.events;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Events to CloudEvents 1.0 and back: attributes and JSON data apart (binary mode), or both in one JSON object
 * (structured mode, JSON event format). What it reads is untrusted: whatever is not an event of ours in every detail
 * that matters is a {@link MalformedEventException}. Unknown fields of the data are ignored, so that events may grow.
 *
 * <p>The attributes {@code subject}, {@code partitionkey}, {@code backupid}, {@code plan}, {@code store} follow from
 * the data: they are written for brokers and platforms that filter, and what a sender says there is not believed.
 */
public final class EventCodec {

    /** Most bytes of an event's JSON data; also the most bytes of an event in structured mode. */
    public static final int MAX_DATA_BYTES = 64 * 1024;

    /** The content type of the data. */
    public static final String DATA_CONTENT_TYPE = "application/json";

    /** The content type of an event in structured mode. */
    public static final String STRUCTURED_CONTENT_TYPE = "application/cloudevents+json";

    private final ObjectMapper mapper = EventJson.mapper();
    private final InstantSource clock;

    public EventCodec() {
        this(Clock.systemUTC());
    }

    /** @param clock gives the time of an event that comes without one */
    public EventCodec(InstantSource clock) {
        this.clock = clock;
    }

    /** The URI of the JSON Schema of a type's data; the schema lies in the resource {@code schemas/<topic>.json}. */
    public static String dataSchema(EventType type) {
        return "urn:snapledger:schema:" + type.topic() + ":v1";
    }

    /**
     * The JSON data of an event; the same bytes for equal data. Control characters in texts are replaced by U+FFFD and
     * texts are cut at 4096 characters.
     *
     * @throws IllegalArgumentException if the data breaks a rule that every reader holds it to, or is too large
     */
    public byte[] data(Event<?> event) {
        return bytes(dataTree(event), event);
    }

    /** The CloudEvents attributes of an event without a prefix, e.g. {@code specversion}, {@code id}, {@code backupid}. */
    public Map<String, String> attributes(Event<?> event) {
        return attributes(event, dataTree(event));
    }

    /** The attributes together with the seal of one of our services. */
    public Map<String, String> attributes(Event<?> event, EventSeal seal) {
        ObjectNode data = dataTree(event);
        return seal.sealed(attributes(event, data), bytes(data, event));
    }

    /** The event in structured mode: one JSON object with attributes and data. */
    public byte[] structured(Event<?> event) {
        ObjectNode data = dataTree(event);
        ObjectNode all = mapper.createObjectNode();
        attributes(event, data).forEach(all::put);
        all.set("data", data);
        return bytes(all, event);
    }

    /**
     * Reads an event in binary mode. An event without {@code time} gets the clock's.
     *
     * @param attributes CloudEvents attributes without prefix; {@code datacontenttype} may be absent
     * @param data JSON, UTF-8
     */
    public Event<?> read(Map<String, String> attributes, byte[] data) throws MalformedEventException {
        return read(attributes, data, clock.instant());
    }

    /** As above; an event without {@code time} gets {@code receivedAt}, e.g. the time of its Kafka record. */
    public Event<?> read(Map<String, String> attributes, byte[] data, Instant receivedAt)
            throws MalformedEventException {
        requireSize(data);
        EventType type = EventAttributes.check(attributes);
        try {
            return event(type, attributes, mapper.readTree(data), receivedAt);
        } catch (IOException e) {
            throw notJson(e);
        }
    }

    /**
     * As above, from a ledger to which others may write.
     *
     * @throws MalformedEventException {@code unsealed} if only our services may say this and none of them has, or not so
     */
    public Event<?> read(Map<String, String> attributes, byte[] data, Instant receivedAt, EventSeal seal)
            throws MalformedEventException {
        Event<?> event = read(attributes, data, receivedAt);
        return seal.isWhole(attributes, data) ? event : open(event);
    }

    /** As {@link #readStructured(byte[], Instant)}, from a ledger to which others may write. Ours are written in binary mode only. */
    public Event<?> readOpen(byte[] structured, Instant receivedAt) throws MalformedEventException {
        return open(readStructured(structured, receivedAt));
    }

    /** What anybody may have written: if that is allowed, and without a word of who it was. */
    private static Event<?> open(Event<?> event) throws MalformedEventException {
        if (!event.type().isOpenToPlatforms() || Role.isReserved(event.source())) {
            throw unsealed(event);
        }
        return causedBy(event, null);
    }

    /** The same event, caused by another than it says; as it is, if none of its kind can be. */
    public static Event<?> causedBy(Event<?> event, @Nullable Caller caller) {
        return event.data() instanceof Caused caused
                ? new Event<>(event.id(), event.source(), event.time(), caused.withCaller(caller), event.extensions())
                : event;
    }

    private static MalformedEventException unsealed(Event<?> event) {
        return new MalformedEventException(
                "unsealed",
                "an event of type " + event.type().ceType() + " and source '" + shown(event.source())
                        + "' is none that a service of this installation has written, or not as it has; who else wants something"
                        + " asks over HTTP");
    }

    /** Reads an event in structured mode. */
    public Event<?> readStructured(byte[] event) throws MalformedEventException {
        return readStructured(event, clock.instant());
    }

    /** As above; an event without {@code time} gets {@code receivedAt}. */
    public Event<?> readStructured(byte[] event, Instant receivedAt) throws MalformedEventException {
        requireSize(event);
        try {
            if (!(mapper.readTree(event) instanceof ObjectNode all)) {
                throw new MalformedEventException(
                        "not-json", "the event is not a JSON object; structured mode needs one event as an object");
            }
            Map<String, String> attributes = EventAttributes.ofStructured(all);
            EventType type = EventAttributes.check(attributes);
            return event(type, attributes, structuredData(all), receivedAt);
        } catch (IOException e) {
            throw notJson(e);
        }
    }

    private JsonNode structuredData(ObjectNode all) throws IOException, MalformedEventException {
        if (all.has("data_base64")) {
            try {
                return mapper.readTree(all.get("data_base64").binaryValue());
            } catch (IllegalArgumentException | NullPointerException e) {
                throw new MalformedEventException("not-json", "data_base64 is not base64 text");
            }
        }
        JsonNode data = all.get("data");
        return data == null ? mapper.missingNode() : data;
    }

    private Event<?> event(EventType type, Map<String, String> attributes, JsonNode tree, Instant receivedAt)
            throws MalformedEventException {
        if (!(tree instanceof ObjectNode object)) {
            throw new MalformedEventException(
                    "invalid-data", "the data of " + type.ceType() + " is not a JSON object; send its fields as one");
        }
        String id = attributes.get("id");
        String source = attributes.get("source");
        EventData data = withRestoreId(dataOf(type, object), source, id);
        String violation = EventRules.violation(data).orElse(null);
        if (violation != null) {
            throw new MalformedEventException("invalid-data", type.topic() + ": " + violation);
        }
        Instant time = EventAttributes.time(attributes).orElse(receivedAt);
        return new Event<>(id, source, time, data, EventAttributes.extensions(attributes, derived(object)));
    }

    private EventData dataOf(EventType type, ObjectNode object) throws MalformedEventException {
        try {
            return mapper.treeToValue(object, type.dataClass());
        } catch (JsonProcessingException e) {
            throw new MalformedEventException("invalid-data", type.topic() + ": " + EventJson.reason(e));
        }
    }

    /** A platform's request without an id gets the one that everybody derives from the event. */
    private static EventData withRestoreId(EventData data, String source, String id) {
        return data instanceof RestoreRequested request && request.restore().isEmpty()
                ? request.withRestore(Identities.restore(source, id))
                : data;
    }

    private ObjectNode dataTree(Event<?> event) {
        Optional<String> violation = EventRules.violation(event.data());
        if (violation.isPresent()) {
            throw new IllegalArgumentException(event.type().topic() + ": " + violation.get());
        }
        return mapper.valueToTree(event.data());
    }

    private static Map<String, String> attributes(Event<?> event, ObjectNode data) {
        Map<String, String> all = new TreeMap<>(event.extensions());
        all.putAll(derived(data));
        all.put("specversion", "1.0");
        all.put("id", event.id());
        all.put("source", event.source());
        all.put("type", event.type().ceType());
        all.put("time", event.time().toString());
        all.put("datacontenttype", DATA_CONTENT_TYPE);
        all.put("dataschema", dataSchema(event.type()));
        if (!event.subject().isEmpty()) {
            all.put("subject", event.subject());
            all.put("partitionkey", event.subject());
        }
        return all;
    }

    /** The extension attributes that repeat a field of the data. */
    private static Map<String, String> derived(ObjectNode data) {
        Map<String, String> derived = new TreeMap<>();
        JsonNode about = data.has("order") ? data.get("order") : data;
        text(about, "backup")
                .or(() -> text(about, "snapshot").filter(Identities::isSnapshot).map(Identities::backupOf))
                .ifPresent(backup -> derived.put("backupid", backup));
        text(about, "plan").ifPresent(plan -> derived.put("plan", plan));
        text(about, "store").ifPresent(store -> derived.put("store", store));
        return derived;
    }

    private static Optional<String> text(JsonNode data, String field) {
        JsonNode node = data.get(field);
        return node != null && node.isTextual() && !node.textValue().isEmpty()
                ? Optional.of(node.textValue())
                : Optional.empty();
    }

    private byte[] bytes(ObjectNode tree, Event<?> event) {
        try {
            byte[] bytes = mapper.writeValueAsBytes(tree);
            if (bytes.length > MAX_DATA_BYTES) {
                throw new IllegalArgumentException("event " + event.id() + " has " + bytes.length
                        + " bytes, the limit is " + MAX_DATA_BYTES + "; shorten its lists");
            }
            return bytes;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("event " + event.id() + " cannot be written as JSON", e);
        }
    }

    private static void requireSize(byte[] bytes) throws MalformedEventException {
        if (bytes == null) {
            throw new MalformedEventException("missing-data", "the event has no data; send its fields as JSON");
        }
        if (bytes.length > MAX_DATA_BYTES) {
            throw new MalformedEventException(
                    "too-large", "the event has " + bytes.length + " bytes, the limit is " + MAX_DATA_BYTES);
        }
    }

    private static MalformedEventException notJson(IOException e) {
        String detail = e instanceof JsonProcessingException json ? EventJson.reason(json) : "unreadable";
        return new MalformedEventException("not-json", "the event is not valid JSON: " + detail);
    }

    /** A short, printable form of something a stranger sent, for messages. */
    static String shown(String text) {
        return shown(text, 80);
    }

    static String shown(String text, int longest) {
        String printable = EventRules.UNPRINTABLE.matcher(text).replaceAll("?");
        return printable.length() <= longest ? printable : printable.substring(0, longest) + "…";
    }
}
