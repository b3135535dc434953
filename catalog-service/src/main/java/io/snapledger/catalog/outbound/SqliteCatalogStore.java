package io.snapledger.catalog.outbound;

import static java.util.Objects.requireNonNull;

import io.snapledger.catalog.Backup;
import io.snapledger.catalog.CatalogChange;
import io.snapledger.catalog.CatalogQuery;
import io.snapledger.catalog.CatalogStore;
import io.snapledger.catalog.LedgerEvent;
import io.snapledger.catalog.LedgerJson;
import io.snapledger.catalog.MissedRuns;
import io.snapledger.catalog.Page;
import io.snapledger.catalog.Restore;
import io.snapledger.catalog.Snapshot;
import io.snapledger.catalog.Unreadable;
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
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.common.TopicPartition;

/** The catalog in one SQLite file (write-ahead log): one writer at a time, readers beside it. */
public final class SqliteCatalogStore implements CatalogStore {

    static final String CLUSTER = "cluster";

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

    /** Opens the catalog in a file, or makes it. */
    public static SqliteCatalogStore open(Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the directory of the catalog " + file, e);
        }
        return new SqliteCatalogStore(file);
    }

    private void open() {
        try {
            writer = SqliteSchema.connect(file);
            SqliteSchema.create(writer);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot make the tables of the catalog " + file, e);
        }
    }

    @Override
    public void change(Consumer<CatalogChange> work) {
        writing.lock();
        fileInUse.readLock().lock();
        try {
            Connection connection = requireNonNull(writer, "the catalog is closed");
            boolean done = false;
            try {
                work.accept(new SqliteChange(new Sql(connection)));
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

    /**
     * Goes on with the rows of another store, whose file takes the place of this one's. Readers wait for a moment. A crash in
     * between leaves either the one file or the other.
     */
    public void replaceBy(SqliteCatalogStore next) {
        writing.lock();
        fileInUse.writeLock().lock();
        try {
            next.close(); // the last connection to a file empties its write-ahead log into it
            closeConnections();
            Files.move(next.file, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot replace the catalog " + file + " by " + next.file, e);
        } finally {
            open();
            fileInUse.writeLock().unlock();
            writing.unlock();
        }
    }

    /** Writes a copy of the file as it is now. */
    public void copyTo(Path copy) {
        writing.lock();
        try (Connection connection = SqliteSchema.connect(file)) {
            Files.deleteIfExists(copy);
            new Sql(connection).run("VACUUM INTO ?", copy.toString());
        } catch (SQLException | IOException e) {
            throw new IllegalStateException("cannot copy the catalog to " + copy + ": " + e.getMessage(), e);
        } finally {
            writing.unlock();
        }
    }

    /** Begins sequence numbers behind those that another store of this catalog has given. */
    public void continueSequence(long after) {
        change(work -> new Sql(requireNonNull(writer))
                .run("INSERT INTO sqlite_sequence (name, seq) VALUES ('events', ?)", after));
    }

    @Override
    public Page<Backup> backups(CatalogQuery query) {
        return read(sql -> SqliteReads.backups(sql, query));
    }

    @Override
    public Optional<Backup> backup(String id) {
        return read(sql -> sql.one(
                "SELECT json FROM backups WHERE id = ?", row -> LedgerJson.read(row.getString(1), Backup.class), id));
    }

    @Override
    public Page<Snapshot> snapshots(CatalogQuery query) {
        return read(sql -> SqliteReads.snapshots(sql, query));
    }

    @Override
    public Optional<Snapshot> snapshot(String id) {
        return read(sql -> sql.one(
                "SELECT json FROM snapshots WHERE id = ?",
                row -> LedgerJson.read(row.getString(1), Snapshot.class),
                id));
    }

    @Override
    public List<Snapshot> snapshotsOf(String backup) {
        return read(sql -> sql.list(
                "SELECT json FROM snapshots WHERE backup = ? ORDER BY id",
                row -> LedgerJson.read(row.getString(1), Snapshot.class),
                backup));
    }

    @Override
    public Page<Restore> restores(CatalogQuery query) {
        return read(sql -> SqliteReads.restores(sql, query));
    }

    @Override
    public Optional<Restore> restore(String id) {
        return read(sql -> sql.one(
                "SELECT json FROM restores WHERE id = ?", row -> LedgerJson.read(row.getString(1), Restore.class), id));
    }

    @Override
    public Page<MissedRuns> missedRuns(CatalogQuery query) {
        return read(sql -> SqliteReads.missedRuns(sql, query));
    }

    @Override
    public Page<LedgerEvent> events(CatalogQuery query) {
        return read(sql -> SqliteReads.events(sql, query));
    }

    @Override
    public List<LedgerEvent> eventsAfter(long sequence, CatalogQuery query, int limit) {
        return read(sql -> SqliteReads.eventsAfter(sql, sequence, query, limit));
    }

    @Override
    public long lastSequence() {
        return read(sql -> sql.one("SELECT seq FROM sqlite_sequence WHERE name = 'events'", row -> row.getLong(1))
                .orElse(0L));
    }

    @Override
    public List<String> plans() {
        return read(sql -> sql.list(
                "SELECT plan FROM backups WHERE plan IS NOT NULL UNION SELECT plan FROM missed_runs ORDER BY 1",
                row -> row.getString(1)));
    }

    @Override
    public List<Unreadable> unreadable(int limit) {
        return read(sql -> sql.list(
                "SELECT json FROM unreadable ORDER BY time_us DESC, topic, \"partition\", \"offset\" DESC LIMIT ?",
                row -> LedgerJson.read(row.getString(1), Unreadable.class),
                limit));
    }

    @Override
    public int unreadableDecisions() {
        return read(SqliteReads::unreadableDecisions);
    }

    @Override
    public List<String> historyNotes() {
        return read(sql -> sql.list("SELECT note FROM notes ORDER BY at", row -> row.getString(1)));
    }

    @Override
    public Optional<String> clusterId() {
        return Optional.ofNullable(setting(CLUSTER));
    }

    @Override
    public Map<TopicPartition, Long> offsets() {
        Map<TopicPartition, Long> offsets = new TreeMap<>(
                java.util.Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition));
        read(sql -> sql.list(
                "SELECT topic, \"partition\", next FROM offsets",
                row -> offsets.put(new TopicPartition(row.getString(1), row.getInt(2)), row.getLong(3))));
        return offsets;
    }

    @Override
    public @Nullable String setting(String key) {
        return read(sql -> sql.one("SELECT value FROM settings WHERE key = ?", row -> row.getString(1), key))
                .orElse(null);
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
            return idle != null ? idle : SqliteSchema.connect(file);
        }
    }

    private void giveBack(Connection connection) {
        synchronized (readers) {
            readers.push(connection);
        }
    }

    /** Waits for reads and changes under way. */
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
