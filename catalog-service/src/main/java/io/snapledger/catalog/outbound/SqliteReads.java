package io.snapledger.catalog.outbound;

import io.snapledger.catalog.Backup;
import io.snapledger.catalog.CatalogQuery;
import io.snapledger.catalog.CatalogQuery.Filter;
import io.snapledger.catalog.Cursor;
import io.snapledger.catalog.KnownDecision;
import io.snapledger.catalog.LedgerEvent;
import io.snapledger.catalog.LedgerJson;
import io.snapledger.catalog.MissedRuns;
import io.snapledger.catalog.Page;
import io.snapledger.catalog.Restore;
import io.snapledger.catalog.Snapshot;
import io.snapledger.events.Nullable;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The lists of the SQLite catalog. */
final class SqliteReads {

    private static final DateTimeFormatter ID_TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd't'HHmmss'z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

    private static final Map<Filter, String> OF_BACKUPS = Map.of(
            Filter.PLAN, "plan = ?",
            Filter.STATE, "state = ?",
            Filter.BACKUP, "id = ?",
            Filter.STORE, "id IN (SELECT backup FROM backup_stores WHERE store = ?)",
            Filter.KIND, "id IN (SELECT backup FROM backup_stores WHERE kind = ?)",
            Filter.REPOSITORY, "EXISTS (SELECT 1 FROM copies c WHERE c.backup = backups.id AND c.repository = ?)");
    private static final Map<Filter, String> OF_SNAPSHOTS = Map.of(
            Filter.PLAN, "plan = ?",
            Filter.STATE, "state = ?",
            Filter.BACKUP, "backup = ?",
            Filter.SNAPSHOT, "id = ?",
            Filter.STORE, "store = ?",
            Filter.KIND, "kind = ?",
            Filter.REPOSITORY, "id IN (SELECT snapshot FROM copies WHERE repository = ?)");
    private static final Map<Filter, String> OF_RESTORES = Map.of(
            Filter.PLAN, "plan = ?",
            Filter.STATE, "state = ?",
            Filter.RESTORE, "id = ?",
            Filter.STORE, "id IN (SELECT restore FROM restore_stores WHERE store = ?)");
    private static final Map<Filter, String> OF_EVENTS = Map.of(
            Filter.PLAN, "plan = ?",
            Filter.STORE, "store = ?",
            Filter.BACKUP, "backup = ?",
            Filter.SNAPSHOT, "snapshot = ?",
            Filter.RESTORE, "restore = ?",
            Filter.TYPE, "type = ?",
            Filter.SUBJECT, "subject = ?");
    private static final Map<Filter, String> OF_MISSED_RUNS = Map.of(Filter.PLAN, "plan = ?");

    private SqliteReads() {}

    static Page<Backup> backups(Sql sql, CatalogQuery query) {
        SqliteQuery select = SqliteQuery.of("SELECT json FROM backups").filtered(query, OF_BACKUPS);
        List<Backup> rows =
                named(select, query).page(sql, query, "", "id", row -> LedgerJson.read(row.getString(1), Backup.class));
        return Page.of(rows, query.limit(), it -> new Cursor(0, it.id()));
    }

    static Page<Snapshot> snapshots(Sql sql, CatalogQuery query) {
        SqliteQuery select = SqliteQuery.of("SELECT json FROM snapshots");
        boolean ofRepository = query.filter(Filter.REPOSITORY).isPresent()
                && query.filter(Filter.STATE).isPresent();
        if (ofRepository) { // then the state in that repository is meant
            select.where(
                    "id IN (SELECT snapshot FROM copies WHERE repository = ? AND state = ?)",
                    query.filter(Filter.REPOSITORY).orElseThrow(),
                    query.filter(Filter.STATE).orElseThrow());
        }
        select.filtered(ofRepository ? query.without(Filter.REPOSITORY, Filter.STATE) : query, OF_SNAPSHOTS);
        List<Snapshot> rows = named(select, query)
                .page(sql, query, "", "id", row -> LedgerJson.read(row.getString(1), Snapshot.class));
        return Page.of(rows, query.limit(), it -> new Cursor(0, it.id()));
    }

    static Page<Restore> restores(Sql sql, CatalogQuery query) {
        SqliteQuery select = SqliteQuery.of("SELECT json FROM restores").filtered(query, OF_RESTORES);
        List<Restore> rows = timed(select, query, "requested_us")
                .page(sql, query, "requested_us", "id", row -> LedgerJson.read(row.getString(1), Restore.class));
        return Page.of(
                rows,
                query.limit(),
                it -> new Cursor(it.requestedAt() == null ? 0 : EventRows.micros(it.requestedAt()), it.id()));
    }

    static Page<MissedRuns> missedRuns(Sql sql, CatalogQuery query) {
        SqliteQuery select = SqliteQuery.of("SELECT json FROM missed_runs").filtered(query, OF_MISSED_RUNS);
        List<MissedRuns> rows = timed(select, query, "last_us")
                .page(sql, query, "last_us", "event", row -> LedgerJson.read(row.getString(1), MissedRuns.class));
        return Page.of(rows, query.limit(), it -> new Cursor(EventRows.micros(it.lastDueAt()), it.event()));
    }

    static Page<LedgerEvent> events(Sql sql, CatalogQuery query) {
        SqliteQuery select =
                SqliteQuery.of("SELECT " + EventRows.COLUMNS + " FROM events").filtered(query, OF_EVENTS);
        if (query.filter(Filter.TYPE).isEmpty()) {
            select.where("fleeting = 0");
        }
        List<LedgerEvent> rows = timed(select, query, "time_us").page(sql, query, "time_us", "key", EventRows::shown);
        return Page.of(rows, query.limit(), it -> new Cursor(EventRows.micros(it.time()), it.key()));
    }

    static List<LedgerEvent> eventsAfter(Sql sql, long sequence, CatalogQuery query, int limit) {
        return SqliteQuery.of("SELECT " + EventRows.COLUMNS + " FROM events")
                .where("sequence > ?", sequence)
                .filtered(query, OF_EVENTS)
                .rows(sql, "sequence", limit, EventRows::shown);
    }

    static int unreadableDecisions(Sql sql) {
        return (int) sql.list("SELECT substr(decision, 1, 20) FROM decisions", row -> row.getString(1)).stream()
                .filter(KnownDecision::isUnreadable)
                .count();
    }

    /** Backups and snapshots are found by the time in their ids. */
    private static SqliteQuery named(SqliteQuery select, CatalogQuery query) {
        if (query.since() != null) {
            select.where("id >= ?", idTime(query.since()));
        }
        if (query.until() != null) {
            select.where("id < ?", idTime(query.until()));
        }
        return select;
    }

    /** Ids have whole seconds: the first that is not before the time. */
    private static String idTime(Instant time) {
        Instant whole = time.isBefore(FIRST) ? FIRST : time.isAfter(LAST) ? LAST : time;
        return ID_TIME.format(whole.plus(Duration.ofSeconds(1).minusNanos(1)));
    }

    private static SqliteQuery timed(SqliteQuery select, CatalogQuery query, String column) {
        @Nullable Instant since = query.since();
        @Nullable Instant until = query.until();
        if (since != null) {
            select.where(column + " >= ?", EventRows.micros(since));
        }
        if (until != null) {
            select.where(column + " < ?", EventRows.micros(until));
        }
        return select;
    }
}
