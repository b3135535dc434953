package io.snapledger.stores.postgresql;

import io.snapledger.stores.Evidence;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;

/** What at the target stands in the way of a restore, as far as a look can tell; each with the option that goes on without it. */
final class Obstacles {

    /** SQLSTATE of CREATE COLLATION for a locale that the machine lacks is one of these (pg_newlocale_from_collation in pg_locale.c). */
    private static final Set<String> NO_LOCALE = Set.of("22023", "58P01", "42704", "XX000");

    private final Connection connection;
    private final Sql sql;
    private final RestoreScope scope;
    private final List<String> blockers;
    private final List<String> warnings;

    Obstacles(Connection connection, RestoreScope scope, List<String> blockers, List<String> warnings) {
        this.connection = connection;
        this.sql = new Sql(connection);
        this.scope = scope;
        this.blockers = blockers;
        this.warnings = warnings;
    }

    void find(Cluster cluster) throws SQLException {
        extensions();
        tablespaces();
        locales(cluster);
        keptRoles(cluster);
        hazards();
        for (RestoreScope.Item item : scope.items()) {
            toReplace(item.name());
        }
    }

    private void extensions() throws SQLException {
        Map<String, String> available = new HashMap<>();
        for (Sql.Row row : sql.rows("select name::text, default_version from pg_available_extensions")) {
            available.put(row.text(0), row.text(1));
        }
        for (RestoreScope.Item item : scope.items()) {
            String database = item.database().name();
            SortedMap<String, String> expected = scope.expectedOf(item.database());
            for (String name : new Evidence(expected).namesBelow(Evidence.path("database", database, "extension"))) {
                String extension = Evidence.unescaped(name);
                String version = scope.content()
                        .details()
                        .getOrDefault(Evidence.path("database", database, "extension", extension), "");
                if (!available.containsKey(extension)) {
                    blockers.add("database '" + database + "' needs extension '" + extension
                            + "', which the target does not have; HINT: install its package there");
                } else if (!version.isEmpty() && !version.equals(available.get(extension))) {
                    warnings.add("extension '" + extension + "' of database '" + database + "' was version " + version
                            + ", the target makes version " + available.get(extension));
                }
            }
        }
    }

    private void tablespaces() throws SQLException {
        if (!scope.options().keepsTablespaces()) {
            return;
        }
        Set<String> there = new HashSet<>(sql.texts("select spcname from pg_tablespace"));
        for (RestoreScope.Item item : scope.items()) {
            for (String tablespace : tablespacesOf(item.database())) {
                if (!there.contains(tablespace)) {
                    blockers.add(noTablespace(item.database().name(), tablespace));
                }
            }
        }
    }

    static String noTablespace(String database, String tablespace) {
        return "database '" + database + "' needs tablespace '" + tablespace
                + "', which the target does not have; HINT: create it there, or restore with tablespaces=default";
    }

    private Set<String> tablespacesOf(Database database) {
        Set<String> names = new TreeSet<>();
        new Evidence(scope.content().details())
                .namesBelow(Evidence.path("database", database.name(), "tablespace"))
                .forEach(name -> names.add(Evidence.unescaped(name)));
        if (!database.property("tablespace").isEmpty()) {
            names.add(database.property("tablespace"));
        }
        return names;
    }

    /** What the dump found that a restore may not be able to make again. */
    private void hazards() {
        Evidence details = new Evidence(scope.content().details());
        for (RestoreScope.Item item : scope.items()) {
            String database = item.database().name();
            details.below(Evidence.path("database", database, "hazard"))
                    .values()
                    .forEach(hazard -> warnings.add("database '" + database + "': " + hazard
                            + "; HINT: if the restore fails there, skip=PATTERN goes on without it"));
        }
    }

    private void locales(Cluster cluster) throws SQLException {
        for (RestoreScope.Item item : scope.items()) {
            Database database = item.database();
            String provider = database.property("provider");
            if ((provider.equals("i") && cluster.major() < 15) || (provider.equals("b") && cluster.major() < 17)) {
                blockers.add(
                        noLocale(item, "provider '" + provider + "'", "this version of PostgreSQL does not know it"));
            }
            for (String locale : new TreeSet<>(List.of(database.property("collate"), database.property("ctype")))) {
                checkLocale(item, locale);
            }
        }
    }

    /** Asks the server for a collation of the locale, and takes it back. */
    private void checkLocale(RestoreScope.Item item, String locale) throws SQLException {
        connection.setAutoCommit(false);
        try {
            sql.run("set transaction read write");
            sql.run("create collation pg_temp.snapledger_locale (provider = libc, locale = " + Sql.literal(locale)
                    + ")");
        } catch (SQLException e) {
            if (NO_LOCALE.contains(e.getSQLState())) {
                blockers.add(noLocale(
                        item,
                        "locale '" + locale + "'",
                        e.getMessage().lines().findFirst().orElse("")));
            }
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    private static String noLocale(RestoreScope.Item item, String what, String why) {
        return "database '" + item.database().name() + "' needs " + what + ", which the target does not have (" + why
                + "); HINT: install it there, or restore with another one, e.g. locale=C.UTF-8";
    }

    /** Roles that stay as they are, although the snapshot's are not so. */
    private void keptRoles(Cluster cluster) throws SQLException {
        if (!scope.hasRoles() || scope.options().roles().equals("replace")) {
            return;
        }
        Set<String> names =
                new HashSet<>(scope.roles().stream().map(Evidence::path).toList());
        names.retainAll(cluster.roles().stream().map(Evidence::path).toList());
        SortedMap<String, String> there = cluster.roleFacts(names);
        for (String name : new TreeSet<>(names)) {
            Evidence target = new Evidence(new Evidence(there).below("role/" + name));
            Evidence snapshot = new Evidence(scope.content().evidence().below("role/" + name));
            List<String> different = Evidence.differences(snapshot, target).stream()
                    .map(difference -> Evidence.unescaped(difference.fact().substring(("role/" + name + "/").length())))
                    .toList();
            if (!different.isEmpty()) {
                warnings.add("role '" + Evidence.unescaped(name)
                        + "' is kept as it is at the target and differs from the snapshot's in "
                        + String.join(", ", different) + "; HINT: roles=replace takes the snapshot's");
            }
        }
    }

    /** What concerns a database of the target that is to be replaced. */
    private void toReplace(String name) throws SQLException {
        for (Sql.Row row : sql.rows("select gid from pg_prepared_xacts where database = ?", name)) {
            blockers.add("database '" + name + "' at the target holds the prepared transaction '" + row.text(0)
                    + "'; HINT: commit it or roll it back there");
        }
        if (!sql.rows("select 1 from pg_database where datname = ? and datconnlimit = -2", name)
                .isEmpty()) {
            blockers.add(
                    "database '" + name + "' at the target was left invalid by a DROP DATABASE that was interrupted"
                            + "; HINT: drop it there");
        }
        for (Sql.Row row : sql.rows("select slot_name from pg_replication_slots where database = ?", name)) {
            warnings.add("replication slot '" + row.text(0) + "' of database '" + name + "' goes with the database");
        }
        for (Sql.Row row : sql.rows(
                "select s.subname, s.subslotname from pg_subscription s join pg_database d on d.oid = s.subdbid"
                        + " where d.datname = ?",
                name)) {
            warnings.add("subscription '" + row.text(0) + "' of database '" + name + "' ends; its slot "
                    + (row.text(1) == null ? "" : "'" + row.text(1) + "' ")
                    + "at the publisher is not touched");
        }
    }
}
