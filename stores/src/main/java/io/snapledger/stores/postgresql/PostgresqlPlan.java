package io.snapledger.stores.postgresql;

import io.snapledger.stores.Evidence;
import io.snapledger.stores.RestorePlan;
import io.snapledger.stores.RestorePlan.Action;
import io.snapledger.stores.RestorePlan.Change;
import io.snapledger.stores.StoreException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/** Finds out what a restore would do to a server. */
final class PostgresqlPlan {

    private final Server server;
    private final RestoreScope scope;

    private final List<Change> changes = new ArrayList<>();
    private final List<String> blockers = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    PostgresqlPlan(Server server, RestoreScope scope) {
        this.server = server;
        this.scope = scope;
    }

    RestorePlan make() throws InterruptedException {
        try (Connection connection = server.connect()) {
            Cluster cluster = Cluster.of(connection);
            checkScope();
            checkSchemas();
            checkVersions(cluster);
            if (!cluster.isSuperuser()) {
                blockers.addAll(RestoreRights.lacking(
                        new Sql(connection), server.options().username(), scope));
            }
            new Obstacles(connection, scope, blockers, warnings).find(cluster);
            Map<String, Boolean> pristineByName = pristineByName(cluster);
            planDatabases(pristineByName);
            planRoles(cluster);
            String inTheWay = inTheWay(pristineByName);
            return plan(inTheWay.isEmpty(), inTheWay.isEmpty() ? "no databases of users are in the way" : inTheWay);
        } catch (SQLException e) {
            blockers.add(server.failure("look at the target", e).told());
        } catch (StoreException e) {
            blockers.add(e.told());
        }
        return plan(false, "the target could not be looked at");
    }

    private RestorePlan plan(boolean fresh, String freshness) {
        return new RestorePlan(
                fresh, freshness, true, changes, OptionalLong.of(scope.bytesOnDisk()), blockers, warnings);
    }

    private void checkScope() {
        if (scope.items().isEmpty() && !scope.hasRoles()) {
            blockers.add("the snapshot holds nothing that the options select");
        }
        if (scope.content().stream("template1.dump").isPresent()
                && scope.items().stream().noneMatch(item -> item.database().isTemplate1())) {
            warnings.add(
                    "what template1 of the snapshot holds is not restored over the target's; restore it under another"
                            + " name (rename=template1=NAME) to have it");
        }
        Set<String> names = new HashSet<>();
        for (RestoreScope.Item item : scope.items()) {
            if (!names.add(item.name())) {
                blockers.add("two databases would be named '" + item.name() + "'");
            }
            if (item.name().getBytes(StandardCharsets.UTF_8).length > 63) {
                blockers.add("the name '" + item.name() + "' is longer than 63 bytes");
            }
            if (item.name().equals("template0") || item.name().equals("template1")) {
                blockers.add("'" + item.name() + "' is the server's own");
            }
        }
        for (String wanted : scope.options().databases()) {
            if (scope.items().stream().noneMatch(item -> item.database().name().equals(wanted))) {
                blockers.add("the snapshot holds no database '" + wanted + "'");
            }
        }
    }

    /** What needs an object of a schema that does not come along. */
    private void checkSchemas() {
        Evidence details = new Evidence(scope.content().details());
        for (RestoreScope.Item item : scope.items()) {
            String database = item.database().name();
            Set<String> schemas = scope.options().schemasOf(database);
            for (String schema : schemas) {
                if (!scope.content()
                        .evidence()
                        .facts()
                        .containsKey(Evidence.path("database", database, "grants", "schema", "", schema))) {
                    blockers.add("database '" + database + "' of the snapshot holds no schema '" + schema + "'");
                }
                String needs = Evidence.path("database", database, SchemaAlone.NEEDS, schema);
                details.namesBelow(needs).stream()
                        .map(Evidence::unescaped)
                        .filter(other -> !schemas.contains(other))
                        .forEach(other -> blockers.add("schema '" + schema + "' of database '" + database
                                + "' needs schema '" + other + "': "
                                + scope.content().details().get(needs + "/" + Evidence.path(other))
                                + "; HINT: restore both (" + database + "/" + other + ")"));
            }
            if (!schemas.isEmpty()) {
                warnings.add("database '" + item.name() + "' will hold of database '" + database
                        + "' nothing but schemas " + schemas + " and the extensions that they need");
            }
        }
    }

    private void checkVersions(Cluster cluster) throws InterruptedException {
        if (cluster.major() < scope.serverMajor()) {
            blockers.add("the snapshot is of PostgreSQL " + scope.serverMajor() + ", the target is PostgreSQL "
                    + cluster.major() + ": restoring into an older server is not supported; choose a server of version "
                    + scope.serverMajor() + " or newer");
        }
        try {
            String version =
                    server.tools(Math.max(cluster.major(), scope.serverMajor())).version("pg_restore");
            if (version.isEmpty()) {
                warnings.add("pg_restore does not tell its version");
            }
        } catch (StoreException e) {
            blockers.add(e.told());
        } catch (IOException e) {
            blockers.add("the answer of pg_restore --version cannot be read: " + e.getMessage());
        }
    }

    /**
     * The target's databases, and whether they hold nothing; what earlier tries left does not count. One that cannot be looked into may
     * hold something.
     */
    private Map<String, Boolean> pristineByName(Cluster cluster) throws SQLException {
        Map<String, Boolean> pristine = new TreeMap<>();
        for (Database database : cluster.databases()) {
            if (Beside.isMark(database.property("comment"))) {
                warnings.add("database '" + database.name() + "' was left by a restore that did not end");
            } else {
                pristine.put(database.name(), isPristine(database.name()));
            }
        }
        cluster.closedDatabases().forEach(name -> pristine.put(name, false));
        return pristine;
    }

    private boolean isPristine(String database) {
        try (Connection connection = server.connect(database)) {
            return ObjectCounts.isPristine(new Sql(connection));
        } catch (StoreException | SQLException e) {
            return false;
        }
    }

    private void planDatabases(Map<String, Boolean> pristineByName) {
        for (RestoreScope.Item item : scope.items()) {
            boolean there = pristineByName.containsKey(item.name());
            changes.add(new Change(there ? Action.REPLACE : Action.CREATE, "database " + item.name()));
        }
    }

    private void planRoles(Cluster cluster) throws SQLException {
        if (!scope.hasRoles()) {
            return;
        }
        Set<String> there = new HashSet<>(cluster.roles());
        for (String role : scope.roles()) {
            boolean connecting = role.equals(server.options().username());
            Action action = !there.contains(role)
                    ? Action.CREATE
                    : scope.options().roles().equals("replace") && !connecting ? Action.REPLACE : Action.KEEP;
            changes.add(new Change(action, "role " + role));
        }
    }

    /** What forbids to call the target fresh, of a part of a server where it would be written; empty: nothing. */
    private String inTheWay(Map<String, Boolean> pristineByName) {
        Set<String> names = new HashSet<>(
                scope.items().stream().map(RestoreScope.Item::name).toList());
        boolean isPart =
                scope.options().renames() || !scope.options().databases().isEmpty();
        List<String> holding = pristineByName.entrySet().stream()
                .filter(entry -> isPart
                        ? names.contains(entry.getKey()) && !entry.getValue()
                        : !entry.getValue() || !entry.getKey().equals("postgres"))
                .map(Map.Entry::getKey)
                .sorted(Comparator.naturalOrder())
                .toList();
        return holding.isEmpty() ? "" : "the target holds: database " + String.join(", database ", holding);
    }
}
