package io.snapledger.stores.postgresql;

import io.snapledger.stores.Cancellation;
import io.snapledger.stores.Evidence;
import io.snapledger.stores.NotIncluded;
import io.snapledger.stores.StoreException;
import io.snapledger.stores.StreamSink;
import io.snapledger.stores.command.RunningCommand;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Dumps one database. A transaction exports its snapshot; while {@code pg_dump} works on the same snapshot, the transaction reads the
 * definitions from the catalog, and ends when the first bytes come. What the tables hold is counted in those bytes: no lock is taken
 * that pg_dump does not take, and the evidence is what the archive holds.
 */
final class DatabaseDump {

    private static final int BUFFER = 256 * 1024;
    private static final int TRIES = 3;

    /** What pg_dump says when an object went away between its look at the catalog and its lock: the next try does not see it. */
    private static final Pattern GONE = Pattern.compile(
            "does not exist|could not open relation|cache lookup failed|was concurrently|deadlock detected");

    /** What came out of one database. */
    record Outcome(
            long bytes,
            SortedMap<String, String> facts,
            SortedMap<String, String> details,
            List<NotIncluded> notIncluded,
            List<String> warnings) {}

    private final Server server;
    private final Tools tools;
    private final StreamSink sink;
    private final Cancellation work;
    private final String stream;
    private long written;

    /** @param stream to be written */
    DatabaseDump(Server server, Tools tools, StreamSink sink, Cancellation work, String stream) {
        this.server = server;
        this.tools = tools;
        this.sink = sink;
        this.work = work;
        this.stream = stream;
    }

    /** Bytes that the stream has; 0: it was not opened. After a failure they are of no use. */
    long written() {
        return written;
    }

    Outcome run(Database database) throws StoreException, IOException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                return attempt(database);
            } catch (StoreException e) {
                if (attempt == TRIES
                        || written > 0
                        || !GONE.matcher(e.getMessage()).find()) {
                    throw e;
                }
            }
        }
    }

    private Outcome attempt(Database database) throws StoreException, IOException, InterruptedException {
        try (Connection connection = server.connect(work, database.name())) {
            connection.setAutoCommit(false);
            Sql sql = new Sql(connection);
            sql.run("set transaction isolation level repeatable read, read only");
            String snapshot = sql.first("select pg_export_snapshot()").orElseThrow();
            long hiddenObjects = NotCarried.hiddenLargeObjects(sql);
            try (RunningCommand dump = work.hold(tools.start(
                    server.tool(tools.path("pg_dump"), arguments(database, snapshot, hiddenObjects > 0))))) {
                Inventory inventory = Inventory.ofDefinitions(sql, database.name());
                SortedMap<String, String> details = details(sql, database);
                List<NotIncluded> notIncluded = new ArrayList<>(NotCarried.find(sql, database.name()));
                SortedMap<String, String> hazards = RestoreHazards.find(sql);
                details.putAll(RestoreHazards.details(database.name(), hazards));
                details.putAll(SchemaAlone.needs(sql, database.name()));
                ArchiveContents archive = new ArchiveContents(server.options().digests());
                copy(dump, archive, connection);
                if (hiddenObjects > 0) {
                    inventory.leaveOutLargeObjects();
                    notIncluded.add(new NotIncluded(
                            "large objects of database " + database.name(),
                            "the role may not read " + hiddenObjects + " of them",
                            NotIncluded.Cause.MISSED,
                            hiddenObjects));
                }
                List<String> lacking = new ArrayList<>();
                SortedMap<String, String> facts =
                        inventory.with(archive, server.options().digests(), lacking);
                lacking.forEach(what -> notIncluded.add(NotIncluded.missed(
                        what + " of database " + database.name(), "pg_dump left out what it holds")));
                details.putAll(inventory.bytes(archive));
                List<String> warnings = hazards.values().stream()
                        .map(hazard -> "database " + database.name() + ": " + hazard)
                        .toList();
                return new Outcome(written, facts, details, notIncluded, warnings);
            }
        } catch (SQLException e) {
            throw server.failure("read the catalog of database '" + database.name() + "'", e);
        }
    }

    private static String[] arguments(Database database, String snapshot, boolean withoutLargeObjects) {
        List<String> arguments = new ArrayList<>(List.of(
                "--format=custom",
                "--compress=0",
                "--create",
                "--encoding=" + database.property("encoding"),
                "--snapshot=" + snapshot,
                "--lock-wait-timeout=" + Server.LOCK_WAIT.toMillis()));
        if (withoutLargeObjects) {
            arguments.add("--no-blobs");
        }
        arguments.addAll(List.of("--dbname", "dbname=" + Conninfo.quoted(database.name())));
        return arguments.toArray(String[]::new);
    }

    private void copy(RunningCommand dump, ArchiveContents archive, Connection snapshot)
            throws StoreException, IOException, InterruptedException, SQLException {
        ArchiveFraming framing = new ArchiveFraming(archive);
        InputStream output = dump.output();
        byte[] buffer = new byte[BUFFER];
        int read = read(output, buffer);
        snapshot.close(); // pg_dump has taken it over, or has ended
        if (read < 0) {
            requireSuccess(dump);
            framing.finish();
        }
        try (OutputStream bytes = sink.open(stream)) {
            for (; read >= 0; read = read(output, buffer)) {
                bytes.write(buffer, 0, read);
                written += read;
                framing.accept(buffer, 0, read);
            }
            requireSuccess(dump);
            framing.finish();
        }
    }

    private static void requireSuccess(RunningCommand dump) throws StoreException, InterruptedException {
        RunningCommand.Exit exit = dump.await();
        if (!exit.isSuccess()) {
            throw Tools.failed("pg_dump", exit);
        }
    }

    /** A pipe whose process was killed may fail or end: both are told by the exit code. */
    private static int read(InputStream output, byte[] buffer) {
        try {
            return output.read(buffer);
        } catch (IOException e) {
            return -1;
        }
    }

    private static SortedMap<String, String> details(Sql sql, Database database) throws SQLException {
        SortedMap<String, String> details = new TreeMap<>();
        for (Sql.Row row : sql.rows("select extname, extversion from pg_extension")) {
            details.put(Evidence.path("database", database.name(), "extension", row.text(0)), row.text(1));
        }
        details.put(
                Evidence.path("database", database.name(), "snapshot-xmin"),
                sql.first("select txid_snapshot_xmin(txid_current_snapshot())").orElse(""));
        return details;
    }
}
