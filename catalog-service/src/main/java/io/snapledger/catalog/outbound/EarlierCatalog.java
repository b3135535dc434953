package io.snapledger.catalog.outbound;

import io.snapledger.catalog.Catalog;
import io.snapledger.catalog.CatalogStore;
import io.snapledger.catalog.Coordinates;
import io.snapledger.catalog.KnownDecision;
import io.snapledger.catalog.LedgerEntry;
import io.snapledger.catalog.LedgerJson;
import io.snapledger.catalog.LedgerOffsets;
import io.snapledger.catalog.Unreadable;
import io.snapledger.events.Nullable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * A catalog file of version 2: one table for each kind of row, with a column for each field of an event. It is read into a new file, since
 * it holds events that Kafka no longer has; the old one is kept beside it as {@code catalog-of-version-2.db}.
 */
final class EarlierCatalog {

    private static final int VERSION = 2;
    private static final int PAGE = 1000;
    private static final String CLUSTER = "cluster";

    /** The setting behind whose value clients of event streams go on, told that the catalog is another one. */
    private static final String FLOOR = "streams-floor";

    private final Sql sql;
    private final Catalog next;

    private EarlierCatalog(Sql sql, Catalog next) {
        this.sql = sql;
        this.next = next;
    }

    /**
     * Does nothing for a file of today's version, or none. A crash leaves the old file as it was, to be read again.
     *
     * @throws IllegalStateException if the file is of a version that is not known
     */
    static void upgrade(Path file, Function<Path, CatalogStore> opened) {
        if (!Files.exists(file)) {
            return;
        }
        Path made = file.resolveSibling("catalog-upgraded.db");
        try (Connection connection = SqliteFile.connect(file)) {
            Sql sql = new Sql(connection);
            int version = SqliteFile.version(sql);
            if (version == 0 || version == SqliteFile.VERSION) {
                return;
            } else if (version != VERSION) {
                throw new IllegalStateException("the catalog " + file + " is of version " + version + ", known are "
                        + VERSION + " and " + SqliteFile.VERSION + "; HINT: move it away, and it is rebuilt from the"
                        + " ledger and the repositories");
            }
            SqliteFile.delete(made);
            try (Catalog next = new Catalog(opened.apply(made))) {
                new EarlierCatalog(sql, next).read();
            }
        } catch (SQLException e) {
            throw new IllegalStateException("cannot read the catalog " + file + ": " + e.getMessage(), e);
        }
        try {
            Path aside = file.resolveSibling("catalog-of-version-" + VERSION + ".db");
            Files.copy(file, aside, StandardCopyOption.REPLACE_EXISTING);
            Files.move(made, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot put the upgraded catalog in the place of " + file, e);
        }
    }

    private void read() {
        long after = 0;
        List<Numbered> page = page(after);
        while (!page.isEmpty()) {
            next.apply(page.stream().map(Numbered::entry).toList(), List.of(), LedgerOffsets.NONE);
            after = page.get(page.size() - 1).sequence();
            page = page(after);
        }
        next.applyDecisions(sql.list(
                "SELECT repository, decision FROM decisions",
                row -> KnownDecision.parse(row.getString(1), row.getString(2))));
        next.apply(
                List.of(),
                sql.list("SELECT json FROM unreadable", row -> LedgerJson.read(row.getString(1), Unreadable.class)),
                LedgerOffsets.NONE);
        sql.list("SELECT note FROM notes ORDER BY at", row -> row.getString(1)).forEach(next::note);
        begin();
    }

    private void begin() {
        Map<String, String> settings = new TreeMap<>();
        sql.list("SELECT key, value FROM settings", row -> settings.put(row.getString(1), row.getString(2)));
        @Nullable String cluster = settings.remove(CLUSTER);
        next.startBehind(sql.one("SELECT seq FROM sqlite_sequence WHERE name = 'events'", row -> row.getLong(1))
                .orElse(0L));
        settings.put(FLOOR, Long.toString(next.lastSequence()));
        List<Coordinates> offsets = sql.list(
                "SELECT topic, \"partition\", next FROM offsets",
                row -> new Coordinates(row.getString(1), row.getInt(2), row.getLong(3)));
        next.begin(cluster, new LedgerOffsets(offsets), settings);
    }

    /** An event and its number in the old file. */
    private record Numbered(long sequence, LedgerEntry entry) {}

    private List<Numbered> page(long after) {
        return sql.list(
                "SELECT sequence, id, source, type, time, topic, \"partition\", \"offset\", extensions, data FROM events"
                        + " WHERE sequence > ? ORDER BY sequence LIMIT " + PAGE,
                EarlierCatalog::event,
                after);
    }

    @SuppressWarnings("unchecked") // written from a Map<String, String>
    private static Numbered event(ResultSet row) throws SQLException {
        Map<String, String> attributes = new TreeMap<>(LedgerJson.read(row.getString("extensions"), Map.class));
        for (String name : List.of("id", "source", "type", "time")) {
            attributes.put(name, row.getString(name));
        }
        @Nullable String topic = row.getString("topic");
        @Nullable
        Coordinates at = topic == null ? null : new Coordinates(topic, row.getInt("partition"), row.getLong("offset"));
        return new Numbered(
                row.getLong("sequence"), new LedgerEntry(LedgerJson.event(attributes, row.getString("data")), at));
    }
}
