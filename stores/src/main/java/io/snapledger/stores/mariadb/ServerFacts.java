package io.snapledger.stores.mariadb;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a server says of itself.
 *
 * @param version e.g. {@code 10.11.19-MariaDB-0+deb12u1}
 * @param account who we are there, e.g. {@code backup@%}
 * @param privileges held everywhere
 */
record ServerFacts(String version, String account, Set<String> privileges, Map<String, String> details) {

    private static final Pattern VERSION = Pattern.compile("^(\\d+)\\.(\\d+)\\.");

    static final List<String> TO_DUMP = List.of("SELECT", "SHOW VIEW", "TRIGGER", "EVENT");

    static final List<String> TO_RESTORE = List.of(
            "SELECT",
            "INSERT",
            "CREATE",
            "DROP",
            "ALTER",
            "INDEX",
            "REFERENCES",
            "CREATE VIEW",
            "SHOW VIEW",
            "TRIGGER",
            "EVENT",
            "CREATE ROUTINE",
            "ALTER ROUTINE");

    /** What it takes to make users and roles, and to grant them what they had: nobody grants what he may not grant himself. */
    static final List<String> TO_MAKE_USERS = List.of("CREATE USER", "GRANT OPTION");

    static ServerFacts of(Connection connection) throws SQLException {
        Sql sql = new Sql(connection);
        List<String> row = sql.rows("select @@version, current_user(), @@lower_case_table_names, @@version_comment,"
                        + " @@character_set_server, @@collation_server")
                .get(0);
        String account = row.get(1);
        int at = account.lastIndexOf('@');
        String grantee = "'" + account.substring(0, at) + "'@'" + account.substring(at + 1) + "'";
        Set<String> privileges = new TreeSet<>();
        for (List<String> held :
                sql.rows("select privilege_type, is_grantable from information_schema.user_privileges where grantee = "
                        + Sql.literal(grantee))) {
            privileges.add(held.get(0).toUpperCase(Locale.ROOT));
            if (held.get(1).equals("YES")) {
                privileges.add("GRANT OPTION");
            }
        }
        Map<String, String> details = new TreeMap<>();
        details.put("lower_case_table_names", row.get(2));
        details.put("version_comment", row.get(3));
        details.put("character_set_server", row.get(4));
        details.put("collation_server", row.get(5));
        details.put("consistency", "each database is one point in time; databases are not consistent with each other");
        sql.first(
                        "select variable_value from information_schema.global_variables where variable_name = 'GTID_BINLOG_POS'")
                .map(gtid -> gtid.get(0))
                .filter(gtid -> gtid != null && !gtid.isEmpty())
                .ifPresent(gtid -> details.put("gtid_binlog_pos before the dump", gtid));
        return new ServerFacts(row.get(0), account, privileges, details);
    }

    boolean isMariadb() {
        return version.contains("MariaDB");
    }

    /** Those of a list that are not held everywhere. */
    List<String> lacking(List<String> needed) {
        return needed.stream()
                .filter(privilege -> !privileges.contains(privilege))
                .toList();
    }

    /** The statement that gives what is missing. */
    String grant(List<String> lacking) {
        int at = account.lastIndexOf('@');
        return "GRANT " + String.join(", ", lacking) + " ON *.* TO " + Sql.name(account.substring(0, at)) + "@"
                + Sql.name(account.substring(at + 1));
    }

    /** Whether one may make things that run as others. */
    boolean maySetDefiners() {
        return privileges.contains("SET USER") || privileges.contains("SUPER");
    }

    /** Major and minor version in one number; 0: unknown. */
    static int number(String version) {
        Matcher matcher = VERSION.matcher(version);
        return matcher.find() ? Integer.parseInt(matcher.group(1)) * 1000 + Integer.parseInt(matcher.group(2)) : 0;
    }

    static Set<String> engines(Connection connection) throws SQLException {
        return new HashSet<>(new Sql(connection)
                .column("select upper(engine) from information_schema.engines where support in ('YES', 'DEFAULT')"));
    }
}
