package io.snapledger.scheduler.outbound;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.snapledger.events.EventCodec;
import io.snapledger.events.MalformedEventException;
import io.snapledger.scheduler.Backup;
import io.snapledger.scheduler.SchedulerState;
import io.snapledger.scheduler.SchedulerStore;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/**
 * One SQLite file: write-ahead log, synced at each commit. Small, since it holds what is open, triggers of 90 days, and
 * effects under way; all of it but effects under way can be rebuilt from Kafka, and those come again then.
 */
public final class SqliteSchedulerStore implements SchedulerStore {

    private static final int VERSION = 1;
    private static final String CLUSTER = "cluster";
    private static final String REST = "state";

    private static final List<String> TABLES = List.of(
            "create table meta (name text primary key, value text not null) without rowid",
            "create table position (topic text, part integer, next integer not null, primary key (topic, part))"
                    + " without rowid",
            "create table backup (place integer primary key autoincrement, id text not null unique, json text not null)",
            "create table handled (trigger_id text primary key, backup text not null, at integer not null) without rowid",
            "create index handled_backup on handled (backup)",
            "create table outbox (sequence integer primary key autoincrement, event blob not null, code text, message text)",
            "create table schedule (plan text primary key, expression text not null, until integer not null) without rowid");

    private final Path file;
    private final SqliteFile database;
    private final EventCodec codec = new EventCodec();
    private final ObjectMapper json = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /** Opens the file, or makes it. */
    public SqliteSchedulerStore(Path file) {
        this.file = file;
        this.database = SqliteFile.open(file);
        database.read("open", () -> {
            setUp();
            return null;
        });
    }

    private void setUp() throws SQLException {
        int version =
                database.query("pragma user_version", row -> row.getInt(1)).get(0);
        if (version > VERSION) {
            throw new IllegalStateException(file + " has format " + version + ", this program knows " + VERSION
                    + "; HINT: use the newer program, or move the file away: it is rebuilt from Kafka");
        }
        if (version == 0) {
            database.inTransaction(() -> {
                for (String table : TABLES) {
                    database.execute(table);
                }
                database.execute("pragma user_version = " + VERSION);
            });
        }
    }

    @Override
    public synchronized Optional<SchedulerState> load() {
        return database.read("read the state", () -> {
            Optional<String> rest = meta(REST);
            if (rest.isEmpty()) {
                return Optional.empty();
            }
            SchedulerState state = json.readValue(rest.get(), SchedulerState.class);
            Map<String, Backup> open = new LinkedHashMap<>();
            for (String backup : database.query("select json from backup order by place", row -> row.getString(1))) {
                Backup one = json.readValue(backup, Backup.class);
                open.put(one.id(), one);
            }
            return Optional.of(
                    new SchedulerState(state.watch(), open, state.queued(), state.cancelledEarly(), state.lastDue()));
        });
    }

    @Override
    public synchronized Optional<String> clusterId() {
        return database.read("read the cluster's id", () -> meta(CLUSTER));
    }

    @Override
    public synchronized Map<TopicPartition, Long> offsets() {
        return database.read("read the offsets", () -> {
            Map<TopicPartition, Long> offsets = new HashMap<>();
            database.query(
                    "select topic, part, next from position",
                    row -> offsets.put(new TopicPartition(row.getString(1), row.getInt(2)), row.getLong(3)));
            return offsets;
        });
    }

    @Override
    public synchronized Optional<String> backupOf(String trigger) {
        return database.read(
                "look a trigger up",
                () ->
                        database
                                .query(
                                        "select backup from handled where trigger_id = ?",
                                        row -> row.getString(1),
                                        trigger)
                                .stream()
                                .findFirst());
    }

    @Override
    public synchronized boolean isKnownBackup(String backup) {
        return database.read("look a backup up", () -> !database.query(
                        "select 1 from handled where backup = ? limit 1", row -> 1, backup)
                .isEmpty());
    }

    @Override
    public synchronized void save(Change change) {
        database.read("save the state", () -> {
            database.inTransaction(() -> {
                saveState(change);
                if (!meta(CLUSTER).equals(Optional.of(change.clusterId()))) {
                    database.execute("delete from position"); // offsets of another log
                    database.execute("replace into meta values (?, ?)", CLUSTER, change.clusterId());
                }
                for (Map.Entry<TopicPartition, Long> next : change.offsets().entrySet()) {
                    database.execute(
                            "replace into position values (?, ?, ?)",
                            next.getKey().topic(),
                            next.getKey().partition(),
                            next.getValue());
                }
                for (Map.Entry<String, String> trigger : change.handled().entrySet()) {
                    database.execute(
                            "insert into handled values (?, ?, ?) on conflict do nothing",
                            trigger.getKey(),
                            trigger.getValue(),
                            change.at().toEpochMilli());
                }
                for (Outgoing effect : change.effects()) {
                    database.execute(
                            "insert into outbox (event, code, message) values (?, ?, ?)",
                            codec.structured(effect.event()),
                            effect.refusal().map(Refusal::code).orElse(null),
                            effect.refusal().map(Refusal::message).orElse(null));
                }
            });
            return null;
        });
    }

    private void saveState(Change change) throws SQLException, IOException {
        SchedulerState after = change.after();
        SchedulerState rest =
                new SchedulerState(after.watch(), Map.of(), after.queued(), after.cancelledEarly(), after.lastDue());
        database.execute("replace into meta values (?, ?)", REST, json.writeValueAsString(rest));
        Map<String, Backup> before = change.before().open();
        for (String ended : before.keySet()) {
            if (!after.open().containsKey(ended)) {
                database.execute("delete from backup where id = ?", ended);
            }
        }
        for (Backup backup : after.open().values()) {
            if (before.get(backup.id()) != backup) {
                database.execute(
                        "insert into backup (id, json) values (?, ?) on conflict (id) do update set json = excluded.json",
                        backup.id(),
                        json.writeValueAsString(backup));
            }
        }
    }

    @Override
    public synchronized List<Outgoing> outbox(int most) {
        return database.read(
                "read the outbox",
                () -> database.query(
                        "select sequence, event, code, message from outbox order by sequence limit " + most,
                        this::outgoing));
    }

    private Outgoing outgoing(ResultSet row) throws SQLException {
        try {
            Optional<Refusal> refusal = Optional.ofNullable(row.getString(3))
                    .map(code ->
                            new Refusal(code, Optional.ofNullable(text(row, 4)).orElse("")));
            return new Outgoing(row.getLong(1), codec.readStructured(row.getBytes(2)), refusal);
        } catch (MalformedEventException e) {
            throw new IllegalStateException(file + " holds an event that cannot be read: " + e.getMessage(), e);
        }
    }

    private static String text(ResultSet row, int column) {
        try {
            return row.getString(column);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public synchronized void executed(List<Outgoing> done) {
        database.read("clear the outbox", () -> {
            database.inTransaction(() -> {
                for (Outgoing effect : done) {
                    database.execute("delete from outbox where sequence = ?", effect.sequence());
                }
            });
            return null;
        });
    }

    @Override
    public synchronized void forgetTriggersBefore(Instant instant) {
        database.read("forget old triggers", () -> {
            database.execute("delete from handled where at < ?", instant.toEpochMilli());
            return null;
        });
    }

    @Override
    public synchronized Optional<Instant> dealtWith(String plan, String schedule) {
        return database.read("read a schedule", () -> database
                .query(
                        "select until from schedule where plan = ? and expression = ?",
                        row -> Instant.ofEpochMilli(row.getLong(1)),
                        plan,
                        schedule)
                .stream()
                .findFirst());
    }

    @Override
    public synchronized boolean hadSchedule(String plan) {
        return database.read(
                "read a schedule", () -> !database.query("select 1 from schedule where plan = ?", row -> 1, plan)
                        .isEmpty());
    }

    @Override
    public synchronized void setDealtWith(String plan, String schedule, Instant until) {
        database.read("save a schedule", () -> {
            database.execute("replace into schedule values (?, ?, ?)", plan, schedule, until.toEpochMilli());
            return null;
        });
    }

    @Override
    public synchronized void close() {
        database.close();
    }

    private Optional<String> meta(String name) throws SQLException, IOException {
        return database.query("select value from meta where name = ?", row -> row.getString(1), name).stream()
                .findFirst();
    }
}
