package io.snapledger.stores.postgresql;

import io.snapledger.stores.Cancellation;
import io.snapledger.stores.DumpReport;
import io.snapledger.stores.EngineContext;
import io.snapledger.stores.Evidence;
import io.snapledger.stores.NotIncluded;
import io.snapledger.stores.SnapshotContent;
import io.snapledger.stores.StoreException;
import io.snapledger.stores.StoreException.Reason;
import io.snapledger.stores.StreamContent;
import io.snapledger.stores.StreamSink;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** One dump of a server: the roles, then every database in its own snapshot. */
final class PostgresqlDump {

    private final EngineContext context;
    private final Server server;
    private final StreamSink sink;
    private final Cancellation work;

    private final List<StreamContent> streams = new ArrayList<>();
    private final SortedMap<String, String> facts = new TreeMap<>();
    private final SortedMap<String, String> details = new TreeMap<>();
    private final List<NotIncluded> notIncluded = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    PostgresqlDump(EngineContext context, Server server, StreamSink sink, Cancellation work) {
        this.context = context;
        this.server = server;
        this.sink = sink;
        this.work = work;
    }

    DumpReport run() throws StoreException, IOException, InterruptedException {
        String serverVersion;
        String toolVersion;
        List<Database> databases;
        Tools tools;
        try (Connection connection = server.connect(work)) {
            Cluster cluster = Cluster.of(connection);
            serverVersion = cluster.version();
            tools = new Tools(context.commands(), server.options(), cluster.major());
            toolVersion = tools.checkedVersion("pg_dump");
            details.putAll(cluster.details());
            databases = selected(cluster.databases());
            if (server.options().globals()) {
                dumpRoles(cluster, tools);
            } else {
                notIncluded.add(NotIncluded.chosen("roles", "option globals is false"));
            }
        } catch (SQLException e) {
            throw server.failure("read the catalog", e);
        }
        for (Database database : databases) {
            dumpDatabase(database, tools);
        }
        tellWhatIsMissing();
        Evidence evidence = new Evidence(facts);
        long objects = facts.entrySet().stream()
                .filter(fact -> fact.getKey().endsWith("/rows"))
                .mapToLong(fact -> Long.parseLong(fact.getValue()))
                .sum();
        return new DumpReport(
                new SnapshotContent(
                        PostgresqlEngine.KIND,
                        toolVersion,
                        serverVersion,
                        streams,
                        evidence,
                        objects,
                        details,
                        notIncluded),
                warnings);
    }

    /** What the options select, without a maintenance database that holds nothing. */
    private List<Database> selected(List<Database> all) throws StoreException, SQLException {
        List<Database> selected = new ArrayList<>();
        for (Database database : all) {
            if (!server.options().selects(database.name())) {
                notIncluded.add(NotIncluded.chosen("database " + database.name(), "the options leave it out"));
            } else if (database.name().equals("postgres") && isPristine(database)) {
                notIncluded.add(
                        NotIncluded.inherent("database postgres", "it holds nothing beyond what the installer made"));
            } else {
                selected.add(database);
            }
        }
        for (String wanted : server.options().databases()) {
            if (all.stream().noneMatch(database -> database.name().equals(wanted))) {
                throw new StoreException(
                        Reason.BAD_OPTIONS,
                        "database '" + wanted + "' of option 'databases' is not there",
                        "databases at " + server.options().address() + ": "
                                + String.join(
                                        ", ", all.stream().map(Database::name).toList()));
            }
        }
        return selected;
    }

    private boolean isPristine(Database database) throws StoreException, SQLException {
        if (!database.all("grant").isEmpty() || !database.all("setting").isEmpty()) {
            return false;
        }
        try (Connection connection = server.connect(database.name())) {
            return Inventory.isPristine(connection);
        }
    }

    private void dumpRoles(Cluster cluster, Tools tools)
            throws StoreException, SQLException, IOException, InterruptedException {
        boolean passwords = cluster.canReadPasswords();
        if (!passwords) {
            notIncluded.add(NotIncluded.missed(
                    "passwords of roles", "role '" + server.options().username() + "' may not read pg_authid"));
        }
        SortedMap<String, String> before = cluster.roleFacts(new HashSet<>(cluster.roles()));
        long bytes = new RolesDump(server, tools, sink, work).run(passwords);
        SortedMap<String, String> after = cluster.roleFacts(new HashSet<>(cluster.roles()));
        if (!before.equals(after)) {
            throw new StoreException(
                    Reason.UNSTABLE, "roles were changed while they were dumped", "the next try will succeed");
        }
        facts.putAll(after);
        streams.add(new StreamContent(
                RolesDump.STREAM,
                bytes,
                "roles, their memberships, settings and passwords; tablespaces",
                "psql --dbname postgres --file " + RolesDump.STREAM,
                Map.of()));
    }

    private void dumpDatabase(Database database, Tools tools) throws StoreException, IOException, InterruptedException {
        DatabaseDump.Outcome outcome = new DatabaseDump(server, tools, sink, work).run(database);
        facts.putAll(outcome.facts());
        facts.putAll(PostgresqlEvidence.propertyFacts(database, database.name()));
        details.put(Evidence.path("database", database.name(), "bytes-on-disk"), Long.toString(database.bytes()));
        details.putAll(outcome.details());
        streams.add(new StreamContent(
                database.streamName(),
                outcome.bytes(),
                "database " + database.name(),
                "pg_restore --create --exit-on-error --dbname postgres " + database.streamName(),
                database.toAttributes()));
    }

    private void tellWhatIsMissing() {
        notIncluded.add(
                NotIncluded.inherent("planner statistics", "pg_dump does not carry them; a restore runs ANALYZE"));
        notIncluded.add(NotIncluded.inherent(
                "rows of materialized views",
                "a restore makes them anew, from their queries over the restored tables"));
        notIncluded.add(NotIncluded.inherent(
                "server configuration (postgresql.conf, ALTER SYSTEM, pg_hba.conf)", "it belongs to the machine"));
        notIncluded.add(NotIncluded.inherent(
                "code of extensions", "only CREATE EXTENSION is kept; the target needs the same packages"));
        notIncluded.add(NotIncluded.inherent(
                "replication slots and subscriptions' state", "they belong to the running server"));
    }
}
