package io.snapledger.stores.postgresql;

import io.snapledger.stores.Evidence;
import io.snapledger.stores.postgresql.ArchiveFraming.Entry;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The part of an archive that single schemas are: their objects, and what stands in no schema that these need (extensions, languages, servers, with the schemas
 * of the extensions). What needs an object of another schema cannot be restored alone.
 */
final class SchemaAlone {

    /** Below {@code database/<name>/} in a snapshot's details: schema and the other schema that it needs, to an example. */
    static final String NEEDS = "schema-needs";

    private static final Set<String> COME_ALONG = Set.of(
            "SCHEMA",
            "EXTENSION",
            "PROCEDURAL LANGUAGE",
            "FOREIGN DATA WRAPPER",
            "SERVER",
            "ACCESS METHOD",
            "TRANSFORM");

    private static final Set<String> OF_THE_ARCHIVE = Set.of("ENCODING", "STDSTRINGS", "SEARCHPATH");

    /** They have the schema of a table, but are parts of something that stands in none. */
    private static final Set<String> PARTS_OF_OTHERS = Set.of("PUBLICATION TABLE", "SUBSCRIPTION TABLE");

    /** Parts of relations are told as the relations; extensions' own objects come with the extensions. */
    private static final String DEPENDENCIES = """
            with objects as (
              select 'pg_class'::regclass::oid as class, c.oid, c.relnamespace as schema, c.relname::text as name from pg_class c
              union all select 'pg_proc'::regclass, p.oid, p.pronamespace, p.proname::text from pg_proc p
              union all select 'pg_type'::regclass, t.oid, t.typnamespace, t.typname::text from pg_type t
              union all select 'pg_operator'::regclass, o.oid, o.oprnamespace, o.oprname::text from pg_operator o
              union all select 'pg_collation'::regclass, l.oid, l.collnamespace, l.collname::text from pg_collation l
              union all select 'pg_constraint'::regclass, k.oid, k.connamespace, k.conname::text from pg_constraint k
              union all select 'pg_opclass'::regclass, o.oid, o.opcnamespace, o.opcname::text from pg_opclass o
              union all select 'pg_ts_config'::regclass, t.oid, t.cfgnamespace, t.cfgname::text from pg_ts_config t
              union all select 'pg_ts_dict'::regclass, t.oid, t.dictnamespace, t.dictname::text from pg_ts_dict t
              union all select 'pg_attrdef'::regclass, a.oid, c.relnamespace, c.relname::text from pg_attrdef a join pg_class c on c.oid = a.adrelid
              union all select 'pg_rewrite'::regclass, r.oid, c.relnamespace, c.relname::text from pg_rewrite r join pg_class c on c.oid = r.ev_class
              union all select 'pg_trigger'::regclass, t.oid, c.relnamespace, c.relname::text from pg_trigger t join pg_class c on c.oid = t.tgrelid
              where not t.tgisinternal
              union all select 'pg_policy'::regclass, p.oid, c.relnamespace, c.relname::text from pg_policy p join pg_class c on c.oid = p.polrelid
            )
            select n.nspname::text, m.nspname::text, min(a.name || ' needs ' || m.nspname || '.' || b.name) from pg_depend d
            join objects a on a.class = d.classid and a.oid = d.objid join objects b on b.class = d.refclassid and b.oid = d.refobjid
            join pg_namespace n on n.oid = a.schema join pg_namespace m on m.oid = b.schema
            where n.oid <> m.oid and n.nspname !~ '^pg_' and m.nspname !~ '^pg_' and n.nspname <> 'information_schema'
              and m.nspname <> 'information_schema' and d.refobjid >= 16384
              and not exists (select from pg_depend e where e.deptype = 'e' and e.classid = d.refclassid and e.objid = d.refobjid)
              and not exists (select from pg_depend e where e.deptype = 'e' and e.classid = d.classid and e.objid = d.objid)
            group by 1, 2
            """;

    private final TableOfContents contents;
    private final Set<String> schemas;
    private final String encoding;
    private final Map<Long, Entry> byId = new HashMap<>();
    private final Set<Long> kept = new HashSet<>();
    private final List<String> conflicts = new ArrayList<>();

    private SchemaAlone(TableOfContents contents, Set<String> schemas, String encoding) {
        this.contents = contents;
        this.schemas = schemas;
        this.encoding = encoding;
        contents.entries().forEach(entry -> byId.put(entry.id(), entry));
    }

    /** For a snapshot's details. */
    static SortedMap<String, String> needs(Sql sql, String database) throws SQLException {
        SortedMap<String, String> needs = new TreeMap<>();
        for (Sql.Row row : sql.rows(DEPENDENCIES)) {
            needs.put(Evidence.path("database", database, NEEDS, row.text(0), row.text(1)), row.text(2));
        }
        return needs;
    }

    /** @param schemas that are restored; none: all */
    static SchemaAlone of(TableOfContents contents, Set<String> schemas, String encoding) {
        SchemaAlone alone = new SchemaAlone(contents, schemas, encoding);
        for (Entry entry : contents.entries()) {
            if (schemas.isEmpty() || alone.isIn(entry)) {
                alone.keep(entry);
            }
        }
        alone.keepWhatIsSaidOfThem();
        return alone;
    }

    private boolean isIn(Entry entry) {
        String schema = LateObjects.text(entry.kind().equals("SCHEMA") ? entry.tag() : entry.schema(), encoding);
        return OF_THE_ARCHIVE.contains(entry.kind())
                || (schemas.contains(schema) && !PARTS_OF_OTHERS.contains(entry.kind()));
    }

    private void keep(Entry entry) {
        if (!kept.add(entry.id()) || schemas.isEmpty()) {
            return;
        }
        for (long id : entry.dependencies()) {
            Entry needed = byId.get(id);
            if (needed == null || isIn(needed)) {
                continue;
            }
            if (COME_ALONG.contains(needed.kind())) {
                keep(needed);
            } else {
                conflicts.add(TableOfContents.name(entry) + " needs " + TableOfContents.name(needed));
            }
        }
    }

    /** Grants on and comments about what stands in no schema. */
    private void keepWhatIsSaidOfThem() {
        for (Entry entry : contents.entries()) {
            if (Maker.ATTACHED.contains(entry.kind()) && entry.schema().isEmpty()) {
                boolean isOfKept = entry.dependencies().stream()
                        .anyMatch(id -> kept.contains(id)
                                && COME_ALONG.contains(byId.get(id).kind()));
                if (isOfKept) {
                    kept.add(entry.id());
                }
            }
        }
    }

    boolean keeps(Entry entry) {
        return kept.contains(entry.id());
    }

    /** What needs something that does not come along. */
    List<String> conflicts() {
        return conflicts;
    }
}
