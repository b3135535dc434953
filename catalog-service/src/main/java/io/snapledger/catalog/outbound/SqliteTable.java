package io.snapledger.catalog.outbound;

import io.snapledger.catalog.Column;
import io.snapledger.catalog.Row;
import io.snapledger.catalog.Selection;
import io.snapledger.catalog.Selection.Condition;
import io.snapledger.catalog.Table;
import io.snapledger.events.Nullable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A table of the catalog in SQLite: {@code key}, {@code sort}, {@code number}, a column for each of one value, {@code json}; and beside it
 * a table {@code <table>_<column>} for each of many. Nothing that a client sends becomes part of a statement: values are bound.
 */
final class SqliteTable {

    private static final Map<Table, SqliteTable> ALL =
            Stream.of(Table.values()).collect(Collectors.toMap(it -> it, SqliteTable::new));

    /** Keeps SQLite from using an index on what follows. */
    private static final String NO_INDEX = "+";

    private final Table table;
    private final List<String> columns = new ArrayList<>(List.of("key", "sort", "number"));
    private final String upsert;

    private SqliteTable(Table table) {
        this.table = table;
        table.one().forEach(column -> columns.add(column.word()));
        columns.add("json");
        String updates = columns.stream()
                .skip(1)
                .map(it -> quoted(it) + " = excluded." + quoted(it))
                .collect(Collectors.joining(", "));
        this.upsert = "INSERT INTO " + table.word() + " (" + names() + ") VALUES ("
                + String.join(", ", columns.stream().map(it -> "?").toList()) + ") ON CONFLICT (key) DO UPDATE SET "
                + updates;
    }

    static SqliteTable of(Table table) {
        return ALL.get(table);
    }

    private String names() {
        return columns.stream().map(SqliteTable::quoted).collect(Collectors.joining(", "));
    }

    private static String quoted(String name) {
        return '"' + name + '"';
    }

    List<String> statements() {
        String name = table.word();
        List<String> made = new ArrayList<>();
        String types =
                table.one().stream().map(it -> quoted(it.word()) + " TEXT, ").collect(Collectors.joining());
        made.add("CREATE TABLE IF NOT EXISTS " + name + " (key TEXT PRIMARY KEY, sort INTEGER NOT NULL,"
                + " number INTEGER NOT NULL, " + types + "json TEXT NOT NULL)");
        for (List<Column> index : table.indexes()) {
            String on = index.stream().map(it -> quoted(it.word()) + ", ").collect(Collectors.joining());
            String words = index.stream().map(it -> "_" + it.word()).collect(Collectors.joining());
            made.add("CREATE INDEX IF NOT EXISTS " + name + "_by" + words + " ON " + name + " (" + on + "sort, key)");
        }
        if (table == Table.EVENTS) {
            made.add("CREATE INDEX IF NOT EXISTS events_number ON events (number)");
        }
        for (Column column : table.many()) {
            made.add("CREATE TABLE IF NOT EXISTS " + beside(column)
                    + " (key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (key, value)) WITHOUT ROWID");
            made.add("CREATE INDEX IF NOT EXISTS " + beside(column) + "_by_value ON " + beside(column)
                    + " (value, key)");
        }
        return made;
    }

    private String beside(Column column) {
        return table.word() + "_" + column.word();
    }

    void save(Sql sql, List<Row> rows) {
        sql.each(upsert, rows.stream().map(this::arguments).toList());
        List<Object[]> keys = rows.stream().map(row -> new Object[] {row.key()}).toList();
        for (Column column : table.many()) {
            sql.each("DELETE FROM " + beside(column) + " WHERE key = ?", keys);
            sql.each(
                    "INSERT OR IGNORE INTO " + beside(column) + " (key, value) VALUES (?, ?)",
                    rows.stream()
                            .flatMap(row -> row.values().getOrDefault(column, List.of()).stream()
                                    .map(value -> new Object[] {row.key(), value}))
                            .toList());
        }
    }

    private @Nullable Object[] arguments(Row row) {
        List<@Nullable Object> arguments = new ArrayList<>(List.of(row.key(), row.sort(), row.number()));
        table.one().forEach(column -> arguments.add(row.value(column)));
        arguments.add(row.json());
        return arguments.toArray();
    }

    List<Row> select(Sql sql, Selection wanted) {
        List<String> conditions = new ArrayList<>();
        List<Object> arguments = new ArrayList<>();
        List<Column> index = index(wanted);
        wanted.conditions().forEach(it -> conditions.add(condition(it, index, arguments)));
        String where = conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
        String order =
                switch (wanted.order()) {
                    case NEWEST -> "sort DESC, key DESC";
                    case OLDEST -> "sort, key";
                    case RECORDED -> "number";
                };
        return sql.list(
                "SELECT " + names() + " FROM " + table.word() + where + " ORDER BY " + order + " LIMIT "
                        + wanted.limit(),
                this::row,
                arguments.toArray());
    }

    /**
     * The index to find rows by: that of the first column, with as many others as there are. SQLite itself would guess, and take a column
     * with few values for one that finds few rows.
     */
    private List<Column> index(Selection wanted) {
        List<Column> columns = wanted.conditions().stream()
                .filter(Condition.Among.class::isInstance)
                .map(it -> ((Condition.Among) it).column())
                .toList();
        return table.indexes().stream()
                .filter(it -> !columns.isEmpty() && !it.isEmpty() && it.get(0) == columns.get(0))
                .filter(columns::containsAll)
                .max(Comparator.comparingInt(List::size))
                .orElse(columns.stream().limit(1).toList());
    }

    private String condition(Condition condition, List<Column> index, List<Object> arguments) {
        if (condition instanceof Condition.Among it) {
            arguments.addAll(it.values());
            String values = it.values().stream().map(value -> "?").collect(Collectors.joining(", ", " IN (", ")"));
            if (table.many().contains(it.column())) {
                return "EXISTS (SELECT 1 FROM " + beside(it.column()) + " one WHERE one.key = " + table.word()
                        + ".key AND one.value" + values + ")";
            }
            return (index.contains(it.column()) ? "" : NO_INDEX)
                    + quoted(it.column().word())
                    + values;
        } else if (condition instanceof Condition.Absent it) {
            return NO_INDEX + quoted(it.column().word()) + " IS NULL";
        } else if (condition instanceof Condition.Times it) {
            return range("sort", it.from(), it.before(), arguments);
        } else if (condition instanceof Condition.Keys it) {
            return range("key", it.from(), it.before(), arguments);
        } else if (condition instanceof Condition.Numbers it) {
            arguments.add(it.after());
            arguments.add(it.last());
            return "number > ? AND number <= ?";
        } else if (condition instanceof Condition.Behind it) {
            arguments.add(it.cursor().sort());
            arguments.add(it.cursor().id());
            return "(sort, key) < (?, ?)";
        }
        throw new IllegalArgumentException("no condition: " + condition);
    }

    private static String range(String column, @Nullable Object from, @Nullable Object before, List<Object> arguments) {
        List<String> both = new ArrayList<>();
        if (from != null) {
            both.add(column + " >= ?");
            arguments.add(from);
        }
        if (before != null) {
            both.add(column + " < ?");
            arguments.add(before);
        }
        return both.isEmpty() ? "1" : String.join(" AND ", both);
    }

    private Row row(ResultSet found) throws SQLException {
        Map<Column, List<String>> values = new EnumMap<>(Column.class);
        for (int i = 0; i < table.one().size(); i++) {
            @Nullable String value = found.getString(4 + i);
            if (value != null) {
                values.put(table.one().get(i), List.of(value));
            }
        }
        return new Row(
                table, found.getString(1), found.getLong(2), found.getLong(3), values, found.getString(columns.size()));
    }
}
