package io.snapledger.events;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.stream.Collectors;

/** How events look in JSON: strict about kinds of values, lenient about fields that are not known. */
final class EventJson {

    private static final int LONGEST_TEXT = 4096;

    private EventJson() {}

    static ObjectMapper mapper() {
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(
                        StreamReadConstraints.builder().maxNestingDepth(32).build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                .build();
        SimpleModule ours = new SimpleModule("snapledger-events")
                .addSerializer(Instant.class, new WriteInstant())
                .addDeserializer(Instant.class, new ReadInstant())
                .addSerializer(String.class, new WriteText())
                .addDeserializer(String.class, new ReadText());
        return JsonMapper.builder(factory)
                .addModule(ours)
                .defaultPropertyInclusion(
                        JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE)
                .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .build();
    }

    /** What is wrong and where, in words for the sender; never the sender's whole text. */
    static String reason(JsonProcessingException e) {
        if (e.getCause() instanceof NullPointerException missing
                && missing.getMessage() != null
                && missing.getMessage().endsWith(" is missing")) {
            return path(e) + missing.getMessage();
        }
        if (e.getCause() instanceof NullPointerException) {
            return path(e) + "a list or map holds null";
        }
        return path(e) + EventCodec.shown(e.getOriginalMessage(), 250);
    }

    private static String path(JsonProcessingException e) {
        if (e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
            return mapping.getPath().stream()
                            .map(step ->
                                    step.getFieldName() != null ? step.getFieldName() : "[" + step.getIndex() + "]")
                            .collect(Collectors.joining("."))
                    + ": ";
        }
        return "";
    }

    private static final class WriteInstant extends StdScalarSerializer<Instant> {
        private static final long serialVersionUID = 1L;

        WriteInstant() {
            super(Instant.class);
        }

        @Override
        public void serialize(Instant value, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeString(value.toString());
        }
    }

    private static final class ReadInstant extends StdScalarDeserializer<Instant> {
        private static final long serialVersionUID = 1L;

        ReadInstant() {
            super(Instant.class);
        }

        @Override
        public Instant deserialize(JsonParser in, DeserializationContext context) throws IOException {
            String text = in.getValueAsString();
            try {
                return EventAttributes.instant(text == null ? "" : text);
            } catch (DateTimeException e) {
                return (Instant) context.handleWeirdStringValue(
                        Instant.class, EventCodec.shown(text == null ? "" : text), "send RFC 3339");
            }
        }
    }

    /** Texts only where texts belong, and none with control characters. */
    private static final class ReadText extends StdScalarDeserializer<String> {
        private static final long serialVersionUID = 1L;

        ReadText() {
            super(String.class);
        }

        @Override
        public String deserialize(JsonParser in, DeserializationContext context) throws IOException {
            if (in.currentToken() != JsonToken.VALUE_STRING) {
                return (String) context.handleUnexpectedToken(String.class, in);
            }
            String text = in.getText();
            return EventRules.UNWANTED.matcher(text).find()
                    ? (String) context.handleWeirdStringValue(
                            String.class, EventCodec.shown(text), "it holds a control character")
                    : text;
        }
    }

    /** Texts without control characters, since a tool's message must not make its event unreadable. */
    private static final class WriteText extends StdScalarSerializer<String> {
        private static final long serialVersionUID = 1L;

        WriteText() {
            super(String.class);
        }

        @Override
        public void serialize(String value, JsonGenerator out, SerializerProvider provider) throws IOException {
            String cut = value.length() <= LONGEST_TEXT ? value : value.substring(0, LONGEST_TEXT - 1) + "…";
            out.writeString(EventRules.UNWANTED.matcher(cut).replaceAll("\uFFFD"));
        }
    }
}
