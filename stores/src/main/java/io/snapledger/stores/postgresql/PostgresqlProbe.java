package io.snapledger.stores.postgresql;

import io.snapledger.stores.Cancellation;
import io.snapledger.stores.NotIncluded;
import io.snapledger.stores.Probe;
import io.snapledger.stores.StoreException;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Looks at a server as a dump would find it. */
final class PostgresqlProbe {

    private final Cancellation work;

    PostgresqlProbe(Cancellation work) {
        this.work = work;
    }

    Probe look(Server server) throws InterruptedException {
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
        Selection.of(server, work, cluster.allDatabases()).leftOut().stream()
                .filter(left -> left.cause() == NotIncluded.Cause.MISSED)
                .forEach(left -> warnings.add("not included: " + left.what() + ": " + left.reason()));
        if (!cluster.isSuperuser()) {
            lookAtRights(server, cluster, selected, warnings);
        }
        String tool = toolVersion(server, cluster, problems);
        long bytes = selected.stream().mapToLong(Database::bytes).sum();
        return new Probe(true, cluster.version(), tool, OptionalLong.of(bytes), problems, warnings);
    }

    /** The statements come last, each a warning of its own, so that they can be copied. */
    private void lookAtRights(Server server, Cluster cluster, List<Database> selected, List<String> warnings)
            throws SQLException {
        Rights rights = new Rights(server.options().username(), cluster.major());
        rights.atServer(cluster);
        for (Database database : selected) {
            if (database.access() != Database.Access.OPEN) {
                continue;
            }
            try (Connection connection = server.connect(work, database.name())) {
                Sql sql = new Sql(connection);
                rights.in(database.name(), sql);
                NotCarried.find(sql, database.name()).stream()
                        .filter(missing -> missing.cause() == NotIncluded.Cause.MISSED)
                        .forEach(missing -> warnings.add("not included: " + missing.what() + ": " + missing.reason()));
            } catch (StoreException e) {
                rights.noEntry(database.name());
            }
        }
        rights.lacking()
                .forEach(lack -> warnings.add("role '" + server.options().username() + "' lacks: " + lack));
        rights.statements().forEach(statement -> warnings.add("a superuser grants it by: " + statement));
    }

    private String toolVersion(Server server, Cluster cluster, List<String> problems) throws InterruptedException {
        try {
            return server.tools(cluster.major()).checkedVersion("pg_dump");
        } catch (StoreException e) {
            problems.add(e.getMessage() + "; " + e.hint());
        } catch (IOException e) {
            problems.add("the answer of pg_dump --version cannot be read: " + e.getMessage());
        }
        return "";
    }

    static Probe unreachable(StoreException e) {
        return new Probe(false, "", "", OptionalLong.empty(), List.of(e.getMessage() + "; " + e.hint()), List.of());
    }
}
