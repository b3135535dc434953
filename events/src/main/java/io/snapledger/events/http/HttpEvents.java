package io.snapledger.events.http;

import io.snapledger.events.Event;
import io.snapledger.events.EventCodec;
import io.snapledger.events.EventType;
import io.snapledger.events.MalformedEventException;
import io.snapledger.events.Role;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The CloudEvents HTTP protocol binding 1.0.2 for one event in a POST: binary mode (attributes in headers {@code ce-*},
 * data as body) and structured mode ({@code application/cloudevents+json}). Batches are refused, since a part of one
 * could not be accepted.
 */
public final class HttpEvents {

    private static final String BATCH = "application/cloudevents-batch";
    private static final String OTHER_STRUCTURED = "application/cloudevents";
    private static final String CONTENT_TYPE = "content-type";
    private static final String PREFIX = "ce-";
    /** Sources of our own services; who else used them could make one of our events look like a repetition. */
    private final EventCodec codec;

    private final Set<EventType> accepted;

    /** @param accepted the types that may come in here */
    public HttpEvents(EventCodec codec, Set<EventType> accepted) {
        this.codec = codec;
        this.accepted = Set.copyOf(accepted);
    }

    /**
     * Reads the event of a request.
     *
     * @param headers of the request, names in any case
     * @param body of the request; an honest rim stops reading at {@link EventCodec#MAX_DATA_BYTES} + 1
     * @throws MalformedEventException with a code, see {@link #status}
     */
    public Event<?> read(Map<String, String> headers, byte[] body) throws MalformedEventException {
        Event<?> event = readAny(lowerCase(headers), body);
        if (!accepted.contains(event.type())) {
            throw new MalformedEventException(
                    "type-not-accepted",
                    "events of type " + event.type().ceType() + " are not accepted here; accepted are "
                            + accepted.stream().map(EventType::ceType).sorted().toList());
        }
        if (Role.isReserved(event.source())) {
            throw new MalformedEventException(
                    "reserved-source",
                    "source '" + event.source() + "' is one of Snapledger's own; name your platform instead");
        }
        return event;
    }

    /** The HTTP status for a refusal: 413 too large, 415 not a kind of content that is read here, else 400. */
    public static int status(MalformedEventException refusal) {
        return switch (refusal.code()) {
            case "too-large" -> 413;
            case "unsupported-content", "batch-refused" -> 415;
            default -> 400;
        };
    }

    private Event<?> readAny(Map<String, String> headers, byte[] body) throws MalformedEventException {
        String contentType = headers.getOrDefault(CONTENT_TYPE, EventCodec.DATA_CONTENT_TYPE);
        String media = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        if (media.startsWith(BATCH)) {
            throw new MalformedEventException("batch-refused", "batches are not accepted; send one event per request");
        }
        if (media.equals(EventCodec.STRUCTURED_CONTENT_TYPE)) {
            return codec.readStructured(body);
        }
        if (media.startsWith(OTHER_STRUCTURED)) {
            throw new MalformedEventException(
                    "unsupported-content",
                    "content type is '" + HeaderValue.shown(media) + "'; send " + EventCodec.STRUCTURED_CONTENT_TYPE
                            + " or application/json with ce- headers");
        }
        return codec.read(attributes(headers, contentType), body);
    }

    private static Map<String, String> attributes(Map<String, String> headers, String contentType)
            throws MalformedEventException {
        Map<String, String> attributes = new TreeMap<>();
        attributes.put("datacontenttype", contentType);
        for (Map.Entry<String, String> header : headers.entrySet()) {
            if (header.getKey().startsWith(PREFIX)) {
                attributes.put(header.getKey().substring(PREFIX.length()), HeaderValue.decode(header.getValue()));
            }
        }
        return attributes;
    }

    private static Map<String, String> lowerCase(Map<String, String> headers) throws MalformedEventException {
        Map<String, String> lower = new TreeMap<>();
        for (Map.Entry<String, String> header : headers.entrySet()) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (lower.put(name, header.getValue()) != null && isOurs(name)) {
                throw new MalformedEventException(
                        "invalid-attribute", "header " + HeaderValue.shown(name) + " is there twice");
            }
        }
        return lower;
    }

    private static boolean isOurs(String headerName) {
        return headerName.startsWith(PREFIX) || headerName.equals(CONTENT_TYPE);
    }
}
