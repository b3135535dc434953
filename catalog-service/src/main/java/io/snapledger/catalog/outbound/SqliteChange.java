package io.snapledger.catalog.outbound;

import io.snapledger.catalog.About;
import io.snapledger.catalog.Backup;
import io.snapledger.catalog.BackupStore;
import io.snapledger.catalog.CatalogChange;
import io.snapledger.catalog.KnownDecision;
import io.snapledger.catalog.LedgerEntry;
import io.snapledger.catalog.LedgerJson;
import io.snapledger.catalog.MissedRuns;
import io.snapledger.catalog.Restore;
import io.snapledger.catalog.Snapshot;
import io.snapledger.catalog.SnapshotSummary;
import io.snapledger.catalog.Unreadable;
import io.snapledger.events.Nullable;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/** One transaction of the SQLite catalog. */
final class SqliteChange implements CatalogChange {

    private final Sql sql;

    SqliteChange(Sql sql) {
        this.sql = sql;
    }

    @Override
    public Optional<LedgerEntry> record(LedgerEntry entry, About about) {
        Optional<LedgerEntry> before =
                sql.one("SELECT " + EventRows.COLUMNS + " FROM events WHERE key = ?", EventRows::entry, entry.key());
        if (before.isEmpty()) {
            EventRows.insert(sql, entry, about);
            return Optional.of(entry);
        }
        LedgerEntry kept = before.get().join(entry);
        if (kept.equals(before.get())) {
            return Optional.empty();
        }
        EventRows.replace(sql, kept, about);
        return kept.event().equals(before.get().event()) ? Optional.empty() : Optional.of(kept);
    }

    @Override
    public boolean record(KnownDecision decision) {
        Optional<KnownDecision> before = decisionsOf(decision.snapshot()).stream()
                .filter(it -> it.repository().equals(decision.repository()))
                .findFirst();
        KnownDecision kept = before.map(decision::join).orElse(decision);
        if (before.filter(kept::equals).isPresent()) {
            return false;
        }
        sql.run(
                "INSERT OR REPLACE INTO decisions (snapshot, repository, decision) VALUES (?, ?, ?)",
                kept.snapshot(),
                kept.repository(),
                kept.json());
        return true;
    }

    @Override
    public List<LedgerEntry> entriesOfSnapshot(String snapshot) {
        return sql.list(
                "SELECT " + EventRows.COLUMNS + " FROM events WHERE snapshot = ? AND " + EventRows.notHints(),
                EventRows::entry,
                snapshot);
    }

    @Override
    public List<LedgerEntry> entriesOfBackup(String backup) {
        return sql.list(
                "SELECT " + EventRows.COLUMNS + " FROM events WHERE snapshot IS NULL AND backup = ?",
                EventRows::entry,
                backup);
    }

    @Override
    public List<LedgerEntry> entriesOfRestore(String restore) {
        return sql.list("SELECT " + EventRows.COLUMNS + " FROM events WHERE restore = ?", EventRows::entry, restore);
    }

    @Override
    public List<KnownDecision> decisionsOf(String snapshot) {
        return sql.list(
                "SELECT repository, decision FROM decisions WHERE snapshot = ? ORDER BY repository",
                row -> KnownDecision.parse(row.getString(1), row.getString(2)),
                snapshot);
    }

    @Override
    public Optional<SnapshotSummary> summary(String snapshot) {
        return sql.one(
                "SELECT summary FROM snapshots WHERE id = ?",
                row -> LedgerJson.read(row.getString(1), SnapshotSummary.class),
                snapshot);
    }

    @Override
    public List<SnapshotSummary> summariesOf(String backup) {
        return sql.list(
                "SELECT summary FROM snapshots WHERE backup = ? ORDER BY id",
                row -> LedgerJson.read(row.getString(1), SnapshotSummary.class),
                backup);
    }

    @Override
    public Optional<String> planOf(String backup) {
        return sql.one("SELECT plan FROM backups WHERE id = ?", row -> row.getString(1), backup);
    }

    @Override
    public Optional<String> triggeredBy(String identity) {
        return sql.one(
                "SELECT id FROM backups WHERE trigger_identity = ? ORDER BY id", row -> row.getString(1), identity);
    }

    @Override
    public void put(Snapshot snapshot) {
        sql.run(
                """
                INSERT OR REPLACE INTO snapshots (id, backup, plan, store, kind, state, summary, json)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)""",
                snapshot.id(),
                snapshot.backup(),
                snapshot.plan(),
                snapshot.store(),
                snapshot.kind(),
                snapshot.state().word(),
                LedgerJson.write(snapshot.summary()),
                LedgerJson.write(snapshot));
        snapshot.copies()
                .forEach((repository, copy) -> sql.run(
                        "INSERT OR REPLACE INTO copies (snapshot, repository, backup, state) VALUES (?, ?, ?, ?)",
                        snapshot.id(),
                        repository,
                        snapshot.backup(),
                        copy.state().word()));
    }

    @Override
    public void put(Backup backup) {
        boolean planIsNew = backup.plan() != null && planOf(backup.id()).isEmpty();
        sql.run(
                "INSERT OR REPLACE INTO backups (id, plan, state, trigger_identity, json) VALUES (?, ?, ?, ?, ?)",
                backup.id(),
                backup.plan(),
                backup.state().word(),
                backup.trigger(),
                LedgerJson.write(backup));
        if (planIsNew) {
            sql.run("UPDATE events SET plan = ? WHERE backup = ? AND plan IS NULL", backup.plan(), backup.id());
        }
        sql.run("DELETE FROM backup_stores WHERE backup = ?", backup.id());
        for (BackupStore store : backup.stores()) {
            sql.run(
                    "INSERT INTO backup_stores (backup, store, kind) VALUES (?, ?, ?)",
                    backup.id(),
                    store.store(),
                    store.kind());
        }
    }

    @Override
    public boolean adopt(String identity, String backup) {
        return sql.run("UPDATE events SET backup = ? WHERE key = ? AND backup IS NULL", backup, identity) > 0;
    }

    @Override
    public void put(Restore restore) {
        Instant requested = restore.requestedAt() == null ? Instant.EPOCH : restore.requestedAt();
        sql.run(
                "INSERT OR REPLACE INTO restores (id, requested_us, plan, state, json) VALUES (?, ?, ?, ?, ?)",
                restore.id(),
                EventRows.micros(requested),
                restore.request() == null ? null : restore.request().plan(),
                restore.state().word(),
                LedgerJson.write(restore));
        sql.run("DELETE FROM restore_stores WHERE restore = ?", restore.id());
        for (String store : restore.stores()) {
            sql.run("INSERT INTO restore_stores (restore, store) VALUES (?, ?)", restore.id(), store);
        }
    }

    @Override
    public void put(MissedRuns missed) {
        sql.run(
                "INSERT OR REPLACE INTO missed_runs (event, plan, last_us, json) VALUES (?, ?, ?, ?)",
                missed.event(),
                missed.plan(),
                EventRows.micros(missed.lastDueAt()),
                LedgerJson.write(missed));
    }

    @Override
    public void put(Unreadable it) {
        Instant time = it.time() == null ? Instant.EPOCH : it.time();
        sql.run(
                """
                INSERT OR REPLACE INTO unreadable (topic, "partition", "offset", time_us, json) VALUES (?, ?, ?, ?, ?)""",
                it.at().topic(),
                it.at().partition(),
                it.at().offset(),
                EventRows.micros(time),
                LedgerJson.write(it));
    }

    @Override
    public void note(String historyNote) {
        sql.run("INSERT OR IGNORE INTO notes (note) VALUES (?)", historyNote);
    }

    @Override
    public void offsets(Map<TopicPartition, Long> next) {
        next.forEach((partition, offset) -> sql.run(
                "INSERT OR REPLACE INTO offsets (topic, \"partition\", next) VALUES (?, ?, ?)",
                partition.topic(),
                partition.partition(),
                offset));
    }

    @Override
    public void setting(String key, @Nullable String value) {
        if (value == null) {
            sql.run("DELETE FROM settings WHERE key = ?", key);
        } else {
            sql.run("INSERT OR REPLACE INTO settings (key, value) VALUES (?, ?)", key, value);
        }
    }

    @Override
    public void reset(String clusterId) {
        for (String table : SqliteSchema.NAMES) {
            sql.run("DELETE FROM " + table);
        }
        setting(SqliteCatalogStore.CLUSTER, clusterId);
    }
}
