package io.snapledger.stores.postgresql;

import io.snapledger.stores.StoreException;
import io.snapledger.stores.StoreException.Reason;
import io.snapledger.stores.StreamSource;
import io.snapledger.stores.postgresql.RolesScript.Kind;
import io.snapledger.stores.postgresql.RolesScript.Statement;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;

/** Creates the snapshot's roles that the target lacks, in one transaction. */
final class RolesRestore {

    private final Sql sql;
    private final String connectingRole;
    private final String mode;

    RolesRestore(Sql sql, String connectingRole, String mode) {
        this.sql = sql;
        this.connectingRole = connectingRole;
        this.mode = mode;
    }

    void run(Connection connection, StreamSource source) throws StoreException, IOException, SQLException {
        String script;
        try (InputStream stream = source.open(RolesDump.STREAM)) {
            script = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
        checkWhole(script);
        Set<String> there = new HashSet<>(sql.texts("select rolname from pg_roles"));
        Set<String> cleared = new HashSet<>();
        connection.setAutoCommit(false);
        try {
            for (Statement statement : RolesScript.parse(script)) {
                if (isWanted(statement, there)) {
                    if (statement.kind() == Kind.ALTER_ROLE
                            && there.contains(statement.role())
                            && cleared.add(statement.role())) {
                        clear(statement.role());
                    }
                    sql.run(statement.sql());
                }
            }
            connection.commit();
        } finally {
            connection.rollback();
        }
    }

    /** The script leaves out what is as by default, so a role that is there must be as by default before it. */
    private void clear(String role) throws SQLException {
        String name = Sql.name(role);
        sql.run("alter role " + name + " connection limit -1 password null valid until 'infinity'");
        sql.run("alter role " + name + " reset all");
        for (String group : sql.texts(
                "select g.rolname from pg_auth_members a join pg_roles g on g.oid = a.roleid"
                        + " join pg_roles m on m.oid = a.member where m.rolname = ?",
                role)) {
            sql.run("revoke " + Sql.name(group) + " from " + name);
        }
    }

    private boolean isWanted(Statement statement, Set<String> there) {
        boolean isNew = !there.contains(statement.role());
        boolean mayChange = isNew || (mode.equals("replace") && !isUntouchable(statement.role()));
        return switch (statement.kind()) {
            case CREATE_ROLE -> isNew;
            case ALTER_ROLE, COMMENT_ON_ROLE, MEMBERSHIP -> mayChange;
            case TABLESPACE -> false; // their directories belong to the machine
            case OTHER ->
                statement.sql().startsWith("GRANT ") || statement.sql().startsWith("REVOKE ");
        };
    }

    /** The role we are connected as, and the one the installer made. */
    private boolean isUntouchable(String role) {
        return role.equals(connectingRole) || role.equals("postgres");
    }

    private static void checkWhole(String script) throws StoreException {
        try {
            RolesDump.checkWhole(script);
        } catch (StoreException e) {
            throw new StoreException(Reason.DAMAGED, e.getMessage(), "the target was left as it was", e);
        }
    }
}
