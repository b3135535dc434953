package io.snapledger.catalog;

import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.stream.Stream;

/** A store whose process dies while it saves: after some rows, and before the position. Or only stops for a while. */
class BreakingStore implements CatalogStore {

    private final CatalogStore store;
    private int rows;

    /** @param rows how many are saved before it dies; a save that has been whole counts one for its position */
    BreakingStore(CatalogStore store, int rows) {
        this.store = store;
        this.rows = rows;
    }

    @Override
    public void save(List<Row> all, Position upTo) {
        List<Row> inOrder = Stream.of(Table.values())
                .flatMap(table -> all.stream().filter(row -> row.table() == table))
                .toList();
        if (rows <= inOrder.size()) {
            if (rows > 0) {
                store.save(inOrder.subList(0, rows), store.position());
            }
            beforeTheRest();
        }
        store.save(all, upTo);
        rows = rows <= inOrder.size() ? Integer.MAX_VALUE : rows - all.size() - 1;
    }

    /** What happens then; if it returns, all is saved after all. */
    void beforeTheRest() {
        throw new IllegalStateException("killed");
    }

    @Override
    public List<Row> select(Selection wanted) {
        return store.select(wanted);
    }

    @Override
    public long count(Table table, Column column, String value) {
        return store.count(table, column, value);
    }

    @Override
    public SortedSet<String> distinct(Table table, Column column) {
        return store.distinct(table, column);
    }

    @Override
    public Position position() {
        return store.position();
    }

    @Override
    public CatalogStore beside(String name) {
        return store.beside(name);
    }

    @Override
    public void use(CatalogStore next, Optional<String> keptAs) {
        store.use(next, keptAs);
    }

    @Override
    public boolean leads() {
        return store.leads();
    }

    @Override
    public void close() {
        // whoever has made the other closes it
    }
}
