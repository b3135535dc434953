package io.snapledger.stores.postgresql;

import io.snapledger.stores.postgresql.ArchiveFraming.Entry;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.postgresql.util.PSQLException;

/**
 * What is made from rows that are there: checks, foreign keys, materialized views. It came true once, at the source, and need not
 * be true now (a function that reads other tables, a foreign server, rows that were let in): then the rows come back all the same, the constraint as NOT
 * VALID, the view unpopulated, and the restore says so.
 */
final class LateObjects {

    static final Set<String> CONSTRAINTS = Set.of("FK CONSTRAINT", "CHECK CONSTRAINT");
    static final String VIEW = "MATERIALIZED VIEW DATA";

    private static final String NO_EXTENSIONS_OWN =
            "not exists (select from pg_depend e where e.classid = d.refclassid and e.objid = d.refobjid and e.deptype = 'e')";

    /** Checks of tables that call a user's function or operator: they may need other tables than their own. */
    private static final String CALLING_CHECKS =
            """
            select distinct n.nspname::text, c.relname::text, k.conname::text, pg_get_constraintdef(k.oid), obj_description(k.oid, 'pg_constraint')
            from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
            join pg_depend d on d.classid = 'pg_constraint'::regclass and d.objid = k.oid
            where k.contype = 'c' and k.convalidated and k.coninhcount = 0 and d.refobjid >= %d
              and d.refclassid in ('pg_proc'::regclass, 'pg_operator'::regclass) and %s and %s order by 1, 2, 3
            """.formatted(Catalog.FIRST_OWN, NO_EXTENSIONS_OWN, Catalog.noExtension("c", "pg_class"));

    /** One constraint. */
    private record Check(String table, String name, String definition, String comment) {}

    private final Sql sql;
    private final List<Check> aside = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    /** @param connection to the database that is being restored */
    LateObjects(Connection connection) {
        this.sql = new Sql(connection);
    }

    /** What did not come true. */
    List<String> warnings() {
        return warnings;
    }

    /** Before the rows: takes the checks away that may need rows of other tables. */
    void putChecksAside() throws SQLException {
        for (Sql.Row row : sql.rows(CALLING_CHECKS)) {
            Check check = new Check(Sql.name(row.text(0), row.text(1)), row.text(2), row.text(3), row.text(4));
            sql.run("alter table " + check.table + " drop constraint " + Sql.name(check.name));
            aside.add(check);
        }
    }

    /**
     * Before the rows: lets columns be null that could be at the source although those of their parents could not. pg_dump does not tell of it, and makes
     * them as their parents' are.
     *
     * @param columns as {@code schema.table.column}
     */
    void letBeNull(Collection<String> columns) throws SQLException {
        for (String column : columns) {
            for (Sql.Row row : sql.rows(
                    "select n.nspname::text, c.relname::text, a.attname::text from pg_attribute a join pg_class c on c.oid = a.attrelid"
                            + " join pg_namespace n on n.oid = c.relnamespace where a.attnotnull and c.relkind in ('r', 'p', 'f')"
                            + " and n.nspname || '.' || c.relname || '.' || a.attname = ?",
                    column)) {
                sql.run("alter table only " + Sql.name(row.text(0), row.text(1)) + " alter column "
                        + Sql.name(row.text(2)) + " drop not null");
            }
        }
    }

    /** After the rows and indexes. */
    void bringChecksBack() throws SQLException {
        for (Check check : aside) {
            constrain(
                    "alter table " + check.table + " add constraint " + Sql.name(check.name) + " " + check.definition,
                    "check constraint " + check.name + " of " + check.table);
            if (check.comment != null) {
                sql.run("comment on constraint " + Sql.name(check.name) + " on " + check.table + " is "
                        + Sql.literal(check.comment));
            }
        }
    }

    /** Makes the foreign keys and checks of an archive. */
    void constrain(List<Entry> constraints, String encoding) throws SQLException {
        for (Entry entry : constraints) {
            constrain(statement(entry, encoding), entry.kind() + " " + entry.schema() + "." + entry.tag());
        }
    }

    private void constrain(String statement, String what) throws SQLException {
        try {
            sql.run(statement);
        } catch (SQLException e) {
            if (isAboutRows(e) && !statement.endsWith(" NOT VALID")) {
                sql.run(statement + " NOT VALID");
                warnings.add(what + " does not hold for the restored rows and is NOT VALID: " + firstLine(e));
            } else {
                throw e;
            }
        }
    }

    /** A violation, or whatever a function of the check says; not that the server or the time is gone, or memory or disk are full. */
    private static boolean isAboutRows(SQLException e) {
        boolean saidByServer =
                e instanceof PSQLException said && said.getServerErrorMessage() != null; // also of a server beyond it
        return saidByServer
                && e.getSQLState() != null
                && !Set.of("40", "53", "57", "58", "XX")
                        .contains(e.getSQLState().substring(0, 2));
    }

    /** Populates the views; the entries of those that stay empty. */
    List<Entry> populate(List<Entry> views, String encoding) throws SQLException {
        List<Entry> empty = new ArrayList<>();
        for (Entry view : views) {
            try {
                sql.run(statement(view, encoding));
            } catch (SQLException e) {
                if (!isAboutRows(e)) {
                    throw e;
                }
                empty.add(view);
                warnings.add("materialized view " + view.schema() + "." + view.tag() + " is not populated: "
                        + firstLine(e) + "; HINT: REFRESH MATERIALIZED VIEW, once its query works there");
            }
        }
        return empty;
    }

    private static String statement(Entry entry, String encoding) {
        return text(entry.definition(), encoding).strip().replaceFirst(";$", "");
    }

    /** A text of the archive as a session of ours takes it. */
    static String text(String bytes, String encoding) {
        return encoding.equals("UTF8")
                ? new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8)
                : bytes;
    }

    private static String firstLine(SQLException e) {
        return e.getMessage().lines().findFirst().orElse("");
    }
}
