package io.snapledger.stores.mariadb;

import io.snapledger.stores.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The end of a restore: databases that were proved beside take the target's names. */
final class Move {

    private final Connection connection;
    private final Sql sql;
    private final Beside beside;
    private final RestoreScope scope;
    private final Set<String> lacking = new HashSet<>();

    Move(Connection connection, Beside beside, RestoreScope scope) {
        this.connection = connection;
        this.sql = new Sql(connection);
        this.beside = beside;
        this.scope = scope;
    }

    /** Makes an empty database with the properties of the snapshot's. */
    static void create(Sql sql, RestoreScope.Item item, String name) throws SQLException {
        Map<String, String> properties = item.stream().attributes();
        sql.run("create database " + Sql.name(name) + " character set " + Sql.literal(properties.get("charset"))
                + " collate " + Sql.literal(properties.get("collation")) + " comment "
                + Sql.literal(properties.getOrDefault("comment", "")));
    }

    /**
     * Makes the users and roles that are not there; if one cannot be made, none is.
     *
     * @return those that are there and are kept
     */
    Set<String> createMissing(List<Accounts.Account> accounts) throws SQLException {
        if (accounts.isEmpty()) {
            return Set.of();
        }
        Set<String> there = new Accounts(connection).labels();
        List<Accounts.Account> made = new ArrayList<>();
        try {
            for (Accounts.Account account : accounts) {
                if (!there.contains(account.label())) {
                    sql.run(account.create());
                    made.add(account);
                }
            }
        } catch (SQLException e) {
            for (Accounts.Account account : made) {
                sql.run("drop " + account.type() + " " + account.quoted());
            }
            throw e;
        }
        return there;
    }

    /** Each database's tables and sequences in one statement. */
    void tables() throws SQLException {
        for (RestoreScope.Item item : scope.items()) {
            String from = beside.nameOf(item.name());
            sql.run("create table " + Sql.name(from, Beside.MOVING) + " (begun int) engine = InnoDB");
            for (String trigger :
                    sql.column("select trigger_name from information_schema.triggers where trigger_schema = "
                            + Sql.literal(from))) {
                sql.run("drop trigger " + Sql.name(from, trigger));
            }
            sql.run("drop database if exists " + Sql.name(item.name()));
            create(sql, item, item.name());
            List<String> moves = new ArrayList<>();
            for (Catalog.Relation relation : new Catalog(connection).relations(from)) {
                if (!relation.type().equals("VIEW") && !relation.name().equals(Beside.MOVING)) {
                    moves.add(Sql.name(from, relation.name()) + " to " + Sql.name(item.name(), relation.name()));
                }
            }
            if (!moves.isEmpty()) {
                sql.run("rename table " + String.join(", ", moves));
            }
        }
    }

    /** What can run, but events; views of each other's databases in as many rounds as they need. */
    void code(Map<String, DatabaseCode> codes) throws SQLException, StoreException {
        Map<String, List<String>> open = new HashMap<>();
        for (RestoreScope.Item item : scope.items()) {
            open.put(item.name(), codes.get(item.name()).make(connection, item.name(), false));
        }
        int left = size(open);
        while (left > 0) {
            for (RestoreScope.Item item : scope.items()) {
                open.put(item.name(), DatabaseCode.makeViews(connection, item.name(), open.get(item.name())));
            }
            if (size(open) == left) {
                throw new SQLException(left + " views cannot be made, since what they see is not there", "HY000", 1356);
            }
            left = size(open);
        }
    }

    private static int size(Map<String, List<String>> lists) {
        return lists.values().stream().mapToInt(List::size).sum();
    }

    void events(Map<String, DatabaseCode> codes) throws SQLException {
        for (RestoreScope.Item item : scope.items()) {
            codes.get(item.name()).makeEvents(connection, item.name());
        }
    }

    /**
     * Grants what those who were made may do. What is about things that are not there is left out and told.
     *
     * @param kept whose grants are not touched
     */
    List<String> grants(List<Accounts.Account> accounts, Set<String> kept) {
        List<String> warnings = new ArrayList<>();
        for (Accounts.Account account : accounts) {
            for (String grant : account.grants()) {
                if (!kept.contains(account.label())) {
                    try {
                        sql.run(grant);
                    } catch (SQLException e) {
                        lacking.add(account.label());
                        warnings.add(account.type() + " " + account.label() + " was not granted all it had: "
                                + e.getMessage());
                    }
                }
            }
        }
        return warnings;
    }

    /** Who was not granted all. */
    Set<String> lacking() {
        return lacking;
    }
}
