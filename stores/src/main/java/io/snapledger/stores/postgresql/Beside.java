package io.snapledger.stores.postgresql;

import io.snapledger.stores.Evidence;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The databases that a restore makes beside the target's own. Their names follow from the restore id, and their
 * comments say {@code incomplete} and which roles the restore was about to create, so that a later try, or a person,
 * can tell what they are and wipe them.
 */
final class Beside {

    private static final int LONGEST_NAME = 63;
    private static final String INCOMPLETE = "snapledger: incomplete, being restored";

    private final String restoreId;

    Beside(String restoreId) {
        this.restoreId = restoreId;
    }

    /** Where the database is restored before the swap. */
    String newName(String database) {
        return cut(database) + "__sl_" + tag(database);
    }

    /** Where a replaced database goes at the swap. */
    String oldName(String database) {
        return cut(database) + "__old_" + tag(database);
    }

    private String tag(String database) {
        return Database.digest(restoreId + "/" + database).substring(0, 10);
    }

    private static String cut(String name) {
        String cut = name;
        while (cut.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME - 16) {
            cut = cut.substring(0, cut.offsetByCodePoints(cut.length(), -1));
        }
        return cut;
    }

    static boolean isMark(String comment) {
        return comment.startsWith(INCOMPLETE);
    }

    /** The comment of a database under way. */
    String mark(List<String> rolesToCreate) {
        StringBuilder mark = new StringBuilder(INCOMPLETE).append("\nrestore: ").append(restoreId);
        rolesToCreate.forEach(role -> mark.append("\nrole: ").append(Evidence.path(role)));
        return mark.toString();
    }

    /** Removes what an earlier try of this restore left: its databases, then the roles it had created. Whether there was anything. */
    boolean wipe(Sql sql) throws SQLException {
        boolean found = false;
        List<String> roles = new ArrayList<>();
        for (Sql.Row row : sql.rows(
                "select datname, shobj_description(oid, 'pg_database') from pg_database"
                        + " where shobj_description(oid, 'pg_database') like ?",
                INCOMPLETE + "%")) {
            List<String> lines = row.text(1).lines().toList();
            if (lines.contains("restore: " + restoreId)) {
                lines.stream()
                        .filter(line -> line.startsWith("role: "))
                        .map(line -> Evidence.unescaped(line.substring("role: ".length())))
                        .filter(role -> !roles.contains(role))
                        .forEach(roles::add);
                drop(sql, row.text(0));
                found = true;
            }
        }
        dropRoles(sql, roles);
        return found;
    }

    /** Drops roles which this restore created, once nothing is theirs any more. */
    static void dropRoles(Sql sql, List<String> roles) throws SQLException {
        for (String role : roles) {
            if (!sql.rows("select 1 from pg_roles where rolname = ?", role).isEmpty()) {
                sql.run("drop role " + Sql.name(role));
            }
        }
    }

    /** Drops a database with its connections, if it is there. */
    static void drop(Sql sql, String database) throws SQLException {
        int version = Integer.parseInt(sql.first("show server_version_num").orElseThrow());
        if (sql.rows("select 1 from pg_database where datname = ?", database).isEmpty()) {
            return;
        }
        if (version < 130_000) {
            close(sql, database);
        }
        sql.run("alter database " + Sql.name(database) + " with is_template false"); // or it could not be dropped
        sql.run(String.format(
                Locale.ROOT,
                "drop database if exists %s%s",
                Sql.name(database),
                version < 130_000 ? "" : " with (force)"));
    }

    /** Lets nobody in any more and ends the connections there are. */
    static void close(Sql sql, String database) throws SQLException {
        sql.run("alter database " + Sql.name(database) + " with allow_connections false");
        sql.rows("select pg_terminate_backend(pid) from pg_stat_activity where datname = ?", database);
    }
}
