package io.snapledger.stores.postgresql;

import io.snapledger.stores.Cancellation;
import io.snapledger.stores.Evidence;
import io.snapledger.stores.StoreException;
import io.snapledger.stores.StreamSink;
import io.snapledger.stores.command.RunningCommand;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Dumps one database. A transaction exports its snapshot; {@code pg_dump} reads it while the same transaction counts, so
 * that the counts are those of the dump, to the row, however much is written meanwhile.
 */
final class DatabaseDump {

    private static final int BUFFER = 256 * 1024;

    /** What came out of one database. */
    record Outcome(long bytes, SortedMap<String, String> facts, Map<String, String> details) {}

    private final Server server;
    private final Tools tools;
    private final StreamSink sink;
    private final Cancellation work;

    DatabaseDump(Server server, Tools tools, StreamSink sink, Cancellation work) {
        this.server = server;
        this.tools = tools;
        this.sink = sink;
        this.work = work;
    }

    Outcome run(Database database) throws StoreException, IOException, InterruptedException {
        try (Connection connection = server.connect(work, database.name())) {
            connection.setAutoCommit(false);
            Sql sql = new Sql(connection);
            sql.run("set transaction isolation level repeatable read, read only");
            sql.run("set local max_parallel_workers_per_gather = 0"); // the server's workers are for its users
            String snapshot = sql.first("select pg_export_snapshot()").orElseThrow();
            SortedMap<String, String> details = details(sql, database);

            Counting counting =
                    Counting.start(connection, database, server.options().digests());
            work.hold(counting);
            ArchiveFraming framing = new ArchiveFraming();
            long bytes;
            try {
                bytes = stream(database, snapshot, framing);
            } catch (StoreException | IOException | InterruptedException | RuntimeException e) {
                counting.close();
                throw e;
            }
            SortedMap<String, String> facts = counting.facts();
            framing.sequences()
                    .forEach((sequence, value) ->
                            facts.put(Evidence.path("database", database.name()) + "/" + sequence, value));
            connection.rollback();
            return new Outcome(bytes, facts, details);
        } catch (SQLException e) {
            throw server.failure("count what is in database '" + database.name() + "'", e);
        }
    }

    private long stream(Database database, String snapshot, ArchiveFraming framing)
            throws StoreException, IOException, InterruptedException {
        String program = tools.path("pg_dump");
        String named = "dbname=" + Conninfo.quoted(database.name());
        long total = 0;
        try (RunningCommand dump = work.hold(tools.start(server.tool(
                program,
                "--format=custom",
                "--compress=0",
                "--create",
                "--snapshot=" + snapshot,
                "--lock-wait-timeout=5min",
                "--dbname",
                named)))) {
            OutputStream stream = sink.open(database.streamName());
            InputStream output = dump.output();
            byte[] buffer = new byte[BUFFER];
            for (int read = read(output, buffer); read >= 0; read = read(output, buffer)) {
                framing.accept(buffer, 0, read);
                stream.write(buffer, 0, read);
                total += read;
            }
            RunningCommand.Exit exit = dump.await();
            if (!exit.isSuccess()) {
                throw Tools.failed(program, exit);
            }
            framing.finish();
            stream.close();
        }
        return total;
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
