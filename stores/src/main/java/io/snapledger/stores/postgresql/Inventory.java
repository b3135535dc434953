package io.snapledger.stores.postgresql;

import io.snapledger.stores.Evidence;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Counts what is in one database, as the connection's transaction sees it: rows of every table, sequences, large
 * objects, extensions, definitions, grants. Only what pg_dump carries: of a materialized view whether it is populated, since a
 * restore refreshes it; extensions' own tables are the extensions'.
 */
final class Inventory {

    /** Told instead of the number of rows of a populated materialized view. */
    static final String MADE_ANEW = "made anew";

    private static final String OURS = "n.nspname !~ '^pg_' and n.nspname <> 'information_schema'";
    private static final String NO_EXTENSION =
            "not exists (select from pg_depend x where x.deptype = 'e' and x.objid = %1$s.oid and x.classid = '%2$s'::regclass)";

    private static final String TABLES = "select n.nspname, c.relname, c.relkind, c.relispopulated from pg_class c"
            + " join pg_namespace n on n.oid = c.relnamespace where c.relkind in ('r', 'm') and c.relpersistence <> 't' and "
            + OURS + " and " + String.format(NO_EXTENSION, "c", "pg_class") + " order by 1, 2";
    private static final String SEQUENCES = "select n.nspname, c.relname from pg_class c join pg_namespace n"
            + " on n.oid = c.relnamespace where c.relkind = 'S' and c.relpersistence <> 't' and " + OURS + " and "
            + String.format(NO_EXTENSION, "c", "pg_class") + " order by 1, 2";
    private static final String RELATION_COUNTS = "select c.relkind, count(*) from pg_class c join pg_namespace n"
            + " on n.oid = c.relnamespace where c.relpersistence <> 't' and c.relkind in ('r','m','v','i','I','S','p','f','c') and "
            + OURS + " and " + String.format(NO_EXTENSION, "c", "pg_class") + " group by 1";
    private static final String OTHER_COUNTS = """
            select 'functions', count(*) from pg_proc p join pg_namespace n on n.oid = p.pronamespace where %1$s and %2$s
            union all select 'constraints', count(*) from pg_constraint p join pg_namespace n on n.oid = p.connamespace
              where %1$s and p.contype <> 'n'
            union all select 'triggers', count(*) from pg_trigger where not tgisinternal
            union all select 'policies', count(*) from pg_policy
            union all select 'schemas', count(*) from pg_namespace n where %1$s
            """.formatted(OURS, String.format(NO_EXTENSION, "p", "pg_proc"));
    private static final String COLUMNS = """
            select n.nspname, c.relname, md5(string_agg(a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
                   || ' ' || a.attnotnull::text, ',' order by a.attname collate "C"))
            from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
            where a.attnum > 0 and not a.attisdropped and c.relkind in ('r', 'm', 'p', 'f') and c.relpersistence <> 't'
              and %s and %s group by 1, 2
            """.formatted(OURS, String.format(NO_EXTENSION, "c", "pg_class"));
    private static final String IN_WORDS = """
            coalesce((select string_agg(case when e.grantee = 0 then 'public' else pg_get_userbyid(e.grantee) end || '='
              || e.privilege_type || case when e.is_grantable then '*' else '' end, ',' order by
              case when e.grantee = 0 then 'public' else pg_get_userbyid(e.grantee) end collate "C", e.privilege_type collate "C")
              from aclexplode(%s) e where e.privilege_type <> 'MAINTAIN'), '')""";
    /** An ACL that was written out and one that was not are equal if they grant the same; so both are put in words. */
    private static final String GRANTS = """
            with acls as (
              select 'relation' as what, n.nspname, c.relname as name, c.relowner as owner, c.relacl as acl,
                     acldefault(case c.relkind when 'S' then 's' else 'r' end::"char", c.relowner) as usual
              from pg_class c join pg_namespace n on n.oid = c.relnamespace
              where c.relkind in ('r','m','v','p','f','S') and c.relpersistence <> 't' and %1$s and %2$s
              union all select 'column', n.nspname, c.relname || '.' || a.attname, c.relowner, a.attacl, null
              from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
              where a.attacl is not null and not a.attisdropped and %1$s and %2$s
              union all select 'schema', '', n.nspname, n.nspowner, n.nspacl, acldefault('n', n.nspowner)
              from pg_namespace n where %1$s
              union all select 'function', n.nspname, p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')',
                     p.proowner, p.proacl, acldefault('f', p.proowner)
              from pg_proc p join pg_namespace n on n.oid = p.pronamespace where %1$s and %3$s
              union all select 'large-object', '', l.oid::text, l.lomowner, l.lomacl, null
              from pg_largeobject_metadata l where l.lomacl is not null
            ), words as (
              select what, nspname, name, owner, acl is null as by_default, %4$s as given, %5$s as usual from acls
            )
            select what, nspname, name, 'owner ' || pg_get_userbyid(owner)
                   || case when by_default or given = usual then '' else ', ' || given end from words
            """.formatted(
                    OURS,
                    String.format(NO_EXTENSION, "c", "pg_class"),
                    String.format(NO_EXTENSION, "p", "pg_proc"),
                    String.format(IN_WORDS, "acl"),
                    String.format(IN_WORDS, "usual"));

    private final Sql sql;
    private final String database;
    private final boolean digests;
    private final SortedMap<String, String> facts = new TreeMap<>();

    private Inventory(Connection connection, String database, boolean digests) {
        sql = new Sql(connection);
        this.database = database;
        this.digests = digests;
    }

    /**
     * All facts of the connection's database, below {@code database/<name>/}.
     *
     * @param name under which the facts are told
     * @param digests whether rows are digested, not only counted
     */
    static SortedMap<String, String> take(Connection connection, String name, boolean digests) throws SQLException {
        Inventory inventory = new Inventory(connection, name, digests);
        inventory.fixTextForms();
        inventory.definitions();
        inventory.rows();
        inventory.sequences();
        inventory.largeObjects();
        return inventory.facts;
    }

    /** Whether the connection's database holds anything beyond what initdb made. */
    static boolean isPristine(Connection connection) throws SQLException {
        Sql sql = new Sql(connection);
        return sql.rows("select 1 from pg_class c join pg_namespace n on n.oid = c.relnamespace where " + OURS
                                + " limit 1")
                        .isEmpty()
                && sql.rows("select 1 from pg_proc c join pg_namespace n on n.oid = c.pronamespace where " + OURS
                                + " limit 1")
                        .isEmpty()
                && sql.rows("select 1 from pg_type c join pg_namespace n on n.oid = c.typnamespace where " + OURS
                                + " limit 1")
                        .isEmpty()
                && sql.rows("select 1 from pg_namespace n where " + OURS + " and n.nspname <> 'public'")
                        .isEmpty()
                && sql.rows("select 1 from pg_extension where extname <> 'plpgsql'")
                        .isEmpty()
                && sql.rows("select 1 from pg_largeobject_metadata limit 1").isEmpty();
    }

    private void fixTextForms() throws SQLException {
        sql.run("set datestyle = 'ISO, MDY'; set intervalstyle = postgres; set timezone = 'UTC';"
                + " set extra_float_digits = 3; set bytea_output = hex; set xmloption = content;"
                + " set row_security = off; set search_path = ''; set lc_monetary = 'C'");
    }

    private void definitions() throws SQLException {
        for (Sql.Row row : sql.rows(
                "select e.extname, n.nspname from pg_extension e join pg_namespace n" + " on n.oid = e.extnamespace")) {
            fact(row.text(1), "extension", row.text(0));
        }
        for (Sql.Row row : sql.rows(RELATION_COUNTS)) {
            fact(row.text(1), "count", "relations-" + row.text(0));
        }
        for (Sql.Row row : sql.rows(OTHER_COUNTS)) {
            fact(row.text(1), "count", row.text(0));
        }
        for (Sql.Row row : sql.rows(COLUMNS)) {
            fact(row.text(2), "table", row.text(0), row.text(1), "columns");
        }
        for (Sql.Row row : sql.rows(GRANTS)) {
            fact(row.text(3), "grants", row.text(0), row.text(1), row.text(2));
        }
    }

    private void rows() throws SQLException {
        for (Sql.Row table : sql.rows(TABLES)) {
            String schema = table.text(0);
            String name = table.text(1);
            if (table.text(2).equals("m")) { // a restore fills it by its query, so that what it held may rightly differ
                fact(table.flag(3) ? MADE_ANEW : "not populated", "table", schema, name, "rows");
                continue;
            }
            List<Sql.Row> counted = sql.rows("select count(*)" + (digests ? ", " + digestOf("t") : "") + " from only "
                    + Sql.name(schema, name) + " t");
            fact(counted.get(0).text(0), "table", schema, name, "rows");
            if (digests) {
                fact(counted.get(0).text(1), "table", schema, name, "digest");
            }
        }
    }

    /** A sum over the rows' digests: independent of their order, sensitive to how often each occurs. */
    private static String digestOf(String row) {
        return "coalesce(sum(('x' || left(md5(" + row + "::text), 16))::bit(64)::bigint::numeric), 0)";
    }

    private void sequences() throws SQLException {
        for (Sql.Row sequence : sql.rows(SEQUENCES)) {
            Sql.Row value = sql.rows(
                            "select last_value, is_called from " + Sql.name(sequence.text(0), sequence.text(1)))
                    .get(0);
            fact(value.text(0) + (value.flag(1) ? " called" : ""), "sequence", sequence.text(0), sequence.text(1));
        }
    }

    private void largeObjects() throws SQLException {
        fact(sql.first("select count(*) from pg_largeobject_metadata").orElse("0"), "large-objects", "count");
        if (digests) {
            fact(
                    sql.first(
                                    "select coalesce(sum(('x' || left(md5(l.oid::text || md5(lo_get(l.oid))), 16))::bit(64)::bigint::numeric), 0)"
                                                    .replace("lo_get", "pg_catalog.lo_get")
                                            + " from pg_largeobject_metadata l")
                            .orElse("0"),
                    "large-objects",
                    "digest");
        }
    }

    private void fact(String value, String... names) {
        facts.put(Evidence.path("database", database) + "/" + Evidence.path(names), value == null ? "" : value);
    }
}
