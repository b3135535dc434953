package io.snapledger.stores.postgresql;

import io.snapledger.stores.Evidence;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Recognises in a source's catalog what a restore will not be able to make again, or only at a target that has something of its own. A dump
 * warns of each and keeps it in the snapshot's details, {@code database/<name>/hazard/<kind>/<object>} and {@code database/<name>/tablespace/<tablespace>},
 * for the dry run.
 */
final class RestoreHazards {

    private static final String TABLESPACE = "tablespace";

    /** More objects of a kind are not told. */
    private static final int MOST = 50;

    /** The function {@code f} is a user's, in a language whose bodies find names by the search_path of the moment, which a restore empties. */
    private static final String FINDS_NAMES =
            "f.oid >= 16384 and exists (select from pg_language l where l.oid = f.prolang"
                    + " and l.lanname <> 'c' and l.lanname <> 'internal') and not exists (select from unnest(f.proconfig) s where s like 'search_path=%')"
                    + " and " + Catalog.noExtension("f", "pg_proc");

    private static final String NAME = "n.nspname || '.' || c.relname";

    /** Each: kind, query of the objects, what is to be known about them. */
    private static final List<Hazard> KINDS = List.of(
            new Hazard(
                    "check",
                    """
                    select distinct coalesce(n.nspname || '.' || c.relname, n2.nspname || '.' || t.typname) || '.' || k.conname, f.proname::text
                    from pg_constraint k
                    join pg_depend d on d.classid = 'pg_constraint'::regclass and d.objid = k.oid and d.refclassid = 'pg_proc'::regclass
                    join pg_proc f on f.oid = d.refobjid
                    left join pg_class c on c.oid = k.conrelid left join pg_namespace n on n.oid = c.relnamespace
                    left join pg_type t on t.oid = k.contypid left join pg_namespace n2 on n2.oid = t.typnamespace
                    where k.contype = 'c' and (f.provolatile <> 'i' or %s) and f.oid >= 16384 order by 1
                    """.formatted(FINDS_NAMES),
                    "check constraint %s calls function %s: a restore checks each row while other tables are still empty and names without"
                            + " a schema are not found"),
            new Hazard(
                    "materialized-view",
                    """
                    select distinct %1$s, 'function ' || f.proname from pg_class c join pg_namespace n on n.oid = c.relnamespace
                    join pg_rewrite r on r.ev_class = c.oid
                    join pg_depend d on d.classid = 'pg_rewrite'::regclass and d.objid = r.oid and d.refclassid = 'pg_proc'::regclass
                    join pg_proc f on f.oid = d.refobjid where c.relkind = 'm' and %2$s
                    union select distinct %1$s, 'foreign table ' || t.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
                    join pg_rewrite r on r.ev_class = c.oid
                    join pg_depend d on d.classid = 'pg_rewrite'::regclass and d.objid = r.oid and d.refclassid = 'pg_class'::regclass
                    join pg_class t on t.oid = d.refobjid where c.relkind = 'm' and t.relkind = 'f'
                    union select distinct %1$s, 'function ' || f.proname || ' of extension ' || e.extname from pg_class c
                    join pg_namespace n on n.oid = c.relnamespace join pg_rewrite r on r.ev_class = c.oid
                    join pg_depend d on d.classid = 'pg_rewrite'::regclass and d.objid = r.oid and d.refclassid = 'pg_proc'::regclass
                    join pg_proc f on f.oid = d.refobjid
                    join pg_depend x on x.classid = 'pg_proc'::regclass and x.objid = f.oid and x.deptype = 'e'
                    join pg_extension e on e.oid = x.refobjid where c.relkind = 'm' and e.extname = 'dblink' order by 1
                    """.formatted(NAME, FINDS_NAMES),
                    "materialized view %s is made anew by a restore and needs %s to work there, with an empty search_path"),
            new Hazard(
                    "index",
                    """
                    select distinct %1$s, f.proname::text from pg_class c join pg_namespace n on n.oid = c.relnamespace
                    join pg_depend d on d.classid = 'pg_class'::regclass and d.objid = c.oid and d.refclassid = 'pg_proc'::regclass
                    join pg_proc f on f.oid = d.refobjid where c.relkind in ('i', 'I') and %2$s order by 1
                    """.formatted(NAME, FINDS_NAMES),
                    "index %s calls function %s, which a restore runs with an empty search_path"),
            new Hazard(
                    "generated-column",
                    """
                    select distinct %1$s || '.' || a.attname, f.proname::text from pg_attrdef v join pg_attribute a
                    on a.attrelid = v.adrelid and a.attnum = v.adnum join pg_class c on c.oid = v.adrelid join pg_namespace n
                    on n.oid = c.relnamespace join pg_depend d on d.classid = 'pg_attrdef'::regclass and d.objid = v.oid
                    and d.refclassid = 'pg_proc'::regclass join pg_proc f on f.oid = d.refobjid where a.attgenerated <> '' and %2$s order by 1
                    """.formatted(NAME, FINDS_NAMES),
                    "generated column %s calls function %s, which a restore runs with an empty search_path"),
            new Hazard(
                    "inherited-not-null",
                    """
                    select %s || '.' || a.attname, p.relname::text from pg_inherits h join pg_class c on c.oid = h.inhrelid
                    join pg_namespace n on n.oid = c.relnamespace join pg_class p on p.oid = h.inhparent
                    join pg_attribute a on a.attrelid = c.oid join pg_attribute b on b.attrelid = p.oid and b.attname = a.attname
                    where a.attnum > 0 and not a.attisdropped and b.attnotnull and not a.attnotnull and c.relkind in ('r', 'p', 'f')
                    and p.relkind in ('r', 'p', 'f') order by 1
                    """.formatted(NAME),
                    "column %s may be null although it may not in its parent %s: a restore makes it NOT NULL"),
            new Hazard(
                    "foreign-key",
                    """
                    select distinct %s || '.' || k.conname, r.relname::text from pg_constraint k join pg_class c on c.oid = k.conrelid
                    join pg_namespace n on n.oid = c.relnamespace join pg_class r on r.oid = k.confrelid
                    join pg_trigger g on g.tgconstraint = k.oid where k.contype = 'f' and g.tgenabled = 'D' and k.convalidated order by 1
                    """.formatted(NAME),
                    "foreign key %s to %s has disabled triggers: rows that violate it make a restore fail"),
            new Hazard(
                    TABLESPACE,
                    """
                    select t.spcname::text, count(*)::text from pg_class c join pg_tablespace t on t.oid = c.reltablespace
                    join pg_namespace n on n.oid = c.relnamespace where t.oid >= 16384 and %s group by 1 order by 1
                    """.formatted(Catalog.OURS),
                    "tablespace %s holds %s tables and indexes: a target without it needs them elsewhere"),
            new Hazard(
                    "library",
                    """
                    select distinct f.probin, min(f.proname::text) from pg_proc f join pg_language l on l.oid = f.prolang
                    where l.lanname = 'c' and f.oid >= 16384 and %s group by 1 order by 1
                    """.formatted(Catalog.noExtension("f", "pg_proc")),
                    "library %s, of function %s, belongs to no extension: the target needs the file"),
            new Hazard(
                    "language",
                    """
                    select l.lanname::text, f.proname::text from pg_language l join pg_proc f on f.oid = l.lanplcallfoid
                    where l.lanispl and l.oid >= 16384 and f.oid < 16384 and %s order by 1
                    """.formatted(Catalog.noExtension("l", "pg_language")),
                    "language %s uses the system's own handler %s: pg_dump writes it as if it were an extension of that name"),
            new Hazard(
                    "extension",
                    """
                    select e.extname::text, e.extversion from pg_extension e
                    where e.extname not in (select name from pg_available_extensions) order by 1
                    """,
                    "extension %s %s is installed but its files are gone from this server: a target needs them"));

    /**
     * @param query of two columns: the object, and what about it
     * @param words with a place for each
     */
    private record Hazard(String kind, String query, String words) {}

    private RestoreHazards() {}

    /** What was recognised in the connection's database: kind and object, escaped as in evidence, to words. */
    static SortedMap<String, String> find(Sql sql) throws SQLException {
        SortedMap<String, String> found = new TreeMap<>();
        for (Hazard hazard : KINDS) {
            for (Sql.Row row : sql.rows(hazard.query + " limit " + MOST)) {
                found.putIfAbsent(
                        Evidence.path(hazard.kind, row.text(0)), String.format(hazard.words, row.text(0), row.text(1)));
            }
        }
        return found;
    }

    /** Where a snapshot's details keep it. */
    static SortedMap<String, String> details(String database, Map<String, String> found) {
        SortedMap<String, String> details = new TreeMap<>();
        found.forEach((hazard, words) -> {
            boolean isTablespace = hazard.startsWith(TABLESPACE + "/");
            details.put(Evidence.path("database", database) + "/" + (isTablespace ? "" : "hazard/") + hazard, words);
        });
        return details;
    }
}
