package io.snapledger.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.snapledger.events.Event;
import io.snapledger.events.EventType;
import io.snapledger.events.Nullable;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/** What is kept of events, decisions and what is computed from them, as rows and back. */
final class Rows {

    /** An event that lists show without being asked for its type. */
    static final String FACT = "fact";

    static final String HEARTBEAT = "heartbeat";

    /** Something that no row depends on. */
    static final String HINT = "hint";

    static final String UNREADABLE = "unreadable";

    /** An event as it is kept. Its data stays the text that it came as. */
    private record Kept(
            String id,
            String source,
            String type,
            Instant time,
            Map<String, String> extensions,
            @Nullable Coordinates at,
            String data) {}

    private Rows() {}

    /** Microseconds since 1970; what lies beyond the range of a long is the range's end. */
    static long micros(Instant time) {
        try {
            return Math.addExact(
                    Math.multiplyExact(time.getEpochSecond(), 1_000_000L),
                    TimeUnit.NANOSECONDS.toMicros(time.getNano()));
        } catch (ArithmeticException e) {
            return time.getEpochSecond() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
    }

    static Row of(RecordedEvent it) {
        Event<?> event = it.entry().event();
        About about = it.about();
        Map<Column, List<String>> values = new EnumMap<>(Column.class);
        put(values, Column.TYPE, event.type().ceType());
        put(values, Column.SUBJECT, event.subject());
        put(values, Column.WEIGHT, weight(it.entry()));
        put(values, Column.PLAN, about.plan());
        put(values, Column.STORE, about.store());
        put(values, Column.BACKUP, about.backup());
        put(values, Column.SNAPSHOT, about.snapshot());
        put(values, Column.RESTORE, about.restore());
        Kept kept = new Kept(
                event.id(),
                event.source(),
                event.type().ceType(),
                event.time(),
                new TreeMap<>(event.extensions()),
                it.entry().at(),
                LedgerJson.data(event));
        return new Row(
                Table.EVENTS, it.entry().key(), micros(event.time()), it.number(), values, LedgerJson.write(kept));
    }

    private static String weight(LedgerEntry entry) {
        if (entry.heartbeat()) {
            return HEARTBEAT;
        }
        return entry.type() == EventType.SEGMENT_STAGED ? HINT : FACT;
    }

    static RecordedEvent event(Row row) {
        Kept kept = LedgerJson.read(row.json(), Kept.class);
        Map<String, String> attributes = new TreeMap<>(kept.extensions());
        attributes.put("id", kept.id());
        attributes.put("source", kept.source());
        attributes.put("type", kept.type());
        attributes.put("time", kept.time().toString());
        LedgerEntry entry = new LedgerEntry(LedgerJson.event(attributes, kept.data()), kept.at());
        return new RecordedEvent(entry, about(row), row.number());
    }

    static LedgerEvent shown(Row row) {
        Kept kept = LedgerJson.read(row.json(), Kept.class);
        return LedgerEvent.of(
                row.number(),
                kept.id(),
                kept.source(),
                kept.type(),
                row.value(Column.SUBJECT),
                kept.time(),
                about(row),
                kept.at(),
                kept.extensions(),
                kept.data());
    }

    private static About about(Row row) {
        return new About(
                row.value(Column.BACKUP),
                row.value(Column.SNAPSHOT),
                row.value(Column.PLAN),
                row.value(Column.STORE),
                row.value(Column.RESTORE));
    }

    /** @param summaries its snapshots */
    static Row of(Backup it, Collection<SnapshotSummary> summaries) {
        Map<Column, List<String>> values = new EnumMap<>(Column.class);
        put(values, Column.PLAN, it.plan());
        put(values, Column.STATE, it.state().word());
        put(values, Column.TRIGGER, it.trigger());
        Set<String> stores = new TreeSet<>();
        Set<String> kinds = new TreeSet<>();
        for (BackupStore store : it.stores()) {
            stores.add(store.store());
            if (store.kind() != null) {
                kinds.add(store.kind());
            }
        }
        Set<String> repositories = new TreeSet<>();
        summaries.forEach(summary -> repositories.addAll(summary.copies().keySet()));
        values.put(Column.STORE, List.copyOf(stores));
        values.put(Column.KIND, List.copyOf(kinds));
        values.put(Column.REPOSITORY, List.copyOf(repositories));
        return new Row(Table.BACKUPS, it.id(), 0, 0, values, LedgerJson.write(it));
    }

    static Row of(Snapshot it) {
        Map<Column, List<String>> values = new EnumMap<>(Column.class);
        put(values, Column.BACKUP, it.backup());
        put(values, Column.PLAN, it.plan());
        put(values, Column.STORE, it.store());
        put(values, Column.KIND, it.kind());
        put(values, Column.STATE, it.state().word());
        values.put(Column.REPOSITORY, List.copyOf(it.copies().keySet()));
        values.put(
                Column.COPY,
                it.copies().entrySet().stream()
                        .map(copy -> copy(copy.getKey(), copy.getValue().state().word()))
                        .toList());
        return new Row(Table.SNAPSHOTS, it.id(), 0, 0, values, LedgerJson.write(it));
    }

    /** What {@link Column#COPY} holds; names of repositories have no spaces. */
    static String copy(String repository, String state) {
        return repository + " " + state;
    }

    static Row of(SnapshotSummary it, String backup) {
        return new Row(
                Table.SUMMARIES, it.snapshot(), 0, 0, Map.of(Column.BACKUP, List.of(backup)), LedgerJson.write(it));
    }

    static Row of(Restore it) {
        Map<Column, List<String>> values = new EnumMap<>(Column.class);
        put(values, Column.PLAN, it.request() == null ? null : it.request().plan());
        put(values, Column.STATE, it.state().word());
        values.put(Column.STORE, List.copyOf(it.stores()));
        long requested = it.requestedAt() == null ? 0 : micros(it.requestedAt());
        return new Row(Table.RESTORES, it.id(), requested, 0, values, LedgerJson.write(it));
    }

    static Row of(MissedRuns it) {
        return new Row(
                Table.MISSED_RUNS,
                it.event(),
                micros(it.lastDueAt()),
                0,
                Map.of(Column.PLAN, List.of(it.plan())),
                LedgerJson.write(it));
    }

    static Row of(Unreadable it) {
        Coordinates at = it.at();
        String key = String.format(Locale.ROOT, "%s/%d/%020d", at.topic(), at.partition(), at.offset());
        long time = it.time() == null ? 0 : micros(it.time());
        return new Row(Table.UNREADABLE, key, time, 0, Map.of(), LedgerJson.write(it));
    }

    static Row of(KnownDecision it) {
        Map<Column, List<String>> values = new EnumMap<>(Column.class);
        put(values, Column.SNAPSHOT, it.snapshot());
        put(values, Column.STATE, it.damage() == null ? null : UNREADABLE);
        return new Row(Table.DECISIONS, it.snapshot() + "/" + it.repository(), 0, 0, values, it.json());
    }

    static KnownDecision decision(Row row) {
        String repository = row.key().substring(row.key().indexOf('/') + 1);
        return KnownDecision.parse(repository, row.json());
    }

    /** @param place its place in the order of notes */
    static Row note(String text, int place) {
        return new Row(Table.NOTES, digest(text), place, 0, Map.of(), LedgerJson.write(text));
    }

    private static String digest(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static void put(Map<Column, List<String>> values, Column column, @Nullable String value) {
        if (value != null) {
            values.put(column, List.of(value));
        }
    }
}
