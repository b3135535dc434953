package io.snapledger.testkit.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import io.snapledger.testkit.cluster.Cluster;
import io.snapledger.testkit.compare.Outcome;
import io.snapledger.testkit.compare.PostgresComparison;
import io.snapledger.testkit.compare.TreeComparison;
import io.snapledger.testkit.postgres.PostgresServer;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Restores a snapshot beside its store and compares the two with code that shares nothing with the engines. */
final class Restored {

    private static final Duration LIMIT = Duration.ofMinutes(10);

    private Restored() {}

    /** Differences, none if equal. */
    static List<String> tree(Cluster cluster, String backup, String store, Path expected, Path into)
            throws InterruptedException, IOException {
        List<String> problems = restore(
                cluster, backup, store, Map.of("options", Map.of("path", into.toString(), "git-reset", "never")));
        if (problems.isEmpty()) {
            Outcome outcome = TreeComparison.compare(expected, into);
            outcome.differences().forEach(difference -> problems.add("tree: " + difference));
        }
        return problems;
    }

    /** Differences, none if equal. What an earlier restore left in the target is dropped first. */
    static List<String> database(
            Cluster cluster,
            String backup,
            String store,
            PostgresServer expected,
            String targetStore,
            PostgresServer target)
            throws InterruptedException, SQLException, IOException {
        empty(target);
        List<String> problems = restore(cluster, backup, store, targetStore);
        if (problems.isEmpty()) {
            Outcome outcome = PostgresComparison.compare(expected.url("postgres"), target.url("postgres"));
            outcome.differences().forEach(difference -> problems.add("database: " + difference));
        }
        return problems;
    }

    /** As above, for a store that is one database of a server shared by many: neither roles nor other databases count. */
    static List<String> oneDatabase(
            Cluster cluster,
            String backup,
            String store,
            PostgresServer expected,
            String database,
            String targetStore,
            PostgresServer target)
            throws InterruptedException, SQLException, IOException {
        target.run("postgres", "drop database if exists " + quoted(database) + " with (force)");
        List<String> problems = restore(cluster, backup, store, Map.of("store", targetStore));
        if (problems.isEmpty()) {
            TreeMap<String, String> only = new TreeMap<>(Map.of(database, database));
            Outcome outcome = PostgresComparison.compare(expected.url("postgres"), target.url("postgres"), only, false);
            outcome.differences().forEach(difference -> problems.add("database: " + difference));
        }
        return problems;
    }

    /** Restores into another configured store; why it failed, nothing if it did not. */
    static List<String> restore(Cluster cluster, String backup, String store, String targetStore)
            throws InterruptedException {
        return restore(cluster, backup, store, Map.of("store", targetStore));
    }

    private static List<String> restore(Cluster cluster, String backup, String store, Map<String, ?> target)
            throws InterruptedException {
        JsonNode end = cluster.api().restore(backup, store, target, LIMIT);
        List<String> problems = new ArrayList<>();
        if (!end.path("state").asText().equals("completed")) {
            problems.add("restore of " + store + " ended " + end);
        }
        return problems;
    }

    /** Makes a server fresh again. */
    static void empty(PostgresServer server) throws SQLException {
        for (String database :
                names(server, "select datname from pg_database where not datistemplate and datname <> 'postgres'")) {
            server.run("postgres", "drop database " + quoted(database) + " with (force)");
        }
        List<String> roles =
                names(server, "select rolname from pg_roles where rolname !~ '^pg_' and rolname <> 'postgres'");
        for (String role : roles) {
            server.run("postgres", "drop owned by " + quoted(role) + " cascade");
        }
        for (String role : roles) {
            server.run("postgres", "drop role " + quoted(role));
        }
    }

    private static List<String> names(PostgresServer server, String query) throws SQLException {
        List<String> names = new ArrayList<>();
        try (var connection = server.connect("postgres");
                var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        return names;
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
