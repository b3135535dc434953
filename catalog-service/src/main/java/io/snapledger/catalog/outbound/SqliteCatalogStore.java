package io.snapledger.catalog.outbound;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.groupingBy;

import io.snapledger.catalog.CatalogStore;
import io.snapledger.catalog.Column;
import io.snapledger.catalog.LedgerJson;
import io.snapledger.catalog.Position;
import io.snapledger.catalog.Row;
import io.snapledger.catalog.Selection;
import io.snapledger.catalog.Table;
import io.snapledger.events.Nullable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;

/** The catalog in one SQLite file (write-ahead log): one writer at a time, readers beside it. Each save is one transaction. */
public final class SqliteCatalogStore implements CatalogStore {

    private final Path file;
    private final ReentrantLock writing = new ReentrantLock();
    /** Held for reading by whoever uses a connection, for writing while the file is exchanged. */
    private final ReentrantReadWriteLock fileInUse = new ReentrantReadWriteLock();

    private final Deque<Connection> readers = new ArrayDeque<>();
    private @Nullable Connection writer;

    private SqliteCatalogStore(Path file) {
        this.file = requireNonNull(file, "file is missing");
        open();
    }

    /** Opens the catalog in a file, or makes it. One of an earlier version is made anew from its events. */
    public static SqliteCatalogStore open(Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the directory of the catalog " + file, e);
        }
        EarlierCatalog.upgrade(file, SqliteCatalogStore::new);
        return new SqliteCatalogStore(file);
    }

    private void open() {
        try {
            writer = SqliteFile.connect(file);
            SqliteFile.create(writer);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot make the tables of the catalog " + file, e);
        }
    }

    @Override
    public void save(List<Row> rows, Position upTo) {
        writing.lock();
        fileInUse.readLock().lock();
        try {
            Connection connection = requireNonNull(writer, "the catalog is closed");
            boolean done = false;
            try {
                Sql sql = new Sql(connection);
                new TreeMap<>(rows.stream().collect(groupingBy(Row::table)))
                        .forEach((table, its) -> SqliteTable.of(table).save(sql, its));
                sql.run("INSERT OR REPLACE INTO position (one, json) VALUES (1, ?)", LedgerJson.write(upTo));
                connection.commit();
                done = true;
            } finally {
                if (!done) {
                    connection.rollback();
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException("cannot write the catalog " + file + ": " + e.getMessage(), e);
        } finally {
            fileInUse.readLock().unlock();
            writing.unlock();
        }
    }

    @Override
    public CatalogStore beside(String name) {
        Path next = file.resolveSibling("catalog-" + name + ".db");
        SqliteFile.delete(next);
        return new SqliteCatalogStore(next);
    }

    /** Readers wait for a moment. */
    @Override
    public void use(CatalogStore next, Optional<String> keptAs) {
        Path from = ((SqliteCatalogStore) next).file;
        writing.lock();
        fileInUse.writeLock().lock();
        try {
            next.close(); // the last connection to a file empties its write-ahead log into it
            closeConnections();
            if (keptAs.isPresent()) {
                Path aside = file.resolveSibling(keptAs.get() + ".db");
                Files.copy(file, aside, StandardCopyOption.REPLACE_EXISTING);
            }
            Files.move(from, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot replace the catalog " + file + " by " + from, e);
        } finally {
            open();
            fileInUse.writeLock().unlock();
            writing.unlock();
        }
    }

    /** A file has one process. */
    @Override
    public boolean leads() {
        return true;
    }

    @Override
    public List<Row> select(Selection wanted) {
        return read(sql -> SqliteTable.of(wanted.table()).select(sql, wanted));
    }

    @Override
    public long count(Table table, Column column, String value) {
        String counted = "SELECT count(*) FROM " + table.word() + " WHERE \"" + column.word() + "\" = ?";
        return read(sql -> sql.one(counted, row -> row.getLong(1), value)).orElse(0L);
    }

    @Override
    public SortedSet<String> distinct(Table table, Column column) {
        String name = '"' + column.word() + '"';
        String values = "SELECT DISTINCT " + name + " FROM " + table.word() + " WHERE " + name + " IS NOT NULL";
        List<String> found = read(sql -> sql.list(values, row -> row.getString(1)));
        return new TreeSet<>(found);
    }

    @Override
    public Position position() {
        return read(sql -> sql.one("SELECT json FROM position", row -> row.getString(1)))
                .map(json -> LedgerJson.read(json, Position.class))
                .orElse(Position.START);
    }

    private <T> T read(Function<Sql, T> work) {
        fileInUse.readLock().lock();
        try {
            requireNonNull(writer, "the catalog is closed");
            Connection connection = borrow();
            try {
                return work.apply(new Sql(connection));
            } finally {
                giveBack(connection);
            }
        } finally {
            fileInUse.readLock().unlock();
        }
    }

    private Connection borrow() {
        synchronized (readers) {
            Connection idle = readers.poll();
            return idle != null ? idle : SqliteFile.connect(file);
        }
    }

    private void giveBack(Connection connection) {
        synchronized (readers) {
            readers.push(connection);
        }
    }

    @Override
    public void close() {
        writing.lock();
        fileInUse.writeLock().lock();
        try {
            closeConnections();
        } finally {
            fileInUse.writeLock().unlock();
            writing.unlock();
        }
    }

    private void closeConnections() {
        try {
            synchronized (readers) {
                for (Connection reader : readers) {
                    reader.close();
                }
                readers.clear();
            }
            if (writer != null) {
                writer.close();
                writer = null;
            }
        } catch (SQLException e) {
            throw new IllegalStateException("cannot close the catalog " + file + ": " + e.getMessage(), e);
        }
    }
}
