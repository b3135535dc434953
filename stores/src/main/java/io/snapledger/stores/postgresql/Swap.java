package io.snapledger.stores.postgresql;

import io.snapledger.stores.Cancellation;
import io.snapledger.stores.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Gives the databases made beside the names of the target's, all in one transaction: whoever connects sees either all
 * old or all new ones, and a kill at any moment leaves either. What follows the transaction can no longer fail the restore.
 */
final class Swap {

    /** Further changes that take effect with the swap or not at all. */
    interface Also {
        void run(Connection connection) throws SQLException;
    }

    private final Server server;
    private final Cancellation work;
    private final String database;
    private final Beside beside;
    private final List<String> warnings = new ArrayList<>();

    /** @param database to work from: none of those that are renamed */
    Swap(Server server, Cancellation work, String database, Beside beside) {
        this.server = server;
        this.work = work;
        this.database = database;
        this.beside = beside;
    }

    /** What of it was not as it should be; the databases are exchanged. */
    List<String> run(List<RestoreScope.Item> items, boolean keepReplaced, Also also)
            throws SQLException, StoreException {
        List<String> replaced = new ArrayList<>();
        try (Connection connection = server.connect(work, database);
                Connection other = server.connect(work, database)) {
            Removal removal = new Removal(server, connection);
            for (RestoreScope.Item item : items) {
                removal.drop(beside.oldName(item.name())); // of a try that ended after its swap
            }
            connection.setAutoCommit(false);
            try (Eviction eviction = Eviction.begin(other, namesOf(items))) {
                for (RestoreScope.Item item : items) {
                    if (exchange(new Sql(connection), item)) {
                        replaced.add(beside.oldName(item.name()));
                    }
                }
                also.run(connection);
                connection.commit();
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
            for (String old : replaced) {
                retire(connection, removal, old, keepReplaced);
            }
        }
        return warnings;
    }

    private List<String> namesOf(List<RestoreScope.Item> items) {
        List<String> names = new ArrayList<>();
        for (RestoreScope.Item item : items) {
            names.add(item.name());
            names.add(beside.newName(item.name()));
        }
        return names;
    }

    /** Whether there was something to replace. */
    private boolean exchange(Sql sql, RestoreScope.Item item) throws SQLException {
        String name = Sql.name(item.name());
        boolean replaces = isThere(sql, item.name()) && isThere(sql, beside.newName(item.name()));
        if (replaces) {
            String old = Sql.name(beside.oldName(item.name()));
            sql.run("alter database " + name + " rename to " + old);
            sql.run("comment on database " + old + " is " + Sql.literal(beside.markOfReplaced(item.name())));
        }
        if (isThere(sql, beside.newName(item.name()))) {
            sql.run("alter database " + Sql.name(beside.newName(item.name())) + " rename to " + name);
        }
        String comment = item.database().property("comment");
        sql.run("comment on database " + name + " is " + (comment.isEmpty() ? "null" : Sql.literal(comment)));
        return replaces;
    }

    private static boolean isThere(Sql sql, String database) throws SQLException {
        return !sql.rows("select 1 from pg_database where datname = ?", database)
                .isEmpty();
    }

    /** What was replaced acts no more; it is dropped, or kept without letting anybody in. */
    private void retire(Connection connection, Removal removal, String old, boolean keep) {
        try {
            if (keep) {
                try (Connection inside = server.connect(old)) {
                    Removal.disableSubscriptions(new Sql(inside));
                }
                new Sql(connection).run("alter database " + Sql.name(old) + " with allow_connections false");
            } else {
                removal.drop(old);
            }
        } catch (SQLException e) {
            warnings.add(left(old, server.failure("retire it", e)));
        } catch (StoreException e) {
            warnings.add(left(old, e));
        }
    }

    private static String left(String old, StoreException e) {
        return "the replaced database is still there as '" + old + "': " + e.getMessage()
                + "; HINT: drop it when it is no longer needed";
    }
}
