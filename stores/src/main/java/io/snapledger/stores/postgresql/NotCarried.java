package io.snapledger.stores.postgresql;

import io.snapledger.stores.NotIncluded;
import io.snapledger.stores.NotIncluded.Cause;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** What is in a database and comes into no archive of pg_dump, or not into one that this role makes. */
final class NotCarried {

    /** More lines of a class are summed up. */
    private static final int MOST = 50;

    private static final String IN_SYSTEM_SCHEMAS = """
            select 'relation ' || n.nspname || '.' || c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where n.nspname in ('pg_catalog', 'information_schema') and c.oid >= 16384 and c.relkind in ('r', 'p', 'v', 'm', 'S', 'f', 'c')
              and %s
            union all select 'function ' || n.nspname || '.' || p.proname from pg_proc p join pg_namespace n on n.oid = p.pronamespace
            where n.nspname in ('pg_catalog', 'information_schema') and p.oid >= 16384 and %s
            union all select 'operator ' || n.nspname || '.' || o.oprname from pg_operator o join pg_namespace n on n.oid = o.oprnamespace
            where n.nspname in ('pg_catalog', 'information_schema') and o.oid >= 16384 and %s
            union all select 'type ' || n.nspname || '.' || t.typname from pg_type t join pg_namespace n on n.oid = t.typnamespace
            where n.nspname in ('pg_catalog', 'information_schema') and t.oid >= 16384 and t.typtype in ('b', 'd', 'e', 'r')
              and not exists (select from pg_type e where e.typarray = t.oid) and %s
            order by 1
            """.formatted(
                    Catalog.noExtension("c", "pg_class"),
                    Catalog.noExtension("p", "pg_proc"),
                    Catalog.noExtension("o", "pg_operator"),
                    Catalog.noExtension("t", "pg_type"));

    private static final String UNFINISHED_INDEXES = "select 'index ' || n.nspname || '.' || c.relname from pg_class c"
            + " join pg_namespace n on n.oid = c.relnamespace where c.relkind = 'i' and c.relpersistence <> 't' and "
            + Catalog.OURS
            + " and " + Catalog.unfinishedIndex() + " order by 1";

    private static final String UNMARKED_TABLES_OF_EXTENSIONS = """
            select 'rows of ' || count(*)::text || ' tables of extension ' || e.extname from pg_extension e
            join pg_depend d on d.refclassid = 'pg_extension'::regclass and d.refobjid = e.oid and d.deptype = 'e'
            join pg_class c on d.classid = 'pg_class'::regclass and d.objid = c.oid
            where c.relkind = 'r' and not coalesce(c.oid = any (e.extconfig), false) group by e.extname order by 1
            """;

    private static final String FOREIGN_TABLES =
            "select 'rows of foreign table ' || n.nspname || '.' || c.relname from pg_class c"
                    + " join pg_namespace n on n.oid = c.relnamespace where c.relkind = 'f' and " + Catalog.OURS
                    + " and "
                    + Catalog.noExtension("c", "pg_class") + " order by 1";

    private static final String PREPARED = "select 'prepared transaction ' || gid from pg_prepared_xacts"
            + " where database = current_database() order by 1";

    private static final String SUBSCRIPTIONS = "select 'subscription ' || s.subname from pg_subscription s"
            + " where s.subdbid = (select oid from pg_database where datname = current_database())"
            + " and not (select rolsuper from pg_roles where rolname = current_user) order by 1";

    private static final String HIDDEN_OPTIONS = """
            select 'options of the user mapping of ' || m.usename || ' at server ' || m.srvname from pg_user_mappings m
            where m.umoptions is null and not (select rolsuper from pg_roles where rolname = current_user)
              and not (m.usename = current_user and has_server_privilege(m.srvid, 'usage')) order by 1
            """;

    private static final String LARGE_OBJECTS_OF_OTHERS = """
            select count(*) from pg_largeobject_metadata l where not pg_has_role(l.lomowner, 'usage')
              and not exists (select from aclexplode(l.lomacl) a where a.privilege_type = 'SELECT'
                and (a.grantee = 0 or pg_has_role(a.grantee, 'usage')))
            """;

    private final Sql sql;
    private final String database;
    private final List<NotIncluded> found = new ArrayList<>();

    private NotCarried(Sql sql, String database) {
        this.sql = sql;
        this.database = database;
    }

    static List<NotIncluded> find(Sql sql, String database) throws SQLException {
        NotCarried all = new NotCarried(sql, database);
        all.add(
                IN_SYSTEM_SCHEMAS,
                Cause.MISSED,
                "pg_dump takes it for the system's own; HINT: move it into a schema of its own");
        all.add(SUBSCRIPTIONS, Cause.MISSED, "only a superuser may read how it connects");
        all.add(HIDDEN_OPTIONS, Cause.MISSED, "only a superuser, or whose they are, may read them");
        all.add(
                UNFINISHED_INDEXES,
                Cause.INHERENT,
                "CREATE INDEX CONCURRENTLY left it unfinished, so that pg_dump passes it over; HINT: REINDEX or drop it");
        all.add(
                UNMARKED_TABLES_OF_EXTENSIONS,
                Cause.INHERENT,
                "the extension does not mark them for dumps; its script makes the tables again");
        all.add(FOREIGN_TABLES, Cause.INHERENT, "they are stored at the foreign server");
        all.add(PREPARED, Cause.INHERENT, "it is neither committed nor rolled back");
        return all.found;
    }

    /** How many large objects the role may not read. */
    static long hiddenLargeObjects(Sql sql) throws SQLException {
        return Long.parseLong(sql.first(LARGE_OBJECTS_OF_OTHERS).orElse("0"));
    }

    private void add(String query, Cause cause, String reason) throws SQLException {
        List<String> all = sql.texts(query);
        all.stream()
                .limit(MOST)
                .forEach(what -> found.add(new NotIncluded(what + " of database " + database, reason, cause, 1)));
        if (all.size() > MOST) {
            found.add(new NotIncluded(
                    (all.size() - MOST) + " more like " + all.get(MOST - 1) + " of database " + database,
                    reason,
                    cause,
                    all.size() - MOST));
        }
    }
}
