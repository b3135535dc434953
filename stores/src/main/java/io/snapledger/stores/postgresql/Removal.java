package io.snapledger.stores.postgresql;

import io.snapledger.stores.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Drops databases that a restore made or replaced, whatever is in them. A subscription is let go without a word to its publisher:
 * the slot there may by now serve the database that was restored.
 */
final class Removal {

    private final Server server;
    private final Sql sql;

    /** @param connection to a database that is not dropped */
    Removal(Server server, Connection connection) {
        this.server = server;
        this.sql = new Sql(connection);
    }

    /** Removes what an earlier try of a restore left under way: its databases, then the roles that it had created. */
    void wipe(Beside beside) throws SQLException, StoreException {
        Set<String> roles = new LinkedHashSet<>();
        for (Beside.Marked marked : beside.find(sql)) {
            if (!marked.isComplete()) {
                roles.addAll(marked.roles());
                drop(marked.name());
            }
        }
        for (String role : roles) {
            if (LoadingRole.isOne(role)) {
                LoadingRole.drop(sql, role);
            } else if (!sql.rows("select 1 from pg_roles where rolname = ?", role)
                    .isEmpty()) {
                sql.run("drop role " + Sql.name(role));
            }
        }
    }

    /** Drops a database with its connections, if it is there. */
    void drop(String database) throws SQLException, StoreException {
        List<Sql.Row> found = sql.rows(
                "select d.datistemplate, exists (select from pg_subscription s where s.subdbid = d.oid)"
                        + " from pg_database d where d.datname = ?",
                database);
        if (found.isEmpty()) {
            return;
        }
        if (found.get(0).flag(1)) {
            letSubscriptionsGo(database);
        }
        if (found.get(0).flag(0)) {
            sql.run("alter database " + Sql.name(database) + " with is_template false");
        }
        sql.run("drop database if exists " + Sql.name(database) + " with (force)");
    }

    private void letSubscriptionsGo(String database) throws SQLException, StoreException {
        try (Connection inside = server.connect(database)) {
            Sql in = new Sql(inside);
            for (String subscription : disableSubscriptions(in)) {
                in.run("alter subscription " + Sql.name(subscription) + " set (slot_name = none)");
                in.run("drop subscription " + Sql.name(subscription));
            }
        }
    }

    /** Lets the subscriptions of the connection's database rest; their names. */
    static List<String> disableSubscriptions(Sql inside) throws SQLException {
        List<String> all =
                inside.texts("select s.subname from pg_subscription s join pg_database d on d.oid = s.subdbid"
                        + " where d.datname = current_database() order by 1");
        for (String subscription : all) {
            inside.run("alter subscription " + Sql.name(subscription) + " disable");
        }
        return all;
    }
}
