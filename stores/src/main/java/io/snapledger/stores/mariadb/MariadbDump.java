package io.snapledger.stores.mariadb;

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
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** One dump of a server: users and grants, then every database in a transaction of its own. */
final class MariadbDump {

    /** Which no database's stream is called. */
    static final String USERS = "server.users.sql";

    private final Server server;
    private final StreamSink sink;
    private final Cancellation work;

    private final List<StreamContent> streams = new ArrayList<>();
    private final SortedMap<String, String> facts = new TreeMap<>();
    private final SortedMap<String, String> details = new TreeMap<>();
    private final List<NotIncluded> notIncluded = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    MariadbDump(Server server, StreamSink sink, Cancellation work) {
        this.server = server;
        this.sink = sink;
        this.work = work;
    }

    DumpReport run() throws StoreException, IOException, InterruptedException {
        try (Connection connection = server.connect(work)) {
            ServerFacts server = ServerFacts.of(connection);
            Tool tool = Tool.find(this.server);
            details.putAll(server.details());
            List<String> databases = selected(new Catalog(connection).databases());
            if (this.server.options().users()) {
                dumpUsers(connection);
            } else {
                notIncluded.add(NotIncluded.chosen("users and grants", "option users is false"));
            }
            dumpDatabases(connection, databases, tool);
            tellWhatIsMissing();
            return report(tool.version(), server.version());
        } catch (SQLException e) {
            throw server.failure("read the catalog", e);
        }
    }

    private DumpReport report(String toolVersion, String serverVersion) {
        long objects = facts.entrySet().stream()
                .filter(fact -> fact.getKey().endsWith("/rows"))
                .mapToLong(fact -> Long.parseLong(fact.getValue()))
                .sum();
        return new DumpReport(
                new SnapshotContent(
                        MariadbEngine.KIND,
                        toolVersion,
                        serverVersion,
                        streams,
                        new Evidence(facts),
                        objects,
                        details,
                        notIncluded),
                warnings);
    }

    private List<String> selected(List<String> all) throws StoreException {
        for (String wanted : server.options().databases()) {
            if (!all.contains(wanted)) {
                throw new StoreException(
                        Reason.BAD_OPTIONS,
                        "database '" + wanted + "' of option 'databases' is not there",
                        "databases at " + server.options().address() + ": " + String.join(", ", all));
            }
        }
        List<String> selected = new ArrayList<>();
        for (String database : all) {
            if (server.options().selects(database)) {
                selected.add(database);
            } else {
                notIncluded.add(NotIncluded.chosen("database " + database, "the options leave it out"));
            }
        }
        return selected;
    }

    private void dumpUsers(Connection connection) throws IOException {
        List<Accounts.Account> accounts;
        try {
            Accounts all = new Accounts(connection);
            accounts = all.all();
            all.unused()
                    .forEach(user -> notIncluded.add(NotIncluded.inherent(
                            "user " + user, "the server does not know it, since it looks up no names of hosts")));
        } catch (SQLException e) {
            notIncluded.add(NotIncluded.missed("users and grants", "they cannot be read: " + e.getMessage()));
            return;
        }
        byte[] script = AccountScript.write(accounts).getBytes(StandardCharsets.UTF_8);
        OutputStream out = sink.open(USERS);
        out.write(script);
        out.close(); // not after a failure: an unclosed stream is one of a failed dump
        facts.putAll(Accounts.facts(accounts));
        streams.add(new StreamContent(
                USERS, script.length, "users, roles and their grants", "mariadb --force < " + USERS, Map.of()));
    }

    /** Every database for itself: one that fails is missed and named. If all fail, so does the dump. */
    private void dumpDatabases(Connection connection, List<String> databases, Tool tool)
            throws StoreException, IOException, InterruptedException {
        int failed = 0;
        Set<String> engines = new TreeSet<>();
        for (String database : databases) {
            DatabaseDump dump = new DatabaseDump(server, connection, tool, sink, work, database);
            try {
                dump.run();
                facts.putAll(dump.facts());
                engines.addAll(dump.engines());
                notIncluded.addAll(dump.notIncluded());
                warnings.addAll(dump.warnings());
            } catch (StoreException e) {
                boolean own = e.reason() == Reason.ACCESS_DENIED || e.reason() == Reason.TOOL_FAILED;
                if (!own || work.isCancelled() || ++failed == databases.size()) {
                    throw e;
                }
                notIncluded.add(NotIncluded.missed("database " + database, e.getMessage()));
            }
            dump.stream().ifPresent(streams::add);
        }
        details.put("engines", String.join(" ", engines));
    }

    private void tellWhatIsMissing() {
        notIncluded.add(NotIncluded.inherent(
                "the server's own databases (mysql, sys)",
                "they belong to its version; of them users, roles and grants are carried, where option users says so"));
        notIncluded.add(NotIncluded.inherent(
                "accounts named root, and the server's own", "every installation makes them for itself"));
        notIncluded.add(NotIncluded.inherent(
                "rows that system-versioned tables have replaced", "the dump holds what is valid now"));
        notIncluded.add(NotIncluded.inherent(
                "server configuration, plugins, binary logs, replication", "they belong to the machine"));
        notIncluded.add(NotIncluded.inherent(
                "engine-independent statistics", "the server makes them afresh with ANALYZE TABLE"));
    }
}
