package io.snapledger.catalog;

import io.snapledger.catalog.CatalogQuery.Filter;
import io.snapledger.catalog.MemoryTables.Stored;
import io.snapledger.events.Nullable;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;

/** Filters and pages of a {@link MemoryCatalogStore}. */
final class MemoryPages {

    private MemoryPages() {}

    static boolean matches(CatalogQuery query, Stored it) {
        return matches(query, Filter.PLAN, it.about().plan())
                && matches(query, Filter.STORE, it.about().store())
                && matches(query, Filter.BACKUP, it.about().backup())
                && matches(query, Filter.SNAPSHOT, it.about().snapshot())
                && matches(query, Filter.RESTORE, it.about().restore())
                && matches(query, Filter.TYPE, it.entry().type().ceType())
                && matches(query, Filter.SUBJECT, it.entry().event().subject());
    }

    static boolean matches(CatalogQuery query, Filter filter, @Nullable String value) {
        return query.filter(filter).map(wanted -> wanted.equals(value)).orElse(true);
    }

    static boolean matchesAny(CatalogQuery query, Filter filter, Stream<@Nullable String> values) {
        return query.filter(filter)
                .map(wanted -> values.anyMatch(wanted::equals))
                .orElse(true);
    }

    static boolean isBetween(CatalogQuery query, Instant time) {
        return (query.since() == null || !time.isBefore(query.since()))
                && (query.until() == null || time.isBefore(query.until()));
    }

    static boolean isDue(CatalogQuery query, String id) {
        String text = id.substring(0, 16).toUpperCase(Locale.ROOT);
        Instant due = Instant.parse(text.substring(0, 4) + "-" + text.substring(4, 6) + "-" + text.substring(6, 8) + "T"
                + text.substring(9, 11) + ":" + text.substring(11, 13) + ":" + text.substring(13, 15) + "Z");
        return isBetween(query, due);
    }

    static long micros(Instant time) {
        return TimeUnit.SECONDS.toMicros(time.getEpochSecond()) + time.getNano() / 1000;
    }

    static <T> Page<T> page(Stream<T> rows, CatalogQuery query, Function<T, Cursor> cursor) {
        Comparator<T> order = Comparator.comparing(
                        cursor, Comparator.comparingLong(Cursor::sort).thenComparing(Cursor::id))
                .reversed();
        List<T> found = rows.sorted(order)
                .filter(it -> query.cursor() == null || isBehind(cursor.apply(it), query.cursor()))
                .limit(query.limit() + 1L)
                .toList();
        return Page.of(found, query.limit(), cursor);
    }

    private static boolean isBehind(Cursor row, Cursor cursor) {
        return Comparator.comparingLong(Cursor::sort).thenComparing(Cursor::id).compare(row, cursor) < 0;
    }
}
