package io.snapledger.catalog;

import io.snapledger.events.Nullable;
import java.util.List;
import java.util.function.Function;

/**
 * Some rows of a list.
 *
 * @param items at most as many as were asked for
 * @param next where the next page begins, null if this is the last one
 */
public record Page<T>(List<T> items, @Nullable Cursor next) {

    public Page {
        items = List.copyOf(items);
    }

    /** Makes a page of up to {@code limit + 1} rows: the one too many tells that there is a next page. */
    public static <T> Page<T> of(List<T> rows, int limit, Function<T, Cursor> cursor) {
        return rows.size() <= limit
                ? new Page<>(rows, null)
                : new Page<>(rows.subList(0, limit), cursor.apply(rows.get(limit - 1)));
    }

    public <R> Page<R> map(Function<T, R> mapping) {
        return new Page<>(items.stream().map(mapping).toList(), next);
    }
}
