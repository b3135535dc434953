package io.snapledger.catalog.outbound;

import io.snapledger.catalog.About;
import io.snapledger.catalog.Coordinates;
import io.snapledger.catalog.LedgerEntry;
import io.snapledger.catalog.LedgerEvent;
import io.snapledger.catalog.LedgerJson;
import io.snapledger.events.Event;
import io.snapledger.events.EventType;
import io.snapledger.events.Nullable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Events as rows of the table {@code events}. */
final class EventRows {

    static final String COLUMNS = """
            sequence, key, id, source, type, subject, time, time_us, backup, snapshot, plan, store, restore,
            topic, "partition", "offset", extensions, data""";

    private EventRows() {}

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

    static void insert(Sql sql, LedgerEntry entry, About about) {
        Event<?> event = entry.event();
        @Nullable Coordinates at = entry.at();
        sql.run(
                """
                INSERT INTO events (key, id, source, type, subject, time, time_us, fleeting, backup, snapshot, plan,
                  store, restore, topic, "partition", "offset", extensions, data)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                entry.key(),
                event.id(),
                event.source(),
                event.type().ceType(),
                event.subject(),
                event.time().toString(),
                micros(event.time()),
                entry.fleeting() ? 1 : 0,
                about.backup(),
                about.snapshot(),
                about.plan(),
                about.store(),
                about.restore(),
                at == null ? null : at.topic(),
                at == null ? null : at.partition(),
                at == null ? null : at.offset(),
                LedgerJson.write(new TreeMap<>(event.extensions())),
                LedgerJson.data(event));
    }

    /** An entry that replaces one of the same key keeps its place in the order of recording, unless it is a heartbeat. */
    static void replace(Sql sql, LedgerEntry entry, About about) {
        if (entry.heartbeat()) {
            sql.run("DELETE FROM events WHERE key = ?", entry.key());
            insert(sql, entry, about);
            return;
        }
        Event<?> event = entry.event();
        @Nullable Coordinates at = entry.at();
        sql.run(
                """
                UPDATE events SET type = ?, subject = ?, time = ?, time_us = ?, fleeting = ?, backup = ?, snapshot = ?,
                  plan = ?, store = ?, restore = ?, topic = ?, "partition" = ?, "offset" = ?, extensions = ?, data = ?
                WHERE key = ?""",
                event.type().ceType(),
                event.subject(),
                event.time().toString(),
                micros(event.time()),
                entry.fleeting() ? 1 : 0,
                about.backup(),
                about.snapshot(),
                about.plan(),
                about.store(),
                about.restore(),
                at == null ? null : at.topic(),
                at == null ? null : at.partition(),
                at == null ? null : at.offset(),
                LedgerJson.write(new TreeMap<>(event.extensions())),
                LedgerJson.data(event),
                entry.key());
    }

    static LedgerEntry entry(ResultSet row) throws SQLException {
        Map<String, String> attributes = extensions(row);
        attributes.put("id", row.getString("id"));
        attributes.put("source", row.getString("source"));
        attributes.put("type", row.getString("type"));
        attributes.put("time", row.getString("time"));
        return new LedgerEntry(LedgerJson.event(attributes, row.getString("data")), at(row));
    }

    static LedgerEvent shown(ResultSet row) throws SQLException {
        Map<String, String> extensions = extensions(row);
        String causation = extensions.remove("causationid");
        @Nullable Coordinates at = at(row);
        return new LedgerEvent(
                row.getLong("sequence"),
                row.getString("id"),
                row.getString("source"),
                row.getString("type"),
                row.getString("subject"),
                Instant.parse(row.getString("time")),
                row.getString("backup"),
                row.getString("snapshot"),
                row.getString("plan"),
                row.getString("store"),
                row.getString("restore"),
                causation,
                at == null ? null : at.topic(),
                at == null ? null : at.partition(),
                at == null ? null : at.offset(),
                extensions,
                row.getString("data"));
    }

    /** Events of which hints are no part. */
    static String notHints() {
        return "type <> '" + EventType.SEGMENT_STAGED.ceType() + "'";
    }

    @SuppressWarnings("unchecked") // written by insert() from a Map<String, String>
    private static Map<String, String> extensions(ResultSet row) throws SQLException {
        String json = row.getString("extensions");
        return json.equals("{}") ? new TreeMap<>() : new TreeMap<>(LedgerJson.read(json, Map.class));
    }

    private static @Nullable Coordinates at(ResultSet row) throws SQLException {
        String topic = row.getString("topic");
        return topic == null ? null : new Coordinates(topic, row.getInt("partition"), row.getLong("offset"));
    }
}
