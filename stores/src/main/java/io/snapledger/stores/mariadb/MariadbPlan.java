package io.snapledger.stores.mariadb;

import io.snapledger.stores.Evidence;
import io.snapledger.stores.RestorePlan;
import io.snapledger.stores.RestorePlan.Action;
import io.snapledger.stores.RestorePlan.Change;
import io.snapledger.stores.StoreException;
import io.snapledger.stores.StreamContent;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;

/** Finds out what a restore would do to a server. */
final class MariadbPlan {

    private final Server server;
    private final RestoreScope scope;

    private final List<Change> changes = new ArrayList<>();
    private final List<String> blockers = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    MariadbPlan(Server server, RestoreScope scope) {
        this.server = server;
        this.scope = scope;
    }

    RestorePlan make() {
        try (Connection connection = server.connect()) {
            ServerFacts facts = ServerFacts.of(connection);
            checkScope();
            checkServer(facts, ServerFacts.engines(connection));
            String inTheWay = planDatabases(connection);
            Set<String> accounts = planAccounts(connection);
            checkDefiners(facts, accounts);
            return plan(inTheWay.isEmpty(), inTheWay.isEmpty() ? "nothing is where it would write" : inTheWay);
        } catch (SQLException e) {
            blockers.add(server.failure("look at the target", e).told());
        } catch (StoreException e) {
            blockers.add(e.told());
        }
        return plan(false, "the target could not be looked at");
    }

    private RestorePlan plan(boolean fresh, String freshness) {
        long bytes = scope.items().stream()
                .map(RestoreScope.Item::stream)
                .mapToLong(StreamContent::bytes)
                .sum();
        return new RestorePlan(fresh, freshness, false, changes, OptionalLong.of(2 * bytes), blockers, warnings);
    }

    private void checkScope() {
        if (scope.items().isEmpty() && scope.users().isEmpty()) {
            blockers.add("the snapshot holds nothing that the options select");
        }
        List<String> wanted = new ArrayList<>(scope.options().databases());
        scope.options().only().forEach(path -> wanted.add(Evidence.unescaped(path)));
        for (String name : wanted) {
            if (scope.items().stream().noneMatch(item -> item.database().equals(name))) {
                blockers.add("the snapshot holds no database '" + name + "'");
            }
        }
        Set<String> names = new HashSet<>();
        for (RestoreScope.Item item : scope.items()) {
            if (!names.add(item.name())) {
                blockers.add("two databases would be named '" + item.name() + "'");
            }
            if (item.name().codePointCount(0, item.name().length()) > 64) {
                blockers.add("the name '" + item.name() + "' is longer than 64 signs");
            }
            if (Catalog.OWN.contains(item.name().toLowerCase(Locale.ROOT))) {
                blockers.add("'" + item.name() + "' is the server's own");
            }
        }
        if (scope.options().keepsDefiners()
                && scope.items().stream().anyMatch(item -> !item.name().equals(item.database()))) {
            warnings.add("grants and code that name a database keep its old name");
        }
    }

    private void checkServer(ServerFacts facts, Set<String> engines) {
        String from = scope.content().serverVersion();
        if (!facts.isMariadb()) {
            blockers.add("the target is no MariaDB but " + facts.version() + "; HINT: choose a MariaDB");
        }
        if (ServerFacts.number(facts.version()) < ServerFacts.number(from)) {
            blockers.add("the snapshot is of " + from + ", the target is older: " + facts.version()
                    + "; HINT: choose a server of the same version or a newer one");
        }
        if (ServerFacts.number(facts.version()) > ServerFacts.number(from)) {
            warnings.add("the target is newer than the snapshot's server (" + facts.version() + ", " + from
                    + "): definitions are compared by their names alone, since servers word them differently");
        }
        String fold = scope.content().details().getOrDefault("lower_case_table_names", "0");
        String folds = facts.details().get("lower_case_table_names");
        if (!fold.equals(folds)) {
            (fold.equals("0") ? blockers : warnings)
                    .add(
                            "lower_case_table_names was " + fold + " and is " + folds
                                    + " at the target: names of tables would become others; HINT: choose a server with the same");
        }
        for (String engine :
                scope.content().details().getOrDefault("engines", "").split(" ")) {
            if (!engine.isEmpty() && !engines.contains(engine)) {
                blockers.add(
                        "the target has no engine " + engine + ", which tables of the snapshot use; HINT: install it");
            }
        }
        checkPrivileges(facts);
    }

    private void checkPrivileges(ServerFacts facts) {
        List<String> lacking = new ArrayList<>(facts.lacking(ServerFacts.TO_RESTORE));
        if (scope.users().isPresent()) {
            lacking.addAll(facts.lacking(ServerFacts.TO_MAKE_USERS));
        }
        if (scope.options().keepsDefiners() && !facts.maySetDefiners() && hasDefiners()) {
            lacking.add("SET USER");
        }
        if (!lacking.isEmpty()) {
            blockers.add("'" + server.options().username() + "' lacks privileges; HINT: " + facts.grant(lacking));
        }
    }

    private boolean hasDefiners() {
        return scope.items().stream().anyMatch(item -> scope.content().evidence().below(item.path()).keySet().stream()
                .anyMatch(fact -> fact.endsWith("/definer")));
    }

    /** What is in the way, in words; empty: nothing. */
    private String planDatabases(Connection connection) throws SQLException {
        List<String> there = new Catalog(connection).databases();
        List<String> holding = new ArrayList<>();
        for (RestoreScope.Item item : scope.items()) {
            boolean isThere = there.contains(item.name());
            changes.add(new Change(isThere ? Action.REPLACE : Action.CREATE, "database " + item.name()));
            if (isThere && holdsSomething(connection, item.name())) {
                holding.add(item.name());
            }
        }
        there.stream()
                .filter(Beside::isOne)
                .forEach(name -> warnings.add("database '" + name + "' was left by a restore that did not end"));
        return holding.isEmpty() ? "" : "the target holds: database " + String.join(", database ", holding);
    }

    private static boolean holdsSomething(Connection connection, String database) throws SQLException {
        String name = Sql.literal(database);
        return !new Sql(connection)
                .column("(select 1 from information_schema.tables where table_schema = " + name
                        + " limit 1) union all (select 1 from information_schema.routines where routine_schema = "
                        + name
                        + " limit 1) union all (select 1 from information_schema.events where event_schema = " + name
                        + " limit 1)")
                .isEmpty();
    }

    /** Who is there, or will be. */
    private Set<String> planAccounts(Connection connection) throws SQLException {
        Set<String> there = new HashSet<>();
        try {
            there.addAll(new Accounts(connection).labels());
        } catch (SQLException e) {
            if (scope.users().isEmpty()) {
                warnings.add("it cannot be seen which users are at the target");
                return Set.of();
            }
            throw e;
        }
        if (scope.users().isPresent()) {
            for (String type : List.of("role", "user")) {
                for (String escaped : scope.content().evidence().namesBelow(type)) {
                    String label = Evidence.unescaped(escaped);
                    changes.add(new Change(there.contains(label) ? Action.KEEP : Action.CREATE, type + " " + label));
                }
            }
            for (String type : List.of("role", "user")) {
                scope.content().evidence().namesBelow(type).forEach(name -> there.add(Evidence.unescaped(name)));
            }
        }
        return there;
    }

    private void checkDefiners(ServerFacts facts, Set<String> accounts) {
        if (!scope.options().keepsDefiners() || accounts.isEmpty()) {
            return;
        }
        Set<String> missing = new HashSet<>();
        for (RestoreScope.Item item : scope.items()) {
            scope.content().evidence().below(item.path()).forEach((fact, definer) -> {
                String label =
                        definer.replaceAll("^`(.*?)`(?:@`(.*)`)?$", "$1@$2").replace("``", "`");
                boolean known = accounts.contains(label)
                        || label.endsWith("@") && accounts.contains(label.substring(0, label.length() - 1));
                if (fact.endsWith("/definer") && !known && missing.add(label)) {
                    blockers.add("'" + label + "', as whom " + fact.substring(0, fact.lastIndexOf('/'))
                            + " runs, does not exist at the target; HINT: create it, or restore with definer=current");
                }
            });
        }
    }
}
