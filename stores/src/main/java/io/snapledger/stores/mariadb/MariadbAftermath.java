package io.snapledger.stores.mariadb;

import io.snapledger.stores.Aftermath;
import io.snapledger.stores.Aftermath.Change;
import io.snapledger.stores.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Looks at a server after a restore that did not end well. */
final class MariadbAftermath {

    private final Server server;
    private final Beside beside;

    MariadbAftermath(Server server, Beside beside) {
        this.server = server;
        this.beside = beside;
    }

    Aftermath look() throws StoreException {
        try (Connection connection = server.connect()) {
            Catalog catalog = new Catalog(connection);
            List<String> changed = new ArrayList<>();
            List<String> left = new ArrayList<>();
            for (String name : beside.left(connection)) {
                left.add("database " + name + ": the next try of this restore removes it");
                if (catalog.relations(name).stream()
                        .anyMatch(each -> each.name().equals(Beside.MOVING))) {
                    changed.add("the database that " + name
                            + " is to become was replaced, or was about to be; run the same restore again");
                }
            }
            return new Aftermath(changed.isEmpty() ? Change.NONE : Change.CHANGED, changed, left);
        } catch (SQLException e) {
            throw server.failure("look at what a restore left", e);
        }
    }
}
