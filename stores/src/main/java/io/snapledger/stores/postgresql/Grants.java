package io.snapledger.stores.postgresql;

import java.sql.SQLException;
import java.util.List;

/**
 * Owners and grants in a database. An ACL that was written out and one that was not are equal if they grant the same; so both
 * are put in words.
 */
final class Grants {

    private static final String IN_WORDS = """
            coalesce((select string_agg(case when e.grantee = 0 then 'public' else pg_get_userbyid(e.grantee) end || '='
              || e.privilege_type || case when e.is_grantable then '*' else '' end, ',' order by
              case when e.grantee = 0 then 'public' else pg_get_userbyid(e.grantee) end collate "C", e.privilege_type collate "C")
              from aclexplode(%s) e where e.privilege_type <> 'MAINTAIN'), '')""";

    private static final String QUERY = """
            with acls as (
              select 'relation' as what, n.nspname::text as nspname, c.relname::text as name, c.relowner as owner, c.relacl as acl,
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
              union all select 'large-object', '', l.oid::text, l.lomowner, l.lomacl, acldefault('L', l.lomowner)
              from pg_largeobject_metadata l where l.lomacl is not null
              union all select 'type', n.nspname, t.typname, t.typowner, t.typacl, acldefault('T', t.typowner)
              from pg_type t join pg_namespace n on n.oid = t.typnamespace where t.typtype in ('b', 'd', 'e', 'r') and t.typisdefined
                and not exists (select from pg_type e where e.typarray = t.oid) and %1$s and %4$s
              union all select 'language', '', l.lanname, l.lanowner, l.lanacl, acldefault('l', l.lanowner)
              from pg_language l where l.lanispl and l.oid >= 16384 and %5$s
              union all select 'foreign-data-wrapper', '', w.fdwname, w.fdwowner, w.fdwacl, acldefault('F', w.fdwowner)
              from pg_foreign_data_wrapper w where %6$s
              union all select 'foreign-server', '', s.srvname, s.srvowner, s.srvacl, acldefault('S', s.srvowner)
              from pg_foreign_server s where %7$s
            ), words as (
              select what, nspname, name, owner, acl is null as by_default, %8$s as given, %9$s as usual from acls
            )
            select what, nspname, name, 'owner ' || pg_get_userbyid(owner)
                   || case when by_default or given = usual then '' else ', ' || given end from words
            where what <> 'large-object' or given <> usual
            union all select 'by-default', coalesce(n.nspname, ''), pg_get_userbyid(d.defaclrole) || ' ' || d.defaclobjtype::text, %10$s
            from pg_default_acl d left join pg_namespace n on n.oid = d.defaclnamespace
            union all select 'large-objects-of', '', pg_get_userbyid(l.lomowner), count(*)::text from pg_largeobject_metadata l
            group by 3
            """.formatted(
                    Catalog.OURS,
                    Catalog.noExtension("c", "pg_class"),
                    Catalog.noExtension("p", "pg_proc"),
                    Catalog.noExtension("t", "pg_type"),
                    Catalog.noExtension("l", "pg_language"),
                    Catalog.noExtension("w", "pg_foreign_data_wrapper"),
                    Catalog.noExtension("s", "pg_foreign_server"),
                    String.format(IN_WORDS, "acl"),
                    String.format(IN_WORDS, "usual"),
                    String.format(IN_WORDS, "d.defaclacl"));

    private Grants() {}

    /** Kind, schema, name, words. */
    static List<Sql.Row> take(Sql sql) throws SQLException {
        return sql.rows(QUERY);
    }
}
