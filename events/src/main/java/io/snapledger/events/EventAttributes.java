package io.snapledger.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The rules for CloudEvents attributes (CloudEvents 1.0.2, sections 3 and 4), narrowed to what we accept. */
final class EventAttributes {

    private static final int MOST = 64;
    private static final int LONGEST = 1024;
    private static final int LONGEST_IDENTITY = 256;
    private static final Pattern NAME = Pattern.compile("[a-z0-9]{1,64}");
    private static final Pattern PRINTABLE = Pattern.compile("[^\\p{Cc}\\p{Cs}\\p{Co}\\p{Cn}\\u2028\\u2029]+");

    /** Attributes that are no extensions, or that follow from the data. */
    private static final Set<String> NOT_EXTENSIONS = Set.of(
            "specversion",
            "id",
            "source",
            "type",
            "time",
            "subject",
            "datacontenttype",
            "dataschema",
            "partitionkey",
            EventSeal.ATTRIBUTE);

    private EventAttributes() {}

    /** Checks the attributes and tells which type of ours they name. */
    static EventType check(Map<String, String> attributes) throws MalformedEventException {
        if (attributes.size() > MOST) {
            throw new MalformedEventException(
                    "too-large", "the event has " + attributes.size() + " attributes, the limit is " + MOST);
        }
        for (Map.Entry<String, String> attribute : attributes.entrySet()) {
            checkOne(attribute.getKey(), attribute.getValue());
        }
        String version = required(attributes, "specversion", LONGEST);
        if (!version.equals("1.0")) {
            throw new MalformedEventException(
                    "unknown-version", "specversion is '" + EventCodec.shown(version) + "'; send 1.0");
        }
        required(attributes, "id", LONGEST_IDENTITY);
        required(attributes, "source", LONGEST_IDENTITY);
        String type = required(attributes, "type", LONGEST);
        String contentType = attributes.get("datacontenttype");
        if (contentType != null && !isJson(contentType)) {
            throw new MalformedEventException(
                    "unsupported-content",
                    "datacontenttype is '" + EventCodec.shown(contentType) + "'; send application/json");
        }
        return EventType.ofCeType(type)
                .orElseThrow(() -> new MalformedEventException(
                        "unknown-type",
                        "type '" + EventCodec.shown(type) + "' is not known; it looks like "
                                + EventType.BACKUP_TRIGGERED.ceType()));
    }

    /** The attributes of an event in structured mode; numbers and booleans become text. */
    static Map<String, String> ofStructured(ObjectNode event) throws MalformedEventException {
        Map<String, String> attributes = new TreeMap<>();
        for (Map.Entry<String, JsonNode> member : event.properties()) {
            String name = member.getKey();
            JsonNode value = member.getValue();
            if (name.equals("data") || name.equals("data_base64") || value.isNull()) {
                continue;
            }
            if (!value.isTextual() && !value.isBoolean() && !value.isInt()) {
                throw invalid(name, "is not text, a boolean or an integer");
            }
            attributes.put(name, value.asText());
        }
        return attributes;
    }

    static Optional<Instant> time(Map<String, String> attributes) throws MalformedEventException {
        String text = attributes.get("time");
        if (text == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(instant(text));
        } catch (DateTimeException e) {
            throw invalid("time", "is '" + EventCodec.shown(text) + "'; send RFC 3339, e.g. 2026-11-21T00:00:00Z");
        }
    }

    /** An RFC 3339 time of the years 1970 to 9999. */
    static Instant instant(String text) {
        OffsetDateTime time = OffsetDateTime.parse(text);
        if (time.getYear() < 1970 || time.getYear() > 9999) {
            throw new DateTimeException("year out of range");
        }
        return time.toInstant();
    }

    /** What is neither a context attribute nor repeated from the data. */
    static Map<String, String> extensions(Map<String, String> attributes, Map<String, String> derived) {
        Map<String, String> extensions = new TreeMap<>(attributes);
        extensions.keySet().removeAll(NOT_EXTENSIONS);
        extensions.keySet().removeAll(derived.keySet());
        return extensions;
    }

    private static boolean isJson(String contentType) {
        String media = contentType.split(";", 2)[0].strip().toLowerCase(java.util.Locale.ROOT);
        return media.equals(EventCodec.DATA_CONTENT_TYPE)
                || media.equals("text/json")
                || (media.startsWith("application/") && media.endsWith("+json"));
    }

    private static String required(Map<String, String> attributes, String name, int longest)
            throws MalformedEventException {
        String value = attributes.get(name);
        if (value == null || value.isEmpty()) {
            throw new MalformedEventException("missing-attribute", "attribute " + name + " is missing");
        }
        if (value.length() > longest) {
            throw invalid(name, "has " + value.length() + " characters, the limit is " + longest);
        }
        return value;
    }

    private static void checkOne(String name, String value) throws MalformedEventException {
        if (!NAME.matcher(name).matches()) {
            throw new MalformedEventException(
                    "invalid-attribute",
                    "attribute name '" + EventCodec.shown(name) + "' is not of lower-case letters and digits");
        }
        if (value == null || value.isEmpty()) {
            throw invalid(name, "is empty");
        }
        if (value.length() > LONGEST) {
            throw invalid(name, "has " + value.length() + " characters, the limit is " + LONGEST);
        }
        if (!PRINTABLE.matcher(value).matches()) {
            throw invalid(name, "holds a character that is not printable: '" + EventCodec.shown(value) + "'");
        }
    }

    private static MalformedEventException invalid(String name, String fact) {
        return new MalformedEventException("invalid-attribute", "attribute " + name + " " + fact);
    }
}
