package io.snapledger.repository;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;

/**
 * How the JSON of a repository is read: a stranger may have written it, so that one text has one meaning and a bounded depth. A name
 * that comes twice, bytes behind the end, a text where a number should be, and a number where a state should be are refused.
 */
public final class ObjectJson {

    /** Objects and arrays within each other. */
    public static final int DEPTH = 64;

    /** Characters of a text. */
    public static final int TEXT = 16 << 20;

    /** Characters of a name. */
    public static final int NAME = 4096;

    /** Characters of a document: the manifest of a snapshot of a few hundred million chunks. */
    public static final long DOCUMENT = 2L << 30;

    private ObjectJson() {}

    /** A reader and writer of instants as texts; fields that a reader does not know are passed over. */
    public static JsonMapper.Builder mapper() {
        StreamReadConstraints limits = StreamReadConstraints.builder()
                .maxNestingDepth(DEPTH)
                .maxStringLength(TEXT)
                .maxNameLength(NAME)
                .maxNumberLength(32)
                .maxDocumentLength(DOCUMENT)
                .build();
        return JsonMapper.builder(JsonFactory.builder()
                        .streamReadConstraints(limits)
                        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                        .build())
                .addModule(new JavaTimeModule())
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);
    }
}
