package io.snapledger.stores.postgresql;

import io.snapledger.stores.Cancellation;
import io.snapledger.stores.DumpReport;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** One dump of a server: the roles, then every database in its own snapshot. */
final class PostgresqlDump {

    private final Server server;
    private final StreamSink sink;
    private final Cancellation work;

    private final List<StreamContent> streams = new ArrayList<>();
    private final SortedMap<String, String> facts = new TreeMap<>();
    private final SortedMap<String, String> details = new TreeMap<>();
    private final List<NotIncluded> notIncluded = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private long rows;

    PostgresqlDump(Server server, StreamSink sink, Cancellation work) {
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
            tools = server.tools(cluster.major());
            toolVersion = tools.checkedVersion("pg_dump");
            details.putAll(cluster.details());
            databases = selected(cluster.allDatabases());
            if (server.options().globals()) {
                dumpRoles(cluster, tools);
            } else {
                notIncluded.add(NotIncluded.chosen("roles", "option globals is false"));
            }
        } catch (SQLException e) {
            throw server.failure("read the catalog", e);
        }
        dumpDatabases(databases, tools);
        tellWhatIsMissing();
        return report(toolVersion, serverVersion);
    }

    private DumpReport report(String toolVersion, String serverVersion) {
        return new DumpReport(
                new SnapshotContent(
                        PostgresqlEngine.KIND,
                        toolVersion,
                        serverVersion,
                        streams,
                        new Evidence(facts),
                        rows,
                        details,
                        notIncluded),
                warnings);
    }

    private List<Database> selected(List<Database> all) throws StoreException {
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
        Selection selection = Selection.of(server, work, all);
        notIncluded.addAll(selection.leftOut());
        return selection.databases();
    }

    /** Every database for itself: one that fails is missed and named, after a second try. If all fail, so does the dump. */
    private void dumpDatabases(List<Database> databases, Tools tools)
            throws StoreException, IOException, InterruptedException {
        Map<Database, StoreException> failed = new LinkedHashMap<>();
        for (Database database : databases) {
            try {
                dumpDatabase(database, database.streamName(), tools);
            } catch (StoreException e) {
                failed.put(database, onlyItsOwn(e));
            }
        }
        for (Map.Entry<Database, StoreException> entry : failed.entrySet()) {
            Database database = entry.getKey();
            if (entry.getValue().isTransient() && databases.size() > failed.size()) {
                try {
                    dumpDatabase(database, "again-" + database.streamName(), tools);
                    continue;
                } catch (StoreException e) {
                    onlyItsOwn(e);
                }
            }
            if (failed.size() == databases.size()) {
                throw inDatabase(database, entry.getValue());
            }
            notIncluded.add(NotIncluded.missed(
                    "database " + database.name(), entry.getValue().told()));
        }
    }

    /** The failure, if it is one of the database alone, and no tool, no server and no time that ran out. */
    private StoreException onlyItsOwn(StoreException failure) throws StoreException {
        boolean own =
                switch (failure.reason()) {
                    case ACCESS_DENIED, TOOL_FAILED -> true;
                    case UNREACHABLE -> server.answers();
                    default -> false;
                };
        if (!own || work.isCancelled()) {
            throw failure;
        }
        return failure;
    }

    private static StoreException inDatabase(Database database, StoreException failure) {
        return failure.getMessage().contains("database '" + database.name() + "'")
                ? failure
                : new StoreException(
                        failure.reason(),
                        "database '" + database.name() + "': " + failure.getMessage(),
                        failure.hint(),
                        failure);
    }

    private void dumpRoles(Cluster cluster, Tools tools)
            throws StoreException, SQLException, IOException, InterruptedException {
        boolean passwords = cluster.canReadPasswords();
        if (!passwords) {
            notIncluded.add(NotIncluded.missed(
                    "passwords of roles", "role '" + server.options().username() + "' may not read pg_authid"));
        }
        SortedMap<String, String> before = roleFacts(cluster);
        long bytes = new RolesDump(server, tools, sink, work).run(passwords, cluster.settingsOfAllRoles());
        SortedMap<String, String> after = roleFacts(cluster);
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

    private static SortedMap<String, String> roleFacts(Cluster cluster) throws SQLException {
        SortedMap<String, String> facts = cluster.roleFacts(new HashSet<>(cluster.roles()));
        facts.putAll(cluster.sharedFacts());
        return facts;
    }

    private void dumpDatabase(Database database, String stream, Tools tools)
            throws StoreException, IOException, InterruptedException {
        DatabaseDump dump = new DatabaseDump(server, tools, sink, work, stream);
        DatabaseDump.Outcome outcome;
        try {
            outcome = dump.run(database);
        } catch (StoreException e) {
            if (dump.written() > 0) {
                streams.add(new StreamContent(
                        stream,
                        dump.written(),
                        "the beginning of a dump of database " + database.name() + ", which failed",
                        "none: it is of no use",
                        Map.of()));
            }
            throw e;
        }
        rows += rows(outcome.facts());
        SortedMap<String, String> about = new TreeMap<>(outcome.facts());
        about.putAll(PostgresqlEvidence.propertyFacts(database, database.name()));
        SortedMap<String, String> told = SummedUp.within(Evidence.MOST_FACTS - facts.size(), about, database.name());
        facts.putAll(told);
        details.put(Evidence.path("database", database.name(), "bytes-on-disk"), Long.toString(database.bytes()));
        outcome.details().forEach((detail, value) -> {
            boolean each = told.size() == about.size();
            if (each || !detail.startsWith(Evidence.path("database", database.name(), "table") + "/")) {
                details.put(detail, value);
            }
        });
        notIncluded.addAll(outcome.notIncluded());
        warnings.addAll(outcome.warnings());
        streams.add(new StreamContent(
                stream,
                outcome.bytes(),
                "database " + database.name(),
                "pg_restore --create --exit-on-error --dbname postgres " + stream,
                database.toAttributes()));
    }

    private static long rows(SortedMap<String, String> facts) {
        return facts.entrySet().stream()
                .filter(fact -> fact.getKey().endsWith("/rows")
                        && !fact.getValue().contains("a")) // neither made anew nor not populated
                .mapToLong(fact -> Long.parseLong(fact.getValue()))
                .sum();
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
