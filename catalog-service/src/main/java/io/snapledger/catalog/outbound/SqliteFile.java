package io.snapledger.catalog.outbound;

import io.snapledger.catalog.Table;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import java.util.stream.Stream;
import org.sqlite.JDBC;

/**
 * The file of a catalog. {@code synchronous} is NORMAL: a power cut may lose the last transactions, position and rows together, and the
 * ledger brings them again.
 */
final class SqliteFile {

    /** The version of the tables, in the file's {@code user_version}; 0 is a file without any. */
    static final int VERSION = 3;

    private SqliteFile() {}

    static Connection connect(Path file) {
        try {
            // Not by DriverManager: it does not find drivers of another class loader than the first one that asked.
            Connection connection = JDBC.createConnection("jdbc:sqlite:" + file, new Properties());
            Sql sql = new Sql(connection);
            sql.run("PRAGMA journal_mode = WAL");
            sql.run("PRAGMA synchronous = NORMAL");
            sql.run("PRAGMA busy_timeout = 10000");
            return connection;
        } catch (SQLException e) {
            throw new IllegalStateException(
                    "cannot open the catalog at " + file + ": " + e.getMessage()
                            + "; HINT: check that the directory is writable",
                    e);
        }
    }

    static int version(Sql sql) {
        return sql.one("PRAGMA user_version", row -> row.getInt(1)).orElse(0);
    }

    /** Makes the tables, where they are missing, in one transaction. */
    static void create(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        Sql sql = new Sql(connection);
        sql.run("CREATE TABLE IF NOT EXISTS position (one INTEGER PRIMARY KEY, json TEXT NOT NULL)");
        Stream.of(Table.values())
                .flatMap(table -> SqliteTable.of(table).statements().stream())
                .forEach(sql::run);
        sql.run("PRAGMA user_version = " + VERSION);
        connection.commit();
    }

    /** With the files that SQLite keeps beside it. */
    static void delete(Path file) {
        try {
            for (String suffix : new String[] {"", "-wal", "-shm"}) {
                Files.deleteIfExists(Path.of(file + suffix));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete what an unfinished rebuild has left: " + file, e);
        }
    }
}
