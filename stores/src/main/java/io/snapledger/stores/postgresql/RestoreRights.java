package io.snapledger.stores.postgresql;

import io.snapledger.stores.Evidence;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a restoring role that is no superuser lacks for a certain snapshot, each with the statement that gives it or the option that goes on without. A plain
 * role can restore databases whose owners it is a member of, without the roles, and nothing that PostgreSQL reserves to superusers.
 */
final class RestoreRights {

    /** Classes as {@link ObjectCounts} counts them, of which only a superuser makes one, to the kinds of entries that make them. */
    private static final Map<String, String> OF_SUPERUSERS = Map.of(
            "event-triggers", "EVENT TRIGGER",
            "subscriptions", "SUBSCRIPTION",
            "foreign-data-wrappers", "FOREIGN DATA WRAPPER",
            "access-methods", "ACCESS METHOD",
            "operator-classes", "OPERATOR CLASS",
            "operator-families", "OPERATOR FAMILY",
            "text-search-parsers", "TEXT SEARCH PARSER",
            "text-search-templates", "TEXT SEARCH TEMPLATE");

    private final Sql sql;
    private final String role;
    private final RestoreScope scope;
    private final List<String> lacking = new ArrayList<>();

    private RestoreRights(Sql sql, String role, RestoreScope scope) {
        this.sql = sql;
        this.role = role;
        this.scope = scope;
    }

    /** What stands in the way of a restore by the connection's role, which is no superuser. */
    static List<String> lacking(Sql sql, String role, RestoreScope scope) throws SQLException {
        RestoreRights rights = new RestoreRights(sql, role, scope);
        rights.ofTheServer();
        rights.ofOwners();
        for (RestoreScope.Item item : scope.items()) {
            rights.ofExtensions(item);
            rights.ofClasses(item);
            rights.ofReplaced(item.name());
        }
        return rights.lacking;
    }

    private void ofTheServer() throws SQLException {
        if (!scope.items().isEmpty() && !holds("select rolcreatedb from pg_roles where rolname = current_user")) {
            lack("may not create databases", "alter role " + Sql.name(role) + " createdb;");
        }
        if (scope.hasRoles()) {
            lack(
                    "may not restore roles, since only a superuser may give them all their attributes",
                    "let a superuser make them, and restore with roles=skip");
        }
    }

    private void ofOwners() throws SQLException {
        Set<String> owners = new TreeSet<>();
        for (RestoreScope.Item item : scope.items()) {
            owners.add(item.database().property("owner"));
            scope.expectedOf(item.database()).forEach((fact, value) -> {
                if (fact.startsWith(Evidence.path("database", item.database().name(), "grants") + "/")
                        && value.startsWith("owner ")) {
                    owners.add(value.substring("owner ".length()).split(", ", 2)[0]);
                }
            });
        }
        owners.remove("pg_database_owner");
        List<String> missing = new ArrayList<>();
        List<String> strangers = new ArrayList<>();
        for (String owner : owners) {
            List<Sql.Row> found = sql.rows(
                    "select pg_has_role(current_user, oid, 'member'), rolsuper from pg_roles where rolname = ?", owner);
            if (found.isEmpty()) {
                missing.add(owner);
            } else if (!found.get(0).flag(0)) {
                strangers.add(owner);
            }
        }
        if (!missing.isEmpty()) {
            lacking.add("the target lacks the owners " + missing + "; HINT: let a superuser make them");
        }
        if (!strangers.isEmpty()) {
            lack(
                    "is no member of the owners " + strangers,
                    "grant " + strangers.stream().map(Sql::name).collect(Collectors.joining(", ")) + " to "
                            + Sql.name(role) + ";");
        }
    }

    private void ofExtensions(RestoreScope.Item item) throws SQLException {
        String database = item.database().name();
        for (String name : new Evidence(scope.expectedOf(item.database()))
                .namesBelow(Evidence.path("database", database, "extension"))) {
            String extension = Evidence.unescaped(name);
            if (!extension.equals("plpgsql")
                    && holds(
                            "select v.superuser and not v.trusted from pg_available_extension_versions v"
                                    + " join pg_available_extensions e on e.name = v.name and e.default_version = v.version where v.name = ?",
                            extension)) {
                lack(
                        "may not make extension '" + extension + "' of database '" + database
                                + "', which is not trusted",
                        "restore as a superuser, or without it and what needs it: skip=EXTENSION " + extension);
            }
        }
    }

    private void ofClasses(RestoreScope.Item item) {
        String database = item.database().name();
        Map<String, String> facts = scope.expectedOf(item.database());
        OF_SUPERUSERS.forEach((counted, kind) -> {
            String count = facts.getOrDefault(Evidence.path("database", database, "count", counted), "0");
            if (!count.equals("0") && scope.options().skip().stream().noneMatch(skip -> skip.startsWith(kind))) {
                lack(
                        "may make no " + kind + ", of which database '" + database + "' holds " + count,
                        "restore as a superuser, or without: skip=" + kind + "*");
            }
        });
        boolean callsLibraries = !new Evidence(scope.content().details())
                .below(Evidence.path("database", database, "hazard", "library"))
                .isEmpty();
        if (callsLibraries) {
            lack(
                    "may make no functions of libraries, which database '" + database + "' holds",
                    "restore as a superuser, or without them: skip=FUNCTION …");
        }
    }

    private void ofReplaced(String database) throws SQLException {
        for (Sql.Row row : sql.rows(
                "select pg_get_userbyid(datdba), pg_has_role(current_user, datdba, 'member') from pg_database"
                        + " where datname = ?",
                database)) {
            if (!row.flag(1)) {
                lack(
                        "may not replace database '" + database + "', which belongs to '" + row.text(0) + "'",
                        "grant " + Sql.name(row.text(0)) + " to " + Sql.name(role)
                                + ", or restore under another name (rename-suffix)");
            }
        }
    }

    private boolean holds(String query, String... parameters) throws SQLException {
        return sql.first(query, parameters).orElse("f").equals("t");
    }

    private void lack(String what, String help) {
        lacking.add("role '" + role + "' " + what + "; HINT: " + help);
    }
}
