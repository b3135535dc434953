package io.snapledger.testkit.compare;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.postgresql.PGConnection;

/**
 * Compares two PostgreSQL servers, or databases of them: rows of every table as one md5 over their ordered text,
 * sequences, large objects, definitions, grants, owners, roles with passwords and memberships.
 */
public final class PostgresComparison {

    private static final String OURS = " n.nspname !~ '^pg_' and n.nspname <> 'information_schema' ";

    /** Fact queries: two columns, name and value. */
    private static final List<String> CATALOG = List.of(
            "select 'schema ' || nspname, pg_get_userbyid(nspowner) || ' ' || " + acl("nspacl", "'n'", "nspowner")
                    + " from pg_namespace n where" + OURS,
            "select 'relation ' || n.nspname || '.' || relname, concat_ws(' ', relkind, relpersistence,"
                    + " pg_get_userbyid(relowner), relrowsecurity, reloptions, "
                    + acl("relacl", "(case relkind when 'S' then 's' else 'r' end)::\"char\"", "relowner")
                    + ") from pg_class c join pg_namespace n on n.oid = relnamespace where relkind in ('r','p','v','m','f','S') and"
                    + OURS,
            "select 'column ' || n.nspname || '.' || relname || '.' || attname, concat_ws(' ', format_type(atttypid, atttypmod),"
                    + " attnotnull, attidentity, attgenerated, pg_get_expr(adbin, adrelid), attacl) from pg_attribute a join"
                    + " pg_class c on c.oid = attrelid join pg_namespace n on n.oid = relnamespace left join pg_attrdef d on"
                    + " adrelid = attrelid and adnum = attnum where attnum > 0 and not attisdropped and"
                    + " relkind in ('r','p','v','m','f') and" + OURS,
            "select 'constraint ' || n.nspname || '.' || coalesce(relname, '') || '.' || conname, pg_get_constraintdef(k.oid)"
                    + " from pg_constraint k join pg_namespace n on n.oid = connamespace left join pg_class c on c.oid = conrelid"
                    + " where" + OURS,
            "select 'index ' || n.nspname || '.' || relname, pg_get_indexdef(c.oid) from pg_class c join pg_namespace n on"
                    + " n.oid = relnamespace where relkind in ('i','I') and" + OURS,
            "select 'view ' || n.nspname || '.' || relname, pg_get_viewdef(c.oid) from pg_class c join pg_namespace n on"
                    + " n.oid = relnamespace where relkind in ('v','m') and" + OURS,
            "select 'function ' || n.nspname || '.' || proname || '(' || pg_get_function_identity_arguments(p.oid) || ')',"
                    + " md5(pg_get_functiondef(p.oid)) || ' ' || pg_get_userbyid(proowner) || ' ' || "
                    + acl("proacl", "'f'", "proowner")
                    + " from pg_proc p join pg_namespace n on n.oid = pronamespace where prokind in ('f','p') and"
                    + OURS,
            "select 'trigger ' || tgrelid::regclass || '.' || tgname, pg_get_triggerdef(oid) from pg_trigger where not"
                    + " tgisinternal",
            "select 'policy ' || polrelid::regclass || '.' || polname, concat_ws(' ', polcmd, pg_get_expr(polqual, polrelid))"
                    + " from pg_policy",
            "select 'type ' || n.nspname || '.' || typname, concat_ws(' ', typtype, (select string_agg(enumlabel, ',' order by"
                    + " enumsortorder) from pg_enum where enumtypid = t.oid)) from pg_type t join pg_namespace n on"
                    + " n.oid = typnamespace where typtype in ('e','d','r') and" + OURS,
            "select 'extension ' || extname, extversion from pg_extension",
            "select 'comment ' || c.relname || ' ' || objsubid, description from pg_description join pg_class c on"
                    + " c.oid = objoid and classoid = 'pg_class'::regclass join pg_namespace n on n.oid = relnamespace where"
                    + OURS,
            "select 'large object ' || oid, md5(lo_get(oid)) || ' ' || pg_get_userbyid(lomowner) || ' ' ||"
                    + " coalesce(lomacl::text, '') from pg_largeobject_metadata",
            "select 'default privileges ' || pg_get_userbyid(defaclrole) || ' ' || defaclobjtype::text || ' ' ||"
                    + " coalesce(nspname, ''), defaclacl::text from pg_default_acl left join pg_namespace n on n.oid = defaclnamespace");

    private static final List<String> ROLES = List.of(
            "select 'role ' || rolname, concat_ws(' ', rolsuper, rolinherit, rolcreaterole, rolcreatedb, rolcanlogin,"
                    + " rolreplication, rolbypassrls, rolconnlimit, rolvaliduntil::text, md5(coalesce(rolpassword, ''))) from pg_authid"
                    + " where rolname !~ '^pg_' and oid <> 10",
            "select 'member ' || m.rolname || ' of ' || g.rolname, bool_or(admin_option)::text from pg_auth_members a join"
                    + " pg_authid m on m.oid = member join pg_authid g on g.oid = roleid where m.oid <> 10 group by 1",
            "select 'setting of role ' || rolname, setconfig::text from pg_db_role_setting join pg_authid r on r.oid = setrole"
                    + " where setdatabase = 0");

    private static final String DATABASE = "select 'database', concat_ws(' ', pg_get_userbyid(datdba),"
            + " pg_encoding_to_char(encoding), datcollate, datctype, datconnlimit, "
            + acl("datacl", "'d'", "datdba")
            + ", shobj_description(oid, 'pg_database'), (select string_agg(setrole::regrole || ' ' || setconfig::text, ' ' order by"
            + " setrole::regrole::text) from pg_db_role_setting where setdatabase = d.oid)) from pg_database d where datname ="
            + " current_database()";

    private PostgresComparison() {}

    private static String acl(String column, String type, String owner) {
        return "array(select a::text from unnest(coalesce(" + column + ", acldefault(" + type + ", " + owner
                + "))) a order by 1)::text";
    }

    /**
     * {@code PostgresComparison <jdbc url> <jdbc url> [--databases shop,crm=crm_restored] [--no-roles]}; without
     * {@code --databases} all of the first server's but postgres.
     */
    public static void main(String[] args) throws SQLException, IOException {
        List<String> urls = new ArrayList<>();
        SortedMap<String, String> databases = new TreeMap<>();
        boolean roles = true;
        for (int i = 0; i < args.length; i++) {
            if (args[i].equals("--databases") && i + 1 < args.length) {
                for (String pair : args[++i].split(",")) {
                    String[] names = pair.split("=", 2);
                    databases.put(names[0], names[names.length - 1]);
                }
            } else if (args[i].equals("--no-roles")) {
                roles = false;
            } else {
                urls.add(args[i]);
            }
        }
        if (urls.size() != 2) {
            System.err.println("usage: PostgresComparison <jdbc url> <jdbc url> [--databases a,b=c] [--no-roles]");
            System.exit(Outcome.WRONG_USE);
        }
        System.exit(compare(urls.get(0), urls.get(1), databases, roles).tell(System.out));
    }

    /** Compares everything of two servers. */
    public static Outcome compare(String expected, String actual) throws SQLException, IOException {
        return compare(expected, actual, new TreeMap<>(), true);
    }

    /** @param databases name at the first to name at the second; empty: all of the first but postgres */
    public static Outcome compare(String expected, String actual, SortedMap<String, String> databases, boolean roles)
            throws SQLException, IOException {
        SortedMap<String, String> left = new TreeMap<>();
        SortedMap<String, String> right = new TreeMap<>();
        if (roles) {
            facts(expected, "", ROLES, left);
            facts(actual, "", ROLES, right);
        }
        SortedMap<String, String> chosen = new TreeMap<>(databases);
        if (databases.isEmpty()) {
            databasesOf(expected).forEach(name -> chosen.put(name, name));
        }
        for (String name : chosen.keySet()) {
            database(with(expected, name), name, left);
            database(with(actual, chosen.get(name)), name, right);
        }
        return Outcome.of(left, right);
    }

    private static List<String> databasesOf(String url) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url)) {
            return column(
                    connection, "select datname from pg_database where not datistemplate and datname <> 'postgres'");
        }
    }

    /** The url with another database; everything between the third slash and the question mark. */
    private static String with(String url, String database) {
        int start = url.indexOf('/', url.indexOf("//") + 2) + 1;
        int end = url.indexOf('?', start) < 0 ? url.length() : url.indexOf('?', start);
        return url.substring(0, start)
                + java.net.URLEncoder.encode(database, StandardCharsets.UTF_8).replace("+", "%20")
                + url.substring(end);
    }

    private static void facts(String url, String prefix, List<String> queries, SortedMap<String, String> found)
            throws SQLException {
        try (Connection connection = DriverManager.getConnection(url)) {
            for (String query : queries) {
                collect(connection, prefix, query, found);
            }
        }
    }

    private static void database(String url, String name, SortedMap<String, String> found)
            throws SQLException, IOException {
        String prefix = name + ": ";
        try (Connection connection = DriverManager.getConnection(url)) {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute("set transaction isolation level repeatable read, read only");
                statement.execute(
                        "set local timezone = 'UTC'; set local datestyle = 'ISO'; set local extra_float_digits = 3;"
                                + " set local search_path = pg_catalog; set local work_mem = '64MB'");
            }
            collect(connection, prefix, DATABASE, found);
            for (String query : CATALOG) {
                collect(connection, prefix, query, found);
            }
            for (String table : column(
                    connection,
                    "select quote_ident(n.nspname) || '.' || quote_ident(relname) from pg_class c"
                            + " join pg_namespace n on n.oid = relnamespace where relkind in ('r','m') and relispopulated and"
                            + OURS)) {
                found.put(prefix + "rows of " + table, rows(connection, table));
            }
            for (String sequence : column(
                    connection,
                    "select quote_ident(n.nspname) || '.' || quote_ident(relname) from pg_class c"
                            + " join pg_namespace n on n.oid = relnamespace where relkind = 'S' and" + OURS)) {
                collect(
                        connection,
                        prefix,
                        "select 'sequence " + sequence.replace("'", "''") + "', last_value || ' ' || is_called from "
                                + sequence,
                        found);
            }
            connection.rollback();
        }
    }

    /** Count and md5 of the rows' text in the order of their bytes, streamed. */
    private static String rows(Connection connection, String table) throws SQLException, IOException {
        try {
            MessageDigest md5 = MessageDigest.getInstance("MD5");
            long count;
            try (DigestOutputStream digest = new DigestOutputStream(OutputStream.nullOutputStream(), md5)) {
                count = connection
                        .unwrap(PGConnection.class)
                        .getCopyAPI()
                        .copyOut(
                                "copy (select t::text from only " + table
                                        + " t order by t::text collate \"C\") to stdout",
                                digest);
            }
            return count + " rows, md5 " + HexFormat.of().formatHex(md5.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void collect(Connection connection, String prefix, String query, SortedMap<String, String> found)
            throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            while (result.next()) {
                found.merge(
                        prefix + result.getString(1),
                        String.valueOf(result.getString(2)),
                        (a, b) -> a.compareTo(b) < 0 ? a + "\n" + b : b + "\n" + a);
            }
        }
    }

    private static List<String> column(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            List<String> values = new ArrayList<>();
            while (result.next()) {
                values.add(result.getString(1));
            }
            return values;
        }
    }
}
