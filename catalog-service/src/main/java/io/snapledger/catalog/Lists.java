package io.snapledger.catalog;

import io.snapledger.catalog.CatalogQuery.Filter;
import io.snapledger.catalog.Selection.Condition;
import io.snapledger.events.Nullable;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Which rows a query means. */
final class Lists {

    private static final DateTimeFormatter ID_TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd't'HHmmss'z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

    /** Filters in the order of how few rows they leave: the first one is looked up by an index. */
    private static final List<Filter> FINDING_FEW_FIRST = List.of(
            Filter.SNAPSHOT,
            Filter.RESTORE,
            Filter.BACKUP,
            Filter.SUBJECT,
            Filter.PLAN,
            Filter.STORE,
            Filter.TYPE,
            Filter.STATE,
            Filter.KIND,
            Filter.REPOSITORY);

    private static final Map<Filter, Column> OF_BACKUPS = Map.of(
            Filter.PLAN, Column.PLAN,
            Filter.STATE, Column.STATE,
            Filter.BACKUP, Column.KEY,
            Filter.STORE, Column.STORE,
            Filter.KIND, Column.KIND,
            Filter.REPOSITORY, Column.REPOSITORY);
    private static final Map<Filter, Column> OF_SNAPSHOTS = Map.of(
            Filter.PLAN, Column.PLAN,
            Filter.STATE, Column.STATE,
            Filter.BACKUP, Column.BACKUP,
            Filter.SNAPSHOT, Column.KEY,
            Filter.STORE, Column.STORE,
            Filter.KIND, Column.KIND,
            Filter.REPOSITORY, Column.REPOSITORY);
    private static final Map<Filter, Column> OF_RESTORES = Map.of(
            Filter.PLAN, Column.PLAN,
            Filter.STATE, Column.STATE,
            Filter.RESTORE, Column.KEY,
            Filter.STORE, Column.STORE);
    private static final Map<Filter, Column> OF_EVENTS = Map.of(
            Filter.PLAN, Column.PLAN,
            Filter.STORE, Column.STORE,
            Filter.BACKUP, Column.BACKUP,
            Filter.SNAPSHOT, Column.SNAPSHOT,
            Filter.RESTORE, Column.RESTORE,
            Filter.TYPE, Column.TYPE,
            Filter.SUBJECT, Column.SUBJECT);
    private static final Map<Filter, Column> OF_MISSED_RUNS = Map.of(Filter.PLAN, Column.PLAN);

    private Lists() {}

    static Selection backups(CatalogQuery query) {
        return named(filtered(Table.BACKUPS, query, OF_BACKUPS), query);
    }

    static Selection snapshots(CatalogQuery query) {
        @Nullable String repository = query.filters().get(Filter.REPOSITORY);
        @Nullable String state = query.filters().get(Filter.STATE);
        if (repository == null || state == null) {
            return named(filtered(Table.SNAPSHOTS, query, OF_SNAPSHOTS), query);
        }
        CatalogQuery rest = query.without(Filter.REPOSITORY, Filter.STATE); // the state in that repository is meant
        return named(filtered(Table.SNAPSHOTS, rest, OF_SNAPSHOTS), query)
                .is(Column.COPY, Rows.copy(repository, state));
    }

    static Selection restores(CatalogQuery query) {
        return timed(filtered(Table.RESTORES, query, OF_RESTORES), query);
    }

    static Selection missedRuns(CatalogQuery query) {
        return timed(filtered(Table.MISSED_RUNS, query, OF_MISSED_RUNS), query);
    }

    static Selection events(CatalogQuery query) {
        Selection wanted = timed(filtered(Table.EVENTS, query, OF_EVENTS), query);
        return query.filter(Filter.TYPE).isPresent() ? wanted : wanted.is(Column.WEIGHT, Rows.FACT);
    }

    /** Without the query's paging and times. */
    static Selection recorded(CatalogQuery query, long after, long last) {
        return filtered(Table.EVENTS, query, OF_EVENTS)
                .and(new Condition.Numbers(after, last))
                .in(Selection.Order.RECORDED);
    }

    private static Selection filtered(Table table, CatalogQuery query, Map<Filter, Column> known) {
        Selection wanted = Selection.of(table);
        for (Filter filter : FINDING_FEW_FIRST) {
            @Nullable String value = query.filters().get(filter);
            if (value != null && !known.containsKey(filter)) {
                throw new IllegalArgumentException("this list is not filtered by " + filter.word());
            } else if (value != null) {
                wanted = wanted.among(known.get(filter), List.of(value));
            }
        }
        return wanted;
    }

    /** Backups and snapshots are found by the time in their ids. */
    private static Selection named(Selection wanted, CatalogQuery query) {
        if (query.since() == null && query.until() == null) {
            return paged(wanted, query);
        }
        return paged(wanted.and(new Condition.Keys(idTime(query.since()), idTime(query.until()))), query);
    }

    /** Ids have whole seconds: the first that is not before the time. */
    private static @Nullable String idTime(@Nullable Instant time) {
        if (time == null) {
            return null;
        }
        Instant whole = time.isBefore(FIRST) ? FIRST : time.isAfter(LAST) ? LAST : time;
        return ID_TIME.format(whole.plus(Duration.ofSeconds(1).minusNanos(1)));
    }

    private static Selection timed(Selection wanted, CatalogQuery query) {
        @Nullable Instant since = query.since();
        @Nullable Instant until = query.until();
        if (since == null && until == null) {
            return paged(wanted, query);
        }
        return paged(
                wanted.and(new Condition.Times(
                        since == null ? null : Rows.micros(since), until == null ? null : Rows.micros(until))),
                query);
    }

    /** One row more than the limit, which tells whether there is a next page. */
    private static Selection paged(Selection wanted, CatalogQuery query) {
        Selection page = wanted.limit(query.limit() + 1);
        return query.cursor() == null ? page : page.and(new Condition.Behind(query.cursor()));
    }
}
