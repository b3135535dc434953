package io.snapledger.stores.postgresql;

import io.snapledger.stores.Aftermath;
import io.snapledger.stores.Aftermath.Change;
import io.snapledger.stores.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Tells by the marks of a restore what it changed at a server and what it left there. */
final class PostgresqlAftermath {

    private final Server server;
    private final Beside beside;

    PostgresqlAftermath(Server server, Beside beside) {
        this.server = server;
        this.beside = beside;
    }

    Aftermath look() {
        try (Connection connection = server.connect()) {
            return look(new Sql(connection));
        } catch (SQLException e) {
            return Aftermath.unknown(
                    server.failure("look at what the restore left", e).getMessage());
        } catch (StoreException e) {
            return Aftermath.unknown(e.getMessage());
        }
    }

    private Aftermath look(Sql sql) throws SQLException {
        List<String> changed = new ArrayList<>();
        List<String> left = new ArrayList<>();
        Set<String> roles = new LinkedHashSet<>();
        for (Beside.Marked marked : beside.find(sql)) {
            if (marked.isComplete()) {
                changed.add(
                        "database " + marked.about().orElse("?") + " was replaced; the old one is " + marked.name());
                left.add("database " + marked.name()
                        + ", which was replaced; HINT: drop it when it is no longer needed");
            } else {
                left.add("database " + marked.name()
                        + ", which is not whole; HINT: the next try of the restore removes it, or drop it");
                roles.addAll(marked.roles());
            }
        }
        roles.retainAll(sql.texts("select rolname from pg_roles"));
        roles.forEach(role -> left.add(
                "role " + role + ", which the restore made; HINT: the next try of the restore removes it, or drop it"));
        return new Aftermath(changed.isEmpty() ? Change.NONE : Change.CHANGED, changed, left);
    }
}
