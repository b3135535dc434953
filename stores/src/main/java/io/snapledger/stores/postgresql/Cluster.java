package io.snapledger.stores.postgresql;

import io.snapledger.stores.Evidence;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** What belongs to a whole server: its version, its databases and its roles. */
final class Cluster {

    @SuppressWarnings("InlineFormatString") // a query is read best in one piece
    private static final String DATABASES = """
            select d.datname, pg_get_userbyid(d.datdba), pg_encoding_to_char(d.encoding), d.datcollate, d.datctype,
                   %s, %s, t.spcname, d.datconnlimit, shobj_description(d.oid, 'pg_database'),
                   case when d.datconnlimit <> -2 and has_database_privilege(d.oid, 'connect') then pg_database_size(d.oid) else 0 end,
                   d.oid, d.datistemplate, case when d.datconnlimit = -2 then 'INVALID' when d.datallowconn then 'OPEN' else 'CLOSED' end
            from pg_database d left join pg_tablespace t on t.oid = d.dattablespace
            where d.datname <> 'template0' order by d.datname
            """;

    private static final String GRANTS = """
            select coalesce(g.rolname, ''), a.privilege_type, a.is_grantable, o.rolname
            from pg_database d, aclexplode(d.datacl) a
            left join pg_roles g on g.oid = a.grantee left join pg_roles o on o.oid = a.grantor
            where d.oid = cast(? as oid) order by (a.grantor <> d.datdba), 1, 2
            """;
    private static final String SETTINGS = """
            select coalesce(r.rolname, ''), unnest(s.setconfig) from pg_db_role_setting s
            left join pg_roles r on r.oid = s.setrole where s.setdatabase = cast(? as oid) order by 1, 2
            """;
    private static final String ROLES = """
            select rolname, concat_ws(' ', case when rolsuper then 'superuser' end, case when rolinherit then 'inherit' end,
                   case when rolcreaterole then 'createrole' end, case when rolcreatedb then 'createdb' end,
                   case when rolcanlogin then 'login' end, case when rolreplication then 'replication' end,
                   case when rolbypassrls then 'bypassrls' end, 'limit=' || rolconnlimit,
                   'until=' || (nullif(rolvaliduntil, 'infinity') at time zone 'UTC')::text), oid
            from pg_roles where rolname !~ '^pg_' and oid <> 10 order by 1
            """;
    private static final String MEMBERS = """
            select m.rolname, g.rolname, bool_or(a.admin_option) from pg_auth_members a
            join pg_roles m on m.oid = a.member join pg_roles g on g.oid = a.roleid where m.oid <> 10
            group by 1, 2 order by 1, 2
            """;
    private static final String ROLE_SETTINGS = """
            select r.rolname, unnest(s.setconfig) from pg_db_role_setting s join pg_roles r on r.oid = s.setrole
            where s.setdatabase = 0 order by 1, 2
            """;

    /** What the installer's role has beyond what it has everywhere, what all roles have, and who may set which parameters. */
    private static final String SHARED = """
            select 'installer', 'member-of', g.rolname::text, case when bool_or(a.admin_option) then 'admin' else 'member' end
            from pg_auth_members a join pg_roles g on g.oid = a.roleid where a.member = 10 group by 3
            union all select case s.setrole when 0 then 'all-roles' else 'installer' end, 'setting', split_part(c, '=', 1),
            substr(c, strpos(c, '=') + 1)
            from pg_db_role_setting s, unnest(s.setconfig) c where s.setdatabase = 0 and s.setrole in (0, 10)
            """;

    private static final String PARAMETERS = """
            union all select 'parameter', p.parname, case when a.grantee = 0 then 'public' else pg_get_userbyid(a.grantee)::text end,
            string_agg(a.privilege_type || case when a.is_grantable then '*' else '' end, ',' order by a.privilege_type collate "C")
            from pg_parameter_acl p, aclexplode(p.paracl) a group by 2, 3
            """;

    private final Sql sql;
    private final int versionNumber;

    private Cluster(Sql sql, int versionNumber) {
        this.sql = sql;
        this.versionNumber = versionNumber;
    }

    static Cluster of(Connection connection) throws SQLException {
        Sql sql = new Sql(connection);
        return new Cluster(
                sql, Integer.parseInt(sql.first("show server_version_num").orElseThrow()));
    }

    int major() {
        return versionNumber / 10_000;
    }

    String version() throws SQLException {
        return "PostgreSQL " + sql.first("show server_version").orElseThrow();
    }

    /** Facts about the server that are not compared. */
    SortedMap<String, String> details() throws SQLException {
        SortedMap<String, String> details = new TreeMap<>();
        details.put("server-version-number", Integer.toString(versionNumber));
        details.put("in-recovery", sql.first("select pg_is_in_recovery()").orElse(""));
        details.put(
                "wal-position",
                sql.first("select case when pg_is_in_recovery() then pg_last_wal_replay_lsn()"
                                + " else pg_current_wal_lsn() end")
                        .orElse(""));
        if (canReadPasswords()) {
            details.put(
                    "system-identifier",
                    sql.first("select system_identifier from pg_control_system()")
                            .orElse(""));
        }
        return details;
    }

    /** Whether pg_authid is readable, where the password verifiers are. */
    boolean canReadPasswords() throws SQLException {
        return sql.first("select has_table_privilege('pg_catalog.pg_authid', 'select')")
                .orElse("f")
                .equals("t");
    }

    boolean isSuperuser() throws SQLException {
        return sql.first("select rolsuper from pg_roles where rolname = current_user")
                .orElse("f")
                .equals("t");
    }

    /** All databases but template0, whatever their state. */
    List<Database> allDatabases() throws SQLException {
        String provider = major() >= 15 ? "d.datlocprovider" : "'c'";
        String icu = major() >= 17 ? "d.datlocale" : major() >= 15 ? "d.daticulocale" : "null";
        List<Database> databases = new ArrayList<>();
        for (Sql.Row row : sql.rows(String.format(DATABASES, provider, icu))) {
            Map<String, String> properties = new HashMap<>();
            String[] names = {
                "owner",
                "encoding",
                "collate",
                "ctype",
                "provider",
                "icu-locale",
                "tablespace",
                "connection-limit",
                "comment"
            };
            for (int i = 0; i < names.length; i++) {
                if (row.text(i + 1) != null) {
                    properties.put(names[i], row.text(i + 1));
                }
            }
            if (row.flag(12)) {
                properties.put("template", "true");
            }
            numbered(properties, "grant", grants(row.text(11)));
            numbered(properties, "setting", settings(row.text(11)));
            databases.add(new Database(row.text(0), row.number(10), properties, Database.Access.valueOf(row.text(13))));
        }
        return databases;
    }

    /** Databases that let somebody in, templates of users among them. */
    List<Database> databases() throws SQLException {
        return allDatabases().stream()
                .filter(database -> database.access() == Database.Access.OPEN && !database.isTemplate1())
                .toList();
    }

    /** Databases that let nobody in: they cannot be looked into. */
    List<String> closedDatabases() throws SQLException {
        return allDatabases().stream()
                .filter(database -> database.access() != Database.Access.OPEN)
                .map(Database::name)
                .toList();
    }

    private static void numbered(Map<String, String> properties, String name, List<String> values) {
        for (int i = 0; i < values.size(); i++) {
            properties.put(name + "/" + i, values.get(i));
        }
    }

    private List<String> grants(String oid) throws SQLException {
        return sql.rows(GRANTS, oid).stream()
                .map(row -> Evidence.path(
                        row.text(0),
                        row.text(1),
                        row.flag(2) ? "grantable" : "",
                        row.text(3) == null ? "" : row.text(3)))
                .toList();
    }

    private List<String> settings(String oid) throws SQLException {
        return sql.rows(SETTINGS, oid).stream()
                .map(row -> Evidence.path(row.text(0), row.text(1)))
                .toList();
    }

    /**
     * What belongs to no role that a restore makes: {@code installer/…}, {@code all-roles/setting/…}, {@code parameter/<name>/<grantee>}.
     */
    SortedMap<String, String> sharedFacts() throws SQLException {
        SortedMap<String, String> facts = new TreeMap<>();
        for (Sql.Row row : sql.rows(major() >= 15 ? SHARED + PARAMETERS : SHARED)) {
            facts.put(Evidence.path(row.text(0), row.text(1), row.text(2)), row.text(3));
        }
        return facts;
    }

    /** Settings of all roles ({@code ALTER ROLE ALL SET}), as {@code name=value}. */
    List<String> settingsOfAllRoles() throws SQLException {
        return sql.texts("select unnest(setconfig) from pg_db_role_setting where setdatabase = 0 and setrole = 0");
    }

    List<String> roles() throws SQLException {
        return sql.rows(ROLES).stream().map(row -> row.text(0)).toList();
    }

    /** Attributes, memberships, settings and (as digests) passwords of roles, except the installer's own. */
    SortedMap<String, String> roleFacts(Set<String> only) throws SQLException {
        SortedMap<String, String> facts = new TreeMap<>();
        for (Sql.Row row : sql.rows(ROLES)) {
            facts.put(Evidence.path("role", row.text(0), "attributes"), row.text(1));
        }
        for (Sql.Row row : sql.rows(MEMBERS)) {
            facts.put(Evidence.path("role", row.text(0), "member-of", row.text(1)), row.flag(2) ? "admin" : "member");
        }
        for (Sql.Row row : sql.rows(ROLE_SETTINGS)) {
            String[] setting = row.text(1).split("=", 2);
            facts.put(Evidence.path("role", row.text(0), "setting", setting[0]), setting[1]);
        }
        if (canReadPasswords()) {
            for (Sql.Row row : sql.rows("select rolname, rolpassword from pg_authid where rolpassword is not null"
                    + " and rolname !~ '^pg_' and oid <> 10")) {
                facts.put(
                        Evidence.path("role", row.text(0), "password-digest"),
                        Database.digest(row.text(1)).substring(0, 16));
            }
        }
        facts.keySet().removeIf(fact -> !only.contains(fact.split("/", -1)[1]));
        return facts;
    }
}
