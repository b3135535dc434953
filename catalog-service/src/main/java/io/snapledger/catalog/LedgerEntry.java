package io.snapledger.catalog;

import static java.util.Objects.requireNonNull;

import io.snapledger.events.DumpProgress;
import io.snapledger.events.Event;
import io.snapledger.events.EventType;
import io.snapledger.events.Identities;
import io.snapledger.events.Nullable;
import io.snapledger.events.RestoreRequested;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * One event as the catalog keeps it. Entries form a semilattice: of two with the same {@link #key()} the catalog keeps their
 * {@link #join}, and since that is associative, commutative and idempotent, neither the order nor the number of deliveries
 * shows in what is kept.
 *
 * @param event the event
 * @param at where it stands in Kafka; of several deliveries the first by {@link Coordinates}
 */
public record LedgerEntry(Event<?> event, @Nullable Coordinates at) {

    /** Heartbeats: only the last one of each subject is kept. */
    private static final Set<EventType> HEARTBEATS = Set.of(EventType.DUMP_PROGRESS, EventType.RESTORE_PROGRESS);

    /** Extension attributes that repeat what the data says. */
    private static final Set<String> DERIVED = Set.of("backupid", "plan", "store");

    private static final Comparator<LedgerEntry> BY_TIME = Comparator.<LedgerEntry, Instant>comparing(
                    entry -> entry.event.time())
            .thenComparing(entry -> entry.event.type());

    public LedgerEntry {
        requireNonNull(event, "event is missing");
    }

    /** The entry of an event, without the proof of who asked for a restore and without what follows from the data. */
    public static LedgerEntry of(Event<?> event, @Nullable Coordinates at) {
        return new LedgerEntry(stripped(event), at);
    }

    static Event<?> stripped(Event<?> event) {
        Map<String, String> extensions = new TreeMap<>(event.extensions());
        extensions.keySet().removeAll(DERIVED);
        if (event.data() instanceof RestoreRequested request && request.authorization() != null) {
            return new Event<>(event.id(), event.source(), event.time(), request.withAuthorization(null), extensions);
        }
        return new Event<>(event.id(), event.source(), event.time(), event.data(), extensions);
    }

    public EventType type() {
        return event.type();
    }

    public About about() {
        return About.of(event);
    }

    public boolean heartbeat() {
        return HEARTBEATS.contains(type());
    }

    /** Heartbeats and hints: not listed unless they are asked for, and kept by Kafka for some days only. */
    public boolean fleeting() {
        return heartbeat() || type() == EventType.SEGMENT_STAGED;
    }

    /** What the catalog holds one entry for: the identity of an event; for heartbeats their subject. */
    public String key() {
        return key(type(), event.subject(), event.identity());
    }

    static String key(EventType type, String subject, String identity) {
        return HEARTBEATS.contains(type) ? type.topic() + ":" + subject : identity;
    }

    /** The one entry to keep of two with the same key. */
    public LedgerEntry join(LedgerEntry other) {
        if (!key().equals(other.key())) {
            throw new IllegalArgumentException("events " + key() + " and " + other.key() + " are not the same");
        }
        int order = compareContent(other);
        if (order == 0) {
            return new LedgerEntry(event, first(at, other.at));
        }
        if (heartbeat()) {
            return order > 0 ? this : other;
        }
        // The same identity with other content is a mistake of its writer: whoever comes first by content stands.
        return new LedgerEntry(order < 0 ? event : other.event, first(at, other.at));
    }

    private int compareContent(LedgerEntry other) {
        if (event.equals(other.event)) {
            return 0;
        }
        int byAttempt = Integer.compare(attemptNumber(), other.attemptNumber());
        int byTime = byAttempt != 0 ? byAttempt : BY_TIME.compare(this, other);
        if (byTime != 0) {
            return byTime;
        }
        return LedgerJson.content(event).compareTo(LedgerJson.content(other.event));
    }

    private int attemptNumber() {
        return event.data() instanceof DumpProgress progress ? Identities.attemptNumber(progress.attempt()) : 0;
    }

    private static @Nullable Coordinates first(@Nullable Coordinates one, @Nullable Coordinates other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.compareTo(other) <= 0 ? one : other;
    }
}
