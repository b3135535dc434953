package io.snapledger.stores.postgresql;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How many objects of each class a database has, of all classes that pg_dump carries (the list of getSchemaData in pg_dump's common.c), extensions' own and
 * unfinished indexes aside. A class without objects is told with 0.
 */
final class ObjectCounts {

    /** Classes in schemas: name, catalog, its column of the schema, a further condition. */
    private static final List<String[]> IN_SCHEMAS = List.of(
            new String[] {"functions", "pg_proc", "pronamespace", "true"},
            new String[] {"aggregates", "pg_proc", "pronamespace", "x.prokind = 'a'"},
            new String[] {"procedures", "pg_proc", "pronamespace", "x.prokind = 'p'"},
            new String[] {
                "types",
                "pg_type",
                "typnamespace",
                "x.typtype in ('b', 'd', 'e', 'r') and not exists (select from pg_type e where e.typarray = x.oid)"
            },
            new String[] {"operators", "pg_operator", "oprnamespace", "x.oprcode <> 0"},
            new String[] {"operator-classes", "pg_opclass", "opcnamespace", "true"},
            new String[] {"operator-families", "pg_opfamily", "opfnamespace", "true"},
            new String[] {"collations", "pg_collation", "collnamespace", "true"},
            new String[] {"conversions", "pg_conversion", "connamespace", "true"},
            new String[] {"text-search-parsers", "pg_ts_parser", "prsnamespace", "true"},
            new String[] {"text-search-dictionaries", "pg_ts_dict", "dictnamespace", "true"},
            new String[] {"text-search-templates", "pg_ts_template", "tmplnamespace", "true"},
            new String[] {"text-search-configurations", "pg_ts_config", "cfgnamespace", "true"},
            new String[] {"extended-statistics", "pg_statistic_ext", "stxnamespace", "true"});

    /** Classes outside of schemas: name, catalog, a further condition. */
    private static final List<String[]> ELSEWHERE = List.of(
            new String[] {"casts", "pg_cast", "true"},
            new String[] {"transforms", "pg_transform", "true"},
            new String[] {"languages", "pg_language", "true"},
            new String[] {"access-methods", "pg_am", "true"},
            new String[] {"foreign-data-wrappers", "pg_foreign_data_wrapper", "true"},
            new String[] {"foreign-servers", "pg_foreign_server", "true"},
            new String[] {"event-triggers", "pg_event_trigger", "true"},
            new String[] {"publications", "pg_publication", "true"},
            new String[] {"publication-tables", "pg_publication_rel", "true"},
            new String[] {"rules", "pg_rewrite", "x.rulename <> '_RETURN'"});

    private static final String OTHERS =
            """
            select 'constraints', count(*) from pg_constraint p join pg_namespace n on n.oid = p.connamespace
              where %1$s and p.contype <> 'n'
            union all select 'triggers', count(*) from pg_trigger where not tgisinternal
            union all select 'policies', count(*) from pg_policy
            union all select 'schemas', count(*) from pg_namespace n where %1$s
            union all select 'user-mappings', count(*) from pg_user_mappings
            union all select 'column-defaults', count(*) from pg_attrdef d join pg_class c on c.oid = d.adrelid
              join pg_namespace n on n.oid = c.relnamespace where %1$s and %2$s
            union all select 'inheritance', count(*) from pg_inherits h join pg_class c on c.oid = h.inhrelid
              join pg_namespace n on n.oid = c.relnamespace where c.relkind in ('r', 'p', 'f') and %1$s and %2$s
            union all select 'subscriptions', count(s.oid) from pg_subscription s
              where s.subdbid = (select oid from pg_database where datname = current_database())
            union all select 'security-labels', count(*) from pg_seclabel
            union all select 'comments', count(*) from pg_description d where d.objoid >= %3$s
              and d.classoid <> 'pg_extension'::regclass
              and not exists (select from pg_depend x where x.deptype = 'e' and x.objid = d.objoid and x.classid = d.classoid)
              and not exists (select from pg_index i join pg_class o on o.oid = i.indrelid where i.indexrelid = d.objoid
                and d.classoid = 'pg_class'::regclass and not i.indisvalid and o.relkind <> 'p')
            """.formatted(Catalog.OURS, Catalog.noExtension("c", "pg_class"), Catalog.FIRST_OWN);

    private static final List<String> KINDS = List.of("r", "m", "v", "i", "I", "S", "p", "f", "c");
    private static final String RELATIONS = "select c.relkind, count(*) from pg_class c join pg_namespace n"
            + " on n.oid = c.relnamespace where c.relpersistence <> 't' and c.relkind in ('"
            + String.join("', '", KINDS) + "') and " + Catalog.OURS + " and "
            + Catalog.noExtension("c", "pg_class") + " and not " + Catalog.unfinishedIndex() + " group by 1";

    private ObjectCounts() {}

    /** Number by class. */
    static SortedMap<String, String> take(Sql sql) throws SQLException {
        SortedMap<String, String> counts = new TreeMap<>();
        KINDS.forEach(kind -> counts.put("relations-" + kind, "0"));
        for (Sql.Row row : sql.rows(RELATIONS)) {
            counts.put("relations-" + row.text(0), row.text(1));
        }
        for (Sql.Row row : sql.rows(queries() + " union all " + OTHERS)) {
            counts.put(row.text(0), row.text(1));
        }
        return counts;
    }

    /** Whether the database holds nothing beyond what initdb made, grants on the system's own objects aside. */
    static boolean isPristine(Sql sql) throws SQLException {
        boolean anything = take(sql).entrySet().stream()
                .anyMatch(count -> !count.getKey().equals("schemas")
                        && !count.getKey().equals("languages")
                        && !count.getValue().equals("0"));
        return !anything
                && sql.rows(
                                "select 1 from pg_namespace n full join (values ('public')) as usual (name)"
                                        + " on n.nspname = usual.name::name where (n.nspname is null or usual.name is null) and (n.nspname is null or "
                                        + Catalog.OURS + ") union all"
                                        + " select 1 from pg_namespace n join pg_init_privs i on i.objoid = n.oid and i.classoid ="
                                        + " 'pg_namespace'::regclass where n.nspacl is distinct from i.initprivs union all"
                                        + " select 1 from pg_default_acl union all"
                                        + " select 1 from pg_largeobject_metadata union all"
                                        + " (select 1 where array(select extname::text from pg_extension) <> array['plpgsql']) limit 1")
                        .isEmpty();
    }

    private static String queries() {
        List<String> queries = new ArrayList<>();
        for (String[] of : IN_SCHEMAS) {
            queries.add("select '" + of[0] + "', count(*) from " + of[1] + " x join pg_namespace n on n.oid = x."
                    + of[2] + " where " + Catalog.OURS + " and " + noExtension(of[1]) + " and " + of[3]);
        }
        for (String[] of : ELSEWHERE) {
            queries.add("select '" + of[0] + "', count(*) from " + of[1] + " x where x.oid >= " + Catalog.FIRST_OWN
                    + " and " + noExtension(of[1]) + " and " + of[2]);
        }
        return queries.stream().collect(Collectors.joining(" union all "));
    }

    private static String noExtension(String catalog) {
        return "not exists (select from pg_depend e where e.deptype = 'e' and e.objid = x.oid and e.classid = '"
                + catalog + "'::regclass)";
    }
}
