package io.snapledger.stores.postgresql;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a backup role that is no superuser lacks, and the statements that give it exactly that. From version 14 on it is {@code pg_read_all_data} and
 * {@code BYPASSRLS}; before, grants on every schema. Large objects need a grant each.
 */
final class Rights {

    private static final String UNREADABLE = """
            select (select count(*) from pg_class c join pg_namespace n on n.oid = c.relnamespace
                    where c.relkind in ('r', 'p', 'v', 'm', 'S', 'f') and c.relpersistence <> 't' and %1$s
                      and not (has_schema_privilege(n.oid, 'usage') and has_table_privilege(c.oid, 'select'))),
                   (select count(*) from pg_class c join pg_namespace n on n.oid = c.relnamespace
                    where c.relrowsecurity and %1$s and not (select rolbypassrls or rolsuper from pg_roles where rolname = current_user)
                      and not (pg_has_role(c.relowner, 'usage') and not c.relforcerowsecurity))
            """.formatted(Catalog.OURS);

    @SuppressWarnings("InlineFormatString") // a statement is read best in one piece
    private static final String EACH_LARGE_OBJECT =
            "do $$ declare l record; begin for l in select oid from pg_largeobject_metadata loop"
                    + " execute format('grant select on large object %%s to %%I', l.oid, %s); end loop; end $$;";

    @SuppressWarnings("InlineFormatString")
    private static final String EACH_SCHEMA =
            "do $$ declare n record; begin for n in select nspname from pg_namespace where nspname !~ '^pg_' and nspname <> 'information_schema'"
                    + " loop execute format('grant usage on schema %%1$I to %%2$I; grant select on all tables in schema %%1$I to %%2$I;"
                    + " grant select on all sequences in schema %%1$I to %%2$I', n.nspname, %s); end loop; end $$;";

    private final String role;
    private final int major;
    private final List<String> lacking = new ArrayList<>();
    private final List<String> statements = new ArrayList<>();

    Rights(String role, int major) {
        this.role = role;
        this.major = major;
    }

    /** What a dump will fail of, or miss; each with its database. */
    List<String> lacking() {
        return lacking;
    }

    /** To be run by a superuser, in this order; empty if nothing is lacking. */
    List<String> statements() {
        return statements;
    }

    /** Looks at the server as a whole. */
    void atServer(Cluster cluster) throws SQLException {
        if (!cluster.canReadPasswords()) {
            lacking.add("passwords of roles");
            statements.add("grant select on pg_catalog.pg_authid to " + Sql.name(role)
                    + "; -- in the maintenance database, if password verifiers are to be in the backup");
        }
    }

    /** A database that does not let the role in. */
    void noEntry(String database) {
        lacking.add("database " + database + ": the right to connect");
        need("grant connect on database " + Sql.name(database) + " to " + Sql.name(role) + ";");
    }

    /** Looks into one database. */
    void in(String database, Sql sql) throws SQLException {
        Sql.Row unreadable = sql.rows(UNREADABLE).get(0);
        if (unreadable.number(0) > 0) {
            lacking.add("database " + database + ": the right to read " + unreadable.text(0)
                    + " tables, views or sequences");
            need(
                    major >= 14
                            ? "grant pg_read_all_data to " + Sql.name(role) + ";"
                            : String.format(EACH_SCHEMA, Sql.literal(role)) + " -- in database " + database);
        }
        if (unreadable.number(1) > 0) {
            lacking.add("database " + database + ": the right to pass row level security of " + unreadable.text(1)
                    + " tables");
            need("alter role " + Sql.name(role) + " bypassrls;");
        }
        long objects = NotCarried.hiddenLargeObjects(sql);
        if (objects > 0) {
            lacking.add("database " + database + ": the right to read " + objects + " large objects");
            need(String.format(EACH_LARGE_OBJECT, Sql.literal(role)) + " -- in database " + database);
        }
    }

    private void need(String statement) {
        if (!statements.contains(statement)) {
            statements.add(statement);
        }
    }
}
