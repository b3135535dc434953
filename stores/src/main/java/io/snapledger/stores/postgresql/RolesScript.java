package io.snapledger.stores.postgresql;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The script of {@code pg_dumpall --globals-only} as statements that can be chosen from: a target has roles of its
 * own, so the script as a whole never fits.
 */
final class RolesScript {

    /** What a statement does, and to which role; the role of a grant is the member. */
    enum Kind {
        CREATE_ROLE,
        ALTER_ROLE,
        SETTING,
        SETTING_OF_ALL,
        COMMENT_ON_ROLE,
        MEMBERSHIP,
        TABLESPACE,
        OTHER
    }

    /**
     * One statement, without its semicolon.
     *
     * @param role unquoted; empty where the statement is about none
     * @param group of a membership, unquoted; else empty
     */
    record Statement(Kind kind, String role, String group, String sql) {
        Statement(Kind kind, String role, String sql) {
            this(kind, role, "", sql);
        }
    }

    private RolesScript() {}

    static List<Statement> parse(String script) {
        List<Statement> statements = new ArrayList<>();
        for (String sql : split(script)) {
            statements.add(classify(sql));
        }
        return statements;
    }

    /** Splits at semicolons outside of quotes; drops comments and psql's own lines. */
    private static List<String> split(String script) {
        List<String> statements = new ArrayList<>();
        StringBuilder current = new StringBuilder();
        int i = 0;
        while (i < script.length()) {
            char c = script.charAt(i);
            boolean between = current.isEmpty();
            if (between && Character.isWhitespace(c)) {
                i++;
            } else if (between && (script.startsWith("--", i) || c == '\\')) {
                int end = script.indexOf('\n', i);
                i = end < 0 ? script.length() : end + 1;
            } else if (c == '\'' || c == '"') {
                int end = endOfQuote(script, i, c);
                current.append(script, i, end);
                i = end;
            } else if (c == ';') {
                statements.add(current.toString().strip());
                current.setLength(0);
                i++;
            } else {
                current.append(c);
                i++;
            }
        }
        return statements;
    }

    private static int endOfQuote(String script, int start, char quote) {
        return endOfQuote(script, start, quote, quote == '\'' && start > 0 && script.charAt(start - 1) == 'E');
    }

    /** Where a quoted text ends that begins at a place; {@code escapes} whether a backslash covers what follows it. */
    static int endOfQuote(String script, int start, char quote, boolean escapes) {
        int i = start + 1;
        while (i < script.length()) {
            char c = script.charAt(i);
            if (escapes && c == '\\') {
                i += 2;
            } else if (c == quote && i + 1 < script.length() && script.charAt(i + 1) == quote) {
                i += 2;
            } else if (c == quote) {
                return i + 1;
            } else {
                i++;
            }
        }
        return script.length();
    }

    private static Statement classify(String sql) {
        if (sql.startsWith("CREATE ROLE ")) {
            return new Statement(Kind.CREATE_ROLE, nameAfter(sql, "CREATE ROLE "), sql);
        }
        if (sql.startsWith("ALTER ROLE ALL ")) {
            return new Statement(Kind.SETTING_OF_ALL, "", sql);
        }
        if (sql.startsWith("ALTER ROLE ")) {
            boolean isSetting = sql.startsWith(" SET ", endOfName(sql, "ALTER ROLE ".length()));
            return new Statement(isSetting ? Kind.SETTING : Kind.ALTER_ROLE, nameAfter(sql, "ALTER ROLE "), sql);
        }
        if (sql.startsWith("COMMENT ON ROLE ")) {
            return new Statement(Kind.COMMENT_ON_ROLE, nameAfter(sql, "COMMENT ON ROLE "), sql);
        }
        if (sql.contains("TABLESPACE")) {
            return new Statement(Kind.TABLESPACE, "", sql);
        }
        return memberOf(sql)
                .map(member -> new Statement(Kind.MEMBERSHIP, member, nameAfter(sql, "GRANT "), sql))
                .orElseGet(() -> new Statement(Kind.OTHER, "", sql));
    }

    /** The member of {@code GRANT role TO member …}; rights on objects have an ON. */
    private static Optional<String> memberOf(String sql) {
        if (!sql.startsWith("GRANT ")) {
            return Optional.empty();
        }
        int afterGroup = endOfName(sql, "GRANT ".length());
        return sql.startsWith(" TO ", afterGroup)
                ? Optional.of(nameAfter(sql, sql.substring(0, afterGroup + " TO ".length())))
                : Optional.empty();
    }

    private static String nameAfter(String sql, String start) {
        String name = sql.substring(start.length(), endOfName(sql, start.length()));
        return name.startsWith("\"") ? name.substring(1, name.length() - 1).replace("\"\"", "\"") : name;
    }

    private static int endOfName(String sql, int start) {
        if (start < sql.length() && sql.charAt(start) == '"') {
            return endOfQuote(sql, start, '"');
        }
        int i = start;
        while (i < sql.length() && !Character.isWhitespace(sql.charAt(i))) {
            i++;
        }
        return i;
    }
}
