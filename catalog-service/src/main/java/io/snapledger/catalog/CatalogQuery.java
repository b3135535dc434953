package io.snapledger.catalog;

import io.snapledger.events.Nullable;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Which rows are asked for.
 *
 * @param filters all of them must match; each kind of row has its own, see the constants
 * @param since of this time or later: due time of backups and snapshots, time of events, request of restores, last due
 *     time of missed runs
 * @param until before this time
 * @param limit most rows of a page, 1 to {@value #MAX_LIMIT}
 * @param cursor go on behind this row
 */
public record CatalogQuery(
        Map<Filter, String> filters,
        @Nullable Instant since,
        @Nullable Instant until,
        int limit,
        @Nullable Cursor cursor) {

    public static final int MAX_LIMIT = 1000;
    public static final int DEFAULT_LIMIT = 100;
    public static final CatalogQuery ALL = new CatalogQuery(Map.of(), null, null, DEFAULT_LIMIT, null);

    /** What rows are filtered by. A backup matches a store or kind if one of its stores does. */
    public enum Filter {
        PLAN,
        STORE,
        KIND,
        STATE,
        REPOSITORY,
        BACKUP,
        SNAPSHOT,
        RESTORE,
        TYPE,
        SUBJECT;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public CatalogQuery {
        filters = Map.copyOf(filters);
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException("limit is " + limit + "; HINT: use 1 to " + MAX_LIMIT);
        }
    }

    public Optional<String> filter(Filter filter) {
        return Optional.ofNullable(filters.get(filter));
    }

    public CatalogQuery with(Filter filter, String value) {
        Map<Filter, String> more = new EnumMap<>(Filter.class);
        more.putAll(filters);
        more.put(filter, value);
        return new CatalogQuery(more, since, until, limit, cursor);
    }

    public CatalogQuery without(Filter... dropped) {
        Map<Filter, String> fewer = new HashMap<>(filters);
        fewer.keySet().removeAll(List.of(dropped));
        return new CatalogQuery(fewer, since, until, limit, cursor);
    }

    public CatalogQuery between(@Nullable Instant from, @Nullable Instant to) {
        return new CatalogQuery(filters, from, to, limit, cursor);
    }

    public CatalogQuery limit(int most) {
        return new CatalogQuery(filters, since, until, most, cursor);
    }

    public CatalogQuery after(@Nullable Cursor position) {
        return new CatalogQuery(filters, since, until, limit, position);
    }
}
