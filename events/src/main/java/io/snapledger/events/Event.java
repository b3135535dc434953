package io.snapledger.events;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * A CloudEvent 1.0 of Snapledger.
 *
 * @param id together with {@code source} the identity that consumers deduplicate by; deterministic for our own events
 * @param source role of the writer, or whatever a foreign platform calls itself
 * @param time when the fact happened, not when it was sent
 * @param data the facts
 * @param extensions extension attributes by their lower-case names, e.g. {@code backupid}, {@code plan}, {@code store},
 *     {@code causationid}, {@code traceparent}
 */
public record Event<D extends EventData>(
        String id, String source, Instant time, D data, Map<String, String> extensions) {

    public Event {
        requireNonNull(id, "id is missing");
        requireNonNull(source, "source is missing");
        requireNonNull(time, "time is missing");
        requireNonNull(data, "data is missing");
        extensions = Map.copyOf(extensions);
    }

    /** An event of ours: id {@code <name>:<subject>:<attempt>:<index>}, the same for the same fact. */
    public static <D extends EventData> Event<D> of(Role role, Instant time, D data) {
        String id =
                EventType.of(data).topic() + ":" + data.subject() + ":" + data.attemptPart() + ":" + data.indexPart();
        return new Event<>(id, role.source(), time, data, Map.of());
    }

    /** The same event, naming the event that caused it, and continuing its trace. */
    public Event<D> causedBy(Event<?> cause) {
        Map<String, String> more = new TreeMap<>(extensions);
        more.put("causationid", cause.id());
        String trace = cause.extensions().get("traceparent");
        if (trace != null) {
            more.put("traceparent", trace);
        }
        return new Event<>(id, source, time, data, more);
    }

    public EventType type() {
        return EventType.of(data);
    }

    public String subject() {
        return data.subject();
    }

    /** What consumers deduplicate by. */
    public String identity() {
        return source + "#" + id;
    }
}
