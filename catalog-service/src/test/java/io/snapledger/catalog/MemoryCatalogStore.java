package io.snapledger.catalog;

import static java.util.Comparator.comparing;

import io.snapledger.catalog.Selection.Condition;
import io.snapledger.events.Nullable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** A catalog in memory, as strict as the real ones: the same contract test is its law. */
final class MemoryCatalogStore implements CatalogStore {

    private static final Comparator<Row> OLDEST =
            Comparator.comparingLong(Row::sort).thenComparing(Row::key);

    private Map<Table, Map<String, Row>> tables = new EnumMap<>(Table.class);
    private Position position = Position.START;
    private @Nullable Map<Table, Map<String, Row>> kept;

    private static boolean holds(Condition condition, Row row) {
        if (condition instanceof Condition.Among it && it.column() == Column.KEY) {
            return it.values().contains(row.key());
        } else if (condition instanceof Condition.Among it) {
            return row.values().getOrDefault(it.column(), List.of()).stream().anyMatch(it.values()::contains);
        } else if (condition instanceof Condition.Absent it) {
            return row.value(it.column()) == null;
        } else if (condition instanceof Condition.Times it) {
            return (it.from() == null || row.sort() >= it.from()) && (it.before() == null || row.sort() < it.before());
        } else if (condition instanceof Condition.Keys it) {
            return (it.from() == null || row.key().compareTo(it.from()) >= 0)
                    && (it.before() == null || row.key().compareTo(it.before()) < 0);
        } else if (condition instanceof Condition.Numbers it) {
            return row.number() > it.after() && row.number() <= it.last();
        } else if (condition instanceof Condition.Behind it) {
            Cursor cursor = it.cursor();
            return row.sort() < cursor.sort()
                    || (row.sort() == cursor.sort() && row.key().compareTo(cursor.id()) < 0);
        }
        throw new AssertionError(condition);
    }

    @Override
    public synchronized List<Row> select(Selection wanted) {
        List<Row> found = new ArrayList<>();
        for (Row row : tables.getOrDefault(wanted.table(), Map.of()).values()) {
            if (wanted.conditions().stream().allMatch(it -> holds(it, row))) {
                found.add(row);
            }
        }
        found.sort(
                switch (wanted.order()) {
                    case NEWEST -> OLDEST.reversed();
                    case OLDEST -> OLDEST;
                    case RECORDED -> comparing(Row::number);
                });
        return found.subList(0, Math.min(found.size(), wanted.limit()));
    }

    @Override
    public synchronized long count(Table table, Column column, String value) {
        return select(Selection.of(table).is(column, value)).size();
    }

    @Override
    public synchronized SortedSet<String> distinct(Table table, Column column) {
        SortedSet<String> values = new TreeSet<>();
        for (Row row : select(Selection.of(table))) {
            if (row.value(column) != null) {
                values.add(row.value(column));
            }
        }
        return values;
    }

    @Override
    public synchronized Position position() {
        return position;
    }

    @Override
    public synchronized void save(List<Row> rows, Position upTo) {
        rows.forEach(row ->
                tables.computeIfAbsent(row.table(), table -> new HashMap<>()).put(row.key(), row));
        position = upTo;
    }

    @Override
    public CatalogStore beside(String name) {
        return new MemoryCatalogStore();
    }

    @Override
    public synchronized void use(CatalogStore next, Optional<String> keptAs) {
        kept = keptAs.isPresent() ? tables : null;
        tables = ((MemoryCatalogStore) next).tables;
        position = ((MemoryCatalogStore) next).position;
    }

    /** The store as it was before the last {@link #use}. */
    CatalogStore kept() {
        MemoryCatalogStore before = new MemoryCatalogStore();
        before.tables = kept;
        return before;
    }

    @Override
    public boolean leads() {
        return true;
    }

    @Override
    public void close() {
        // nothing is open
    }
}
