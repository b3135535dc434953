package io.snapledger.stores.postgresql;

import io.snapledger.stores.Cancellation;
import io.snapledger.stores.NotIncluded;
import io.snapledger.stores.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Which databases of a server a dump takes, and why not the others.
 *
 * @param databases to be dumped
 * @param leftOut all others but template0, which nobody can change
 */
record Selection(List<Database> databases, List<NotIncluded> leftOut) {

    private static final String OF_A_RESTORE = "snapledger: ";

    static Selection of(Server server, Cancellation work, List<Database> all) {
        List<Database> databases = new ArrayList<>();
        List<NotIncluded> leftOut = new ArrayList<>();
        for (Database database : all) {
            String what = "database " + database.name();
            if (!server.options().selects(database.name())) {
                leftOut.add(NotIncluded.chosen(what, "the options leave it out"));
            } else if (database.property("comment").startsWith(OF_A_RESTORE)) {
                leftOut.add(
                        NotIncluded.inherent(what, "a restore left it: " + firstLine(database.property("comment"))));
            } else if (database.access() == Database.Access.INVALID) {
                leftOut.add(NotIncluded.missed(what, "an interrupted DROP DATABASE left it invalid; HINT: drop it"));
            } else if (database.access() == Database.Access.CLOSED) {
                leftOut.add(NotIncluded.missed(
                        what,
                        "it lets nobody in (ALLOW_CONNECTIONS false); HINT: ALTER DATABASE " + Sql.name(database.name())
                                + " ALLOW_CONNECTIONS true for the time of the backup, or exclude-databases"));
            } else if (isServersOwn(database) && isPristine(server, work, database)) {
                leftOut.add(NotIncluded.inherent(
                        what,
                        "it holds nothing beyond what the installer made (grants on the system's own objects aside)"));
            } else {
                databases.add(database);
            }
        }
        return new Selection(List.copyOf(databases), List.copyOf(leftOut));
    }

    private static boolean isServersOwn(Database database) {
        return database.name().equals("postgres") || database.isTemplate1();
    }

    /** What cannot be looked into is dumped, so that the dump says why it cannot. */
    private static boolean isPristine(Server server, Cancellation work, Database database) {
        boolean granted = !database.all("grant").isEmpty() && !database.isTemplate1(); // initdb writes template1's out
        if (granted || !database.all("setting").isEmpty()) {
            return false;
        }
        try (Connection connection = server.connect(work, database.name())) {
            return ObjectCounts.isPristine(new Sql(connection));
        } catch (StoreException | SQLException e) {
            return false;
        }
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }
}
