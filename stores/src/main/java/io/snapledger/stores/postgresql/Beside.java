package io.snapledger.stores.postgresql;

import io.snapledger.stores.Evidence;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The databases that a restore makes beside the target's own, and those that it replaced. Their names follow from the restore id, and their
 * comments say what they are, of which restore, and which roles it was about to create, so that a later try, or a person,
 * can tell what they are and remove them.
 */
final class Beside {

    private static final int LONGEST_NAME = 63;
    private static final String INCOMPLETE = "snapledger: incomplete, being restored";
    private static final String REPLACED = "snapledger: replaced by a restore, may be dropped";
    private static final String RESTORE = "restore: ";
    private static final String ROLE = "role: ";
    private static final String DATABASE = "database: ";

    private final String restoreId;

    Beside(String restoreId) {
        this.restoreId = restoreId;
    }

    /**
     * A database that bears a mark of this restore.
     *
     * @param isComplete whether it is one that was replaced; otherwise one under way
     * @param about the name that it had, or is to have, at the target; empty in a mark of an older version
     * @param roles that the restore was about to create
     */
    record Marked(String name, boolean isComplete, Optional<String> about, List<String> roles) {}

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
    String mark(String database, List<String> rolesToCreate) {
        StringBuilder mark = new StringBuilder(INCOMPLETE)
                .append('\n')
                .append(RESTORE)
                .append(restoreId)
                .append('\n')
                .append(DATABASE)
                .append(Evidence.path(database));
        rolesToCreate.forEach(role -> mark.append('\n').append(ROLE).append(Evidence.path(role)));
        return mark.toString();
    }

    /** The comment of a database that was replaced. */
    String markOfReplaced(String database) {
        return REPLACED + '\n' + RESTORE + restoreId + '\n' + DATABASE + Evidence.path(database);
    }

    /** All databases of the server that bear a mark of this restore. */
    List<Marked> find(Sql sql) throws SQLException {
        List<Marked> found = new ArrayList<>();
        for (Sql.Row row : sql.rows("select datname, shobj_description(oid, 'pg_database') from pg_database"
                + " where shobj_description(oid, 'pg_database') like 'snapledger: %' order by datname")) {
            List<String> lines = row.text(1).lines().toList();
            if (lines.contains(RESTORE + restoreId)) {
                found.add(new Marked(
                        row.text(0),
                        lines.get(0).equals(REPLACED),
                        values(lines, DATABASE).stream().findFirst(),
                        values(lines, ROLE)));
            }
        }
        return found;
    }

    private static List<String> values(List<String> lines, String key) {
        return lines.stream()
                .filter(line -> line.startsWith(key))
                .map(line -> Evidence.unescaped(line.substring(key.length())))
                .toList();
    }
}
