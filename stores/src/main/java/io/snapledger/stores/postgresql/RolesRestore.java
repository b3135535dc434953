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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Brings the snapshot's roles: those that the target lacks, before the databases need them; then, together with the swap, what
 * the others are to become, so that a restore that fails leaves them as they were.
 */
final class RolesRestore {

    private final List<Statement> statements;
    private final String connectingRole;
    private final String mode;
    private final Set<String> there = new HashSet<>();
    private String installer = "";
    private final List<String> warnings = new ArrayList<>();

    private RolesRestore(List<Statement> statements, String connectingRole, String mode) {
        this.statements = statements;
        this.connectingRole = connectingRole;
        this.mode = mode;
    }

    /** @param mode as {@link RestoreOptions#roles()} */
    static RolesRestore read(StreamSource source, String connectingRole, String mode)
            throws StoreException, IOException {
        try (InputStream stream = source.open(RolesDump.STREAM)) {
            String script = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            checkWhole(script);
            return new RolesRestore(RolesScript.parse(script), connectingRole, mode);
        }
    }

    /** Makes the missing ones in one transaction, with the memberships that they have or give. */
    void createMissing(Connection connection) throws SQLException {
        Sql sql = new Sql(connection);
        there.addAll(sql.texts("select rolname from pg_roles"));
        installer = sql.first("select rolname from pg_roles where oid = 10").orElse("");
        connection.setAutoCommit(false);
        try {
            for (Statement statement : statements) {
                if (isAboutMissing(statement)) {
                    sql.run(statement.sql());
                }
            }
            connection.commit();
        } finally {
            connection.rollback();
        }
    }

    private boolean isAboutMissing(Statement statement) {
        return switch (statement.kind()) {
            case CREATE_ROLE, ALTER_ROLE, SETTING, COMMENT_ON_ROLE -> !there.contains(statement.role());
            case MEMBERSHIP -> !there.contains(statement.role()) || !there.contains(statement.group());
            case SETTING_OF_ALL, TABLESPACE, OTHER -> false;
        };
    }

    /** Changes those that were there, as the mode says, within the connection's transaction; what was told to be kept instead. */
    List<String> changeOthers(Connection connection) throws SQLException {
        Sql sql = new Sql(connection);
        Set<String> cleared = new HashSet<>();
        Set<String> ofTarget = new HashSet<>(sql.texts("select coalesce(r.rolname, '') from pg_db_role_setting s"
                + " left join pg_roles r on r.oid = s.setrole where s.setdatabase = 0"));
        for (Statement statement : statements) {
            switch (statement.kind()) {
                case ALTER_ROLE, COMMENT_ON_ROLE, MEMBERSHIP -> {
                    if (isReplaced(statement.role()) && !isAboutMissing(statement)) {
                        clear(sql, statement.role(), cleared);
                        sql.run(statement.sql());
                    }
                }
                case SETTING, SETTING_OF_ALL -> set(sql, statement, cleared, ofTarget);
                case OTHER -> {
                    if (statement.sql().startsWith("GRANT ") || statement.sql().startsWith("REVOKE ")) {
                        sql.run(statement.sql());
                    }
                }
                case CREATE_ROLE, TABLESPACE -> {} // made before; their directories belong to the machine
            }
        }
        return warnings;
    }

    /** Settings of all roles and of the installer's come where the target has none of its own. */
    private void set(Sql sql, Statement statement, Set<String> cleared, Set<String> ofTarget) throws SQLException {
        if (isAboutMissing(statement)) {
            return;
        }
        if (isReplaced(statement.role())) {
            clear(sql, statement.role(), cleared);
            sql.run(statement.sql());
        } else if (statement.kind() == Kind.SETTING_OF_ALL || statement.role().equals(installer)) {
            if (!ofTarget.contains(statement.role())) {
                sql.run(statement.sql());
            } else {
                warnings.add("the target has settings of its own for "
                        + (statement.role().isEmpty() ? "all roles" : "role '" + statement.role() + "'")
                        + "; not set: " + statement.sql());
            }
        }
    }

    /** The script leaves out what is as by default, so a role that is there must be as by default before it. */
    private static void clear(Sql sql, String role, Set<String> cleared) throws SQLException {
        if (role.isEmpty() || !cleared.add(role)) {
            return;
        }
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

    /** Not the role we are connected as, and not the one the installer made. */
    private boolean isReplaced(String role) {
        return mode.equals("replace")
                && there.contains(role)
                && !role.equals(connectingRole)
                && !role.equals(installer);
    }

    private static void checkWhole(String script) throws StoreException {
        try {
            RolesDump.checkWhole(script);
        } catch (StoreException e) {
            throw new StoreException(Reason.DAMAGED, e.getMessage(), "the target was left as it was", e);
        }
    }
}
