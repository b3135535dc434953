package io.snapledger.catalog.outbound;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.sqlite.JDBC;

/**
 * The tables of the catalog. Rows lie as JSON beside the columns that they are found and sorted by. {@code synchronous} is
 * NORMAL: a power cut may lose the last transactions, offsets and rows together, and the ledger brings them again.
 */
final class SqliteSchema {

    /** Part of the name of each setting that {@link #VERSION} is kept in; another version is rebuilt from the ledger. */
    static final int VERSION = 2;

    private static final String[] TABLES = {
        """
        CREATE TABLE IF NOT EXISTS settings (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID""",
        """
        CREATE TABLE IF NOT EXISTS notes (at INTEGER PRIMARY KEY AUTOINCREMENT, note TEXT NOT NULL UNIQUE)""",
        """
        CREATE TABLE IF NOT EXISTS offsets (
          topic TEXT NOT NULL, "partition" INTEGER NOT NULL, next INTEGER NOT NULL,
          PRIMARY KEY (topic, "partition")) WITHOUT ROWID""",
        """
        CREATE TABLE IF NOT EXISTS events (
          sequence INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE, id TEXT NOT NULL, source TEXT NOT NULL,
          type TEXT NOT NULL, subject TEXT NOT NULL, time TEXT NOT NULL, time_us INTEGER NOT NULL,
          fleeting INTEGER NOT NULL, backup TEXT, snapshot TEXT, plan TEXT, store TEXT, restore TEXT,
          topic TEXT, "partition" INTEGER, "offset" INTEGER, extensions TEXT NOT NULL, data TEXT NOT NULL)""",
        "CREATE INDEX IF NOT EXISTS events_time ON events (time_us, key) WHERE fleeting = 0",
        "CREATE INDEX IF NOT EXISTS events_type ON events (type, time_us, key)",
        "CREATE INDEX IF NOT EXISTS events_backup ON events (backup, time_us, key)",
        "CREATE INDEX IF NOT EXISTS events_snapshot ON events (snapshot, time_us, key)",
        "CREATE INDEX IF NOT EXISTS events_plan ON events (plan, time_us, key) WHERE fleeting = 0",
        "CREATE INDEX IF NOT EXISTS events_store ON events (store, time_us, key) WHERE fleeting = 0",
        "CREATE INDEX IF NOT EXISTS events_restore ON events (restore, time_us, key)",
        "CREATE INDEX IF NOT EXISTS events_subject ON events (subject, time_us, key) WHERE fleeting = 0",
        """
        CREATE TABLE IF NOT EXISTS decisions (
          snapshot TEXT NOT NULL, repository TEXT NOT NULL, decision TEXT NOT NULL,
          PRIMARY KEY (snapshot, repository)) WITHOUT ROWID""",
        """
        CREATE TABLE IF NOT EXISTS backups (
          id TEXT PRIMARY KEY, plan TEXT, state TEXT NOT NULL, trigger_identity TEXT, json TEXT NOT NULL)""",
        "CREATE INDEX IF NOT EXISTS backups_plan ON backups (plan, state, id)",
        "CREATE INDEX IF NOT EXISTS backups_plan_id ON backups (plan, id)",
        "CREATE INDEX IF NOT EXISTS backups_state ON backups (state, id)",
        "CREATE INDEX IF NOT EXISTS backups_trigger ON backups (trigger_identity)",
        """
        CREATE TABLE IF NOT EXISTS backup_stores (
          backup TEXT NOT NULL, store TEXT NOT NULL, kind TEXT, PRIMARY KEY (backup, store)) WITHOUT ROWID""",
        "CREATE INDEX IF NOT EXISTS backup_stores_store ON backup_stores (store, backup)",
        "CREATE INDEX IF NOT EXISTS backup_stores_kind ON backup_stores (kind, backup)",
        """
        CREATE TABLE IF NOT EXISTS snapshots (
          id TEXT PRIMARY KEY, backup TEXT NOT NULL, plan TEXT, store TEXT, kind TEXT, state TEXT NOT NULL,
          summary TEXT NOT NULL, json TEXT NOT NULL)""",
        "CREATE INDEX IF NOT EXISTS snapshots_backup ON snapshots (backup, id)",
        "CREATE INDEX IF NOT EXISTS snapshots_plan ON snapshots (plan, id)",
        "CREATE INDEX IF NOT EXISTS snapshots_store ON snapshots (store, id)",
        "CREATE INDEX IF NOT EXISTS snapshots_kind ON snapshots (kind, id)",
        "CREATE INDEX IF NOT EXISTS snapshots_state ON snapshots (state, id)",
        """
        CREATE TABLE IF NOT EXISTS copies (
          snapshot TEXT NOT NULL, repository TEXT NOT NULL, backup TEXT NOT NULL, state TEXT NOT NULL,
          PRIMARY KEY (snapshot, repository)) WITHOUT ROWID""",
        "CREATE INDEX IF NOT EXISTS copies_repository ON copies (repository, state, snapshot)",
        "CREATE INDEX IF NOT EXISTS copies_backup ON copies (backup, repository)",
        """
        CREATE TABLE IF NOT EXISTS restores (
          id TEXT PRIMARY KEY, requested_us INTEGER NOT NULL, plan TEXT, state TEXT NOT NULL, json TEXT NOT NULL)""",
        "CREATE INDEX IF NOT EXISTS restores_time ON restores (requested_us, id)",
        "CREATE INDEX IF NOT EXISTS restores_state ON restores (state, requested_us, id)",
        """
        CREATE TABLE IF NOT EXISTS restore_stores (
          restore TEXT NOT NULL, store TEXT NOT NULL, PRIMARY KEY (restore, store)) WITHOUT ROWID""",
        """
        CREATE TABLE IF NOT EXISTS missed_runs (
          event TEXT PRIMARY KEY, plan TEXT NOT NULL, last_us INTEGER NOT NULL, json TEXT NOT NULL)""",
        "CREATE INDEX IF NOT EXISTS missed_plan ON missed_runs (plan, last_us, event)",
        "CREATE INDEX IF NOT EXISTS missed_time ON missed_runs (last_us, event)",
        """
        CREATE TABLE IF NOT EXISTS unreadable (
          topic TEXT NOT NULL, "partition" INTEGER NOT NULL, "offset" INTEGER NOT NULL, time_us INTEGER NOT NULL,
          json TEXT NOT NULL, PRIMARY KEY (topic, "partition", "offset")) WITHOUT ROWID""",
    };

    /** Everything that a reset forgets. */
    static final String[] NAMES = {
        "settings",
        "notes",
        "offsets",
        "events",
        "decisions",
        "backups",
        "backup_stores",
        "snapshots",
        "copies",
        "restores",
        "restore_stores",
        "missed_runs",
        "unreadable"
    };

    private SqliteSchema() {}

    static Connection connect(Path file) {
        try {
            // Not by DriverManager: it does not find drivers of another class loader than the first one that asked.
            Connection connection = JDBC.createConnection("jdbc:sqlite:" + file, new Properties());
            try (Statement statement = connection.createStatement()) {
                statement.execute("PRAGMA journal_mode = WAL");
                statement.execute("PRAGMA synchronous = NORMAL");
                statement.execute("PRAGMA busy_timeout = 10000");
            }
            return connection;
        } catch (SQLException e) {
            throw new IllegalStateException(
                    "cannot open the catalog at " + file + ": " + e.getMessage() + "; is the directory writable?", e);
        }
    }

    static void create(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            for (String table : TABLES) {
                statement.execute(table);
            }
            statement.execute("PRAGMA user_version = " + VERSION);
            connection.commit();
        }
    }
}
