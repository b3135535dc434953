package io.snapledger.scheduler.outbound;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.sqlite.JDBC;

/** One SQLite file: write-ahead log, synced at each commit. Failures say what was done, and to which file. */
final class SqliteFile implements AutoCloseable {

    private final Path file;
    private final Connection connection;

    private SqliteFile(Path file, Connection connection) {
        this.file = file;
        this.connection = connection;
    }

    /** Opens the file, or makes it. */
    static SqliteFile open(Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            // Not through DriverManager, which sees only the drivers of whoever asked it first.
            Connection connection = JDBC.createConnection("jdbc:sqlite:" + file, new Properties());
            SqliteFile opened = new SqliteFile(file, connection);
            opened.execute("pragma journal_mode = wal");
            opened.execute("pragma synchronous = full");
            opened.execute("pragma busy_timeout = 10000");
            return opened;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the directory of " + file, e);
        } catch (SQLException e) {
            throw failure(file, "open", e);
        }
    }

    /** Something that is read. */
    interface Access<T> {
        T run() throws SQLException, IOException;
    }

    /** Something that is written. */
    interface Writes {
        void run() throws SQLException, IOException;
    }

    /** Reads one row. */
    interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** Reads or writes, and says of what fails what it was for. */
    <T> T read(String what, Access<T> access) {
        try {
            return access.run();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(
                    "cannot " + what + ": " + file + " holds what this program does not understand; move it away, it is"
                            + " rebuilt from Kafka",
                    e);
        } catch (IOException | SQLException e) {
            throw failure(what, e);
        }
    }

    /** All of the work, or, if it throws, nothing of it. */
    void inTransaction(Writes writes) throws SQLException {
        connection.setAutoCommit(false);
        try {
            writes.run();
            connection.commit();
        } catch (SQLException | IOException | RuntimeException e) {
            connection.rollback();
            throw e instanceof RuntimeException unchecked ? unchecked : failure("save", e);
        } finally {
            connection.setAutoCommit(true);
        }
    }

    void execute(String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, values);
            statement.execute();
        }
    }

    <T> List<T> query(String sql, Row<T> reader, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, values);
            try (ResultSet row = statement.executeQuery()) {
                List<T> all = new ArrayList<>();
                while (row.next()) {
                    all.add(reader.read(row));
                }
                return all;
            }
        }
    }

    private static void bind(PreparedStatement statement, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
    }

    private IllegalStateException failure(String what, Exception cause) {
        return failure(file, what, cause);
    }

    private static IllegalStateException failure(Path file, String what, Exception cause) {
        return new IllegalStateException(
                "cannot " + what + " in " + file + ": " + cause.getMessage() + "; see whether the disk is full", cause);
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw failure("close", e);
        }
    }
}
