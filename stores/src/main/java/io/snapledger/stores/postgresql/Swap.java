package io.snapledger.stores.postgresql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Gives the databases made beside the names of the target's, all in one transaction: whoever connects sees either all
 * old or all new ones.
 */
final class Swap {

    private static final String REPLACED = "snapledger: replaced by a restore, may be dropped";

    private final Connection connection;
    private final Sql sql;
    private final Beside beside;

    Swap(Connection connection, Beside beside) {
        this.connection = connection;
        this.sql = new Sql(connection);
        this.beside = beside;
    }

    void run(List<RestoreScope.Item> items, boolean keepReplaced) throws SQLException {
        for (RestoreScope.Item item : items) {
            Beside.drop(sql, beside.oldName(item.name())); // of a try that ended after its swap
        }
        for (RestoreScope.Item item : items) {
            if (isThere(item.name())) {
                Beside.close(sql, item.name());
            }
            Beside.close(sql, beside.newName(item.name()));
        }
        connection.setAutoCommit(false);
        try {
            for (RestoreScope.Item item : items) {
                exchange(item);
            }
            connection.commit();
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
        if (!keepReplaced) {
            for (RestoreScope.Item item : items) {
                Beside.drop(sql, beside.oldName(item.name()));
            }
        }
    }

    private void exchange(RestoreScope.Item item) throws SQLException {
        String name = Sql.name(item.name());
        if (isThere(item.name())) {
            String old = Sql.name(beside.oldName(item.name()));
            sql.run("alter database " + name + " rename to " + old);
            sql.run("comment on database " + old + " is " + Sql.literal(REPLACED));
        }
        String made = Sql.name(beside.newName(item.name()));
        sql.run("alter database " + made + " rename to " + name);
        sql.run("alter database " + name + " with allow_connections true");
        String comment = item.database().property("comment");
        sql.run("comment on database " + name + " is " + (comment.isEmpty() ? "null" : Sql.literal(comment)));
    }

    private boolean isThere(String database) throws SQLException {
        return !sql.rows("select 1 from pg_database where datname = ?", database)
                .isEmpty();
    }

    /** Lets people in again whom a swap that failed had sent away. */
    static void reopen(Sql sql, List<RestoreScope.Item> items) throws SQLException {
        for (RestoreScope.Item item : items) {
            if (!sql.rows("select 1 from pg_database where datname = ? and not datallowconn", item.name())
                    .isEmpty()) {
                sql.run("alter database " + Sql.name(item.name()) + " with allow_connections true");
            }
        }
    }
}
