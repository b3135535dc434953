package io.snapledger.stores.postgresql;

import io.snapledger.stores.Evidence;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Gives a database that is being restored the properties that live outside of it. */
final class DatabaseProperties {

    /** Settings whose stored value is a list of quoted names; given as one literal they would become one name. */
    private static final Set<String> LISTS = Set.of(
            "search_path",
            "temp_tablespaces",
            "local_preload_libraries",
            "session_preload_libraries",
            "shared_preload_libraries",
            "unix_socket_directories");

    private final Sql sql;
    private final int serverMajor;

    DatabaseProperties(Sql sql, int serverMajor) {
        this.sql = sql;
        this.serverMajor = serverMajor;
    }

    /** Creates the empty database, as the source's was. */
    void create(Database database, String name) throws SQLException {
        StringBuilder create = new StringBuilder("create database ").append(Sql.name(name));
        create.append(" template template0 encoding ").append(Sql.literal(database.property("encoding")));
        create.append(" lc_collate ").append(Sql.literal(database.property("collate")));
        create.append(" lc_ctype ").append(Sql.literal(database.property("ctype")));
        if (serverMajor >= 15 && database.property("provider").equals("i")) {
            create.append(" locale_provider icu icu_locale ").append(Sql.literal(database.property("icu-locale")));
        }
        if (serverMajor >= 17 && database.property("provider").equals("b")) {
            create.append(" locale_provider builtin builtin_locale ")
                    .append(Sql.literal(database.property("icu-locale")));
        }
        String tablespace = database.property("tablespace");
        if (!tablespace.isEmpty() && !tablespace.equals("pg_default")) {
            create.append(" tablespace ").append(Sql.name(tablespace));
        }
        sql.run(create.toString());
    }

    /** Gives it owner, limit, settings and grants; the roles must be there. */
    void apply(Database database, String name) throws SQLException {
        String quoted = Sql.name(name);
        sql.run("alter database " + quoted + " owner to " + Sql.name(database.property("owner")));
        if (!database.property("connection-limit").isEmpty()) {
            sql.run("alter database " + quoted + " with connection limit "
                    + Integer.parseInt(database.property("connection-limit")));
        }
        for (String setting : database.all("setting")) {
            set(quoted, setting);
        }
        grant(quoted, database);
        if (!database.property("template").isEmpty()) {
            sql.run("alter database " + quoted + " with is_template true");
        }
    }

    private void set(String quotedDatabase, String setting) throws SQLException {
        String[] parts = setting.split("/", 2);
        String role = Evidence.unescaped(parts[0]);
        String subject = role.isEmpty()
                ? "alter database " + quotedDatabase
                : "alter role " + Sql.name(role) + " in database " + quotedDatabase;
        sql.run(subject + " set " + assignment(Evidence.unescaped(parts[1])));
    }

    /** {@code name=value}, as the catalog has it, as SQL's {@code "name" to 'value'}. */
    static String assignment(String setting) {
        String[] pair = setting.split("=", 2);
        String value = LISTS.contains(pair[0].toLowerCase(Locale.ROOT)) ? list(pair[1]) : Sql.literal(pair[1]);
        return Sql.name(pair[0]).replace(".", "\".\"") + " to " + value;
    }

    /** {@code "$user", public} as literals: {@code '$user', 'public'}. */
    private static String list(String value) {
        List<String> names = new ArrayList<>();
        int i = 0;
        while (i < value.length()) {
            char c = value.charAt(i);
            if (c == ',' || c == ' ') {
                i++;
            } else if (c == '"') {
                int end = i + 1;
                while (end < value.length() && (value.charAt(end) != '"' || value.startsWith("\"\"", end))) {
                    end += value.charAt(end) == '"' ? 2 : 1;
                }
                names.add(value.substring(i + 1, end).replace("\"\"", "\""));
                i = end + 1;
            } else {
                int comma = value.indexOf(',', i);
                int end = comma < 0 ? value.length() : comma;
                names.add(value.substring(i, end).strip());
                i = end;
            }
        }
        return names.isEmpty()
                ? "''"
                : String.join(", ", names.stream().map(Sql::literal).toList());
    }

    /** Repeats every grant as its grantor; the owner's come first, since others' rest on them. */
    private void grant(String quotedDatabase, Database database) throws SQLException {
        List<String> grants = database.all("grant");
        if (grants.isEmpty()) {
            return;
        }
        String owner = database.property("owner");
        sql.run("revoke all on database " + quotedDatabase + " from public");
        sql.run("revoke all on database " + quotedDatabase + " from " + Sql.name(owner));
        for (String grant : grants) {
            String[] parts = grant.split("/", 4);
            String grantee = Evidence.unescaped(parts[0]);
            String grantor = Evidence.unescaped(parts[3]);
            boolean borrowed = !grantor.equals(owner) && !grantor.isEmpty();
            if (borrowed) {
                sql.run("set role " + Sql.name(grantor));
            }
            try {
                sql.run("grant " + parts[1] + " on database " + quotedDatabase + " to "
                        + (grantee.isEmpty() ? "public" : Sql.name(grantee))
                        + (parts[2].isEmpty() ? "" : " with grant option"));
            } finally {
                if (borrowed) {
                    sql.run("reset role");
                }
            }
        }
    }
}
