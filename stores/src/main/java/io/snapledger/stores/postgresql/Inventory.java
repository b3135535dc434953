package io.snapledger.stores.postgresql;

import io.snapledger.stores.Evidence;
import io.snapledger.stores.postgresql.ArchiveContents.Name;
import io.snapledger.stores.postgresql.ArchiveContents.Rows;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is in one database: objects of every class, columns, grants, extensions, rows, sequences, large objects. Only what pg_dump carries:
 * of a materialized view whether it is populated, since a restore refreshes it; extensions' own tables are the extensions'.
 * Definitions come from the catalog, which evaluates nothing that a user wrote; what tables and sequences hold comes from the archive
 * at a dump, and from the database when a restored one is compared.
 */
final class Inventory {

    /** How closely rows are looked at. */
    enum Detail {
        COUNTS,
        DIGESTS,
        /** As the first inventories did, which are in snapshots: over the whole row in the order of its columns. */
        DIGESTS_OF_WHOLE_ROWS
    }

    /** Told instead of the number of rows of a populated materialized view. */
    static final String MADE_ANEW = "made anew";

    /** The fact by which an inventory with all classes is told from the first ones. */
    static final String VERSION_FACT = "inventory";

    private static final String VERSION = "2";

    private static final String BYTES = "encode(convert_to(%s::text, getdatabaseencoding()), 'hex')";
    private static final String RELATIONS = "select n.nspname, c.relname, c.relkind, c.relispopulated, "
            + String.format(BYTES, "n.nspname") + ", " + String.format(BYTES, "c.relname") + ", c.oid"
            + " from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind in ('r', 'm', 'S')"
            + " and c.relpersistence <> 't' and " + Catalog.OURS + " and " + Catalog.noExtension("c", "pg_class")
            + " order by 1, 2";
    private static final String COLUMNS = """
            select n.nspname, c.relname, md5(string_agg(a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
                   || ' ' || a.attnotnull::text, ',' order by a.attname collate "C"))
            from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
            where a.attnum > 0 and not a.attisdropped and c.relkind in ('r', 'm', 'p', 'f') and c.relpersistence <> 't'
              and %s and %s group by 1, 2
            """.formatted(Catalog.OURS, Catalog.noExtension("c", "pg_class"));
    /** The server writes the queries of relations, so that no name travels: names need not be text. */
    private static final String QUERY_OF_RELATION =
            "select format(?::text, " + RowDigest.FIELDS + ", c.oid::regclass) from pg_class c where c.oid = ?::oid";

    /**
     * Tables that no query may touch: to plan it the server evaluates what is constant in the expressions of indexes and statistics (RelationGetIndexExpressions,
     * get_relation_statistics), and so calls users' functions. COPY reads them without a plan.
     */
    private static final String CALLING_WHEN_PLANNED = """
            select distinct x.relation::text from (
              select i.indrelid as relation, 'pg_class'::regclass as class, i.indexrelid as object from pg_index i
              where i.indexprs is not null or i.indpred is not null
              union all select s.stxrelid, 'pg_statistic_ext'::regclass, s.oid from pg_statistic_ext s) x
            join pg_depend d on d.classid = x.class and d.objid = x.object and d.refobjid >= %d
            where d.refclassid in ('pg_proc'::regclass, 'pg_operator'::regclass)
              and not exists (select from pg_depend e where e.deptype = 'e' and e.classid = d.refclassid and e.objid = d.refobjid)
            """.formatted(Catalog.FIRST_OWN);

    private static final String COLUMNS_OF_COPY = """
            select coalesce(string_agg(quote_ident(attname), ', ' order by attnum), '') from pg_attribute
            where attrelid = cast(? as oid) and attnum > 0 and not attisdropped and attgenerated = ''
            """;

    /** A table, materialized view or sequence, under its name as told and as bytes. */
    private record Relation(String schema, String name, String kind, boolean populated, Name bytes, String oid) {}

    private final Sql sql;
    private final String database;
    private final List<Relation> relations = new ArrayList<>();
    private final SortedMap<String, String> facts = new TreeMap<>();

    private Inventory(Sql sql, String database) {
        this.sql = sql;
        this.database = database;
    }

    /**
     * Definitions, as the connection's transaction sees them; what the relations hold is to be told by {@link #with}.
     *
     * @param name under which the facts are told
     */
    static Inventory ofDefinitions(Sql sql, String name) throws SQLException {
        Inventory inventory = new Inventory(sql, name);
        inventory.definitions();
        inventory.relations();
        return inventory;
    }

    /** All facts of the connection's database, below {@code database/<name>/}, read from the database itself. */
    static SortedMap<String, String> take(Sql sql, String name, Detail detail) throws SQLException {
        Inventory inventory = ofDefinitions(sql, name);
        Set<String> calling = Set.copyOf(sql.texts(CALLING_WHEN_PLANNED));
        for (Relation relation : inventory.relations) {
            if (calling.contains(relation.oid) && inventory.canBeCopied(relation, detail)) {
                inventory.holdsByCopy(relation, detail);
            } else {
                inventory.holds(relation, detail);
            }
        }
        inventory.largeObjects(detail);
        return inventory.facts;
    }

    /** Takes them out of the facts: the archive is made without them. */
    void leaveOutLargeObjects() {
        facts.keySet()
                .removeIf(fact -> fact.startsWith(path("grants", "large-object", ""))
                        || fact.startsWith(path("grants", "large-objects-of", "")));
    }

    /** All facts, with what the archive holds; tables and sequences that it lacks are told to the list. */
    SortedMap<String, String> with(ArchiveContents archive, boolean digests, List<String> lacking) {
        for (Relation relation : relations) {
            if (relation.kind.equals("S")) {
                String value = archive.sequences().get(relation.bytes);
                if (value == null) {
                    lacking.add("sequence " + relation.schema + "." + relation.name);
                } else {
                    fact(value, "sequence", relation.schema, relation.name);
                }
            } else if (relation.kind.equals("r")) {
                Rows rows = archive.rows().get(relation.bytes);
                if (rows == null) {
                    lacking.add("table " + relation.schema + "." + relation.name);
                } else {
                    rowFacts(relation, Long.toString(rows.count()), digests ? rows.digest() : null);
                }
            }
        }
        fact(Long.toString(archive.largeObjects()), "large-objects", "count");
        if (digests) {
            fact(archive.largeObjectsDigest(), "large-objects", "digest");
        }
        return facts;
    }

    /** Bytes of each table's rows in the archive, by the path of the table. */
    SortedMap<String, String> bytes(ArchiveContents archive) {
        SortedMap<String, String> bytes = new TreeMap<>();
        for (Relation relation : relations) {
            Rows rows = archive.rows().get(relation.bytes);
            if (rows != null) {
                bytes.put(
                        Evidence.path("database", database, "table", relation.schema, relation.name, "bytes"),
                        Long.toString(rows.bytes()));
            }
        }
        return bytes;
    }

    private void definitions() throws SQLException {
        fact(VERSION, VERSION_FACT);
        for (Sql.Row row : sql.rows(
                "select e.extname, n.nspname from pg_extension e join pg_namespace n on n.oid = e.extnamespace")) {
            fact(row.text(1), "extension", row.text(0));
        }
        ObjectCounts.take(sql).forEach((kind, count) -> fact(count, "count", kind));
        for (Sql.Row row : sql.rows(COLUMNS)) {
            fact(row.text(2), "table", row.text(0), row.text(1), "columns");
        }
        for (Sql.Row row : Grants.take(sql)) {
            fact(row.text(3), "grants", row.text(0), row.text(1), row.text(2));
        }
    }

    private void relations() throws SQLException {
        for (Sql.Row row : sql.rows(RELATIONS)) {
            Relation relation = new Relation(
                    row.text(0),
                    row.text(1),
                    row.text(2),
                    row.flag(3),
                    new Name(characters(row.text(4)), characters(row.text(5))),
                    row.text(6));
            relations.add(relation);
            if (relation.kind.equals("m")) { // a restore fills it by its query, so that what it held may rightly differ
                fact(relation.populated ? MADE_ANEW : "not populated", "table", relation.schema, relation.name, "rows");
            }
        }
    }

    private static String characters(String hex) {
        return new String(HexFormat.of().parseHex(hex), StandardCharsets.ISO_8859_1);
    }

    private void holds(Relation relation, Detail detail) throws SQLException {
        if (relation.kind.equals("S")) {
            Sql.Row value = asked("select last_value as a, is_called as b from %2$s", relation);
            fact(value.text(0) + (value.flag(1) ? " called" : ""), "sequence", relation.schema, relation.name);
        } else if (relation.kind.equals("r")) {
            String digest =
                    switch (detail) {
                        case COUNTS -> "null::text";
                        case DIGESTS -> RowDigest.sumOf("md5('' || %1$s)");
                        case DIGESTS_OF_WHOLE_ROWS -> RowDigest.sumOf("md5(concat(t))");
                    };
            Sql.Row row = asked("select count(*) as a, " + digest + " as b from only %2$s t", relation);
            rowFacts(relation, row.text(0), row.text(1));
        }
    }

    /** Not with names that no statement of ours can say, nor for the digests of the first inventories. */
    private boolean canBeCopied(Relation relation, Detail detail) throws SQLException {
        boolean isAscii =
                (relation.bytes.schema() + relation.bytes.name()).chars().allMatch(c -> c < 128);
        return detail != Detail.DIGESTS_OF_WHOLE_ROWS && (isAscii || !sql.isOfBytes());
    }

    private void holdsByCopy(Relation relation, Detail detail) throws SQLException {
        String columns = sql.first(COLUMNS_OF_COPY, relation.oid).orElse("");
        String list = columns.isEmpty() ? "" : "(" + columns + ")";
        RowDigest digest = new RowDigest("COPY t "
                + new String(list.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1) + " FROM stdin;");
        String encoding = sql.first("select getdatabaseencoding()").orElseThrow();
        long count = sql.copyOut(
                "copy " + Sql.name(relation.schema, relation.name) + " " + list + " to stdout with (encoding "
                        + Sql.literal(encoding) + ")",
                row -> {
                    if (detail != Detail.COUNTS) {
                        digest.accept(row, 0, row.length);
                    }
                });
        rowFacts(relation, Long.toString(count), detail == Detail.COUNTS ? null : digest.sum());
    }

    /** Two columns {@code a} and {@code b} of one row. */
    private Sql.Row asked(String template, Relation relation) throws SQLException {
        if (!sql.isOfBytes()) {
            return sql.rows(sql.first(QUERY_OF_RELATION, template, relation.oid).orElseThrow())
                    .get(0);
        }
        return sql.rows(
                        "select substring(x from '<a>([^<]*)</a>'), substring(x from '<b>([^<]*)</b>') from (select query_to_xml(("
                                + QUERY_OF_RELATION + "), true, true, '')::text) q(x)",
                        template,
                        relation.oid)
                .get(0);
    }

    private void rowFacts(Relation relation, String count, String digest) {
        fact(count, "table", relation.schema, relation.name, "rows");
        if (digest != null) {
            fact(digest, "table", relation.schema, relation.name, "digest");
        }
    }

    private void largeObjects(Detail detail) throws SQLException {
        fact(sql.first("select count(*) from pg_largeobject_metadata").orElse("0"), "large-objects", "count");
        if (detail != Detail.COUNTS) {
            String digest = RowDigest.sumOf("md5(l.oid::text || md5(lo_get(l.oid)))");
            fact(
                    sql.first("select " + digest + " from pg_largeobject_metadata l")
                            .orElse("0"),
                    "large-objects",
                    "digest");
        }
    }

    private void fact(String value, String... names) {
        facts.put(path(names), value == null ? "" : value);
    }

    private String path(String... names) {
        return Evidence.path("database", database) + "/" + Evidence.path(names);
    }
}
