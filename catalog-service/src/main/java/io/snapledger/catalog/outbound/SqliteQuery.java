package io.snapledger.catalog.outbound;

import io.snapledger.catalog.CatalogQuery;
import io.snapledger.catalog.CatalogQuery.Filter;
import io.snapledger.catalog.Cursor;
import io.snapledger.events.Nullable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Builds the SELECT of a list. Nothing that a client sends becomes part of the text: values are bound. */
final class SqliteQuery {

    private final String from;
    private final List<String> conditions = new ArrayList<>();
    private final List<@Nullable Object> arguments = new ArrayList<>();

    private SqliteQuery(String from) {
        this.from = from;
    }

    static SqliteQuery of(String from) {
        return new SqliteQuery(from);
    }

    SqliteQuery where(String condition, Object... values) {
        conditions.add(condition);
        arguments.addAll(List.of(values));
        return this;
    }

    /** @param known condition with one parameter for each filter that this list has */
    SqliteQuery filtered(CatalogQuery query, Map<Filter, String> known) {
        for (Filter filter : Filter.values()) { // always in this order, so that texts repeat
            query.filter(filter).ifPresent(value -> where(requireKnown(filter, known), value));
        }
        return this;
    }

    private static String requireKnown(Filter filter, Map<Filter, String> known) {
        String condition = known.get(filter);
        if (condition == null) {
            throw new IllegalArgumentException("this list is not filtered by " + filter.word());
        }
        return condition;
    }

    /** Behind the cursor, newest first. One row more than the limit, which tells whether there is a next page. */
    <T> List<T> page(Sql sql, CatalogQuery query, String sort, String id, Sql.Row<T> row) {
        @Nullable Cursor cursor = query.cursor();
        if (cursor != null && sort.isEmpty()) {
            where(id + " < ?", cursor.id());
        } else if (cursor != null) {
            where("(" + sort + ", " + id + ") < (?, ?)", cursor.sort(), cursor.id());
        }
        String order = sort.isEmpty() ? id + " DESC" : sort + " DESC, " + id + " DESC";
        return rows(sql, order, query.limit() + 1, row);
    }

    <T> List<T> rows(Sql sql, String order, int limit, Sql.Row<T> row) {
        String where = conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
        return sql.list(from + where + " ORDER BY " + order + " LIMIT " + limit, row, arguments.toArray());
    }
}
