package io.snapledger.stores.postgresql;

import io.snapledger.stores.Probe;
import io.snapledger.stores.StoreException;
import io.snapledger.stores.command.CommandRunner;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Looks at a server as a dump would find it. */
final class PostgresqlProbe {

    /** The server, or why its options are wrong. */
    interface Subject {
        Server open() throws StoreException;
    }

    private final CommandRunner commands;

    PostgresqlProbe(CommandRunner commands) {
        this.commands = commands;
    }

    Probe look(Subject subject) throws InterruptedException {
        Server server;
        try {
            server = subject.open();
        } catch (StoreException e) {
            return unreachable(e);
        }
        try (Connection connection = server.connect()) {
            return look(server, Cluster.of(connection));
        } catch (StoreException e) {
            return unreachable(e);
        } catch (SQLException e) {
            return unreachable(server.failure("look at the server", e));
        }
    }

    private Probe look(Server server, Cluster cluster) throws SQLException, InterruptedException {
        List<String> problems = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        List<Database> selected = cluster.allDatabases().stream()
                .filter(database -> server.options().selects(database.name()))
                .toList();
        server.options().databases().stream()
                .filter(name ->
                        selected.stream().noneMatch(database -> database.name().equals(name)))
                .forEach(name -> problems.add("database '" + name + "' of option 'databases' is not there"));
        if (!cluster.isSuperuser()) {
            warnings.add("role '" + server.options().username()
                    + "' is no superuser: the dump fails at the first object it may not read");
        }
        String tool = toolVersion(server, cluster, problems);
        long bytes = selected.stream().mapToLong(Database::bytes).sum();
        return new Probe(true, cluster.version(), tool, OptionalLong.of(bytes), problems, warnings);
    }

    private String toolVersion(Server server, Cluster cluster, List<String> problems) throws InterruptedException {
        try {
            return new Tools(commands, server.options(), cluster.major()).checkedVersion("pg_dump");
        } catch (StoreException e) {
            problems.add(e.getMessage() + "; " + e.hint());
        } catch (IOException e) {
            problems.add("the answer of pg_dump --version cannot be read: " + e.getMessage());
        }
        return "";
    }

    private static Probe unreachable(StoreException e) {
        return new Probe(false, "", "", OptionalLong.empty(), List.of(e.getMessage() + "; " + e.hint()), List.of());
    }
}
