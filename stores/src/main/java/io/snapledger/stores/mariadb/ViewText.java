package io.snapledger.stores.mariadb;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of a view as a server tells it. Within a view's own database names stand without it, unless its definer lacks rights: then every
 * name is told with the database, and such a view could be made nowhere else.
 */
final class ViewText {

    /** A name in backticks, a text in quotes, or a run of other signs: a word, or one sign. */
    private static final Pattern TOKEN =
            Pattern.compile("`(?:[^`]|``)*`|'(?:[^'\\\\]|''|\\\\.)*'|\\w+|\\s+|.", Pattern.DOTALL);

    /** What a table stands behind, apart from parentheses. */
    private static final Set<String> BEFORE_TABLES = Set.of("from", "join", "straight_join");

    private final List<String> tokens = new ArrayList<>();
    private final String database;

    private ViewText(String text, String database) {
        this.database = Sql.name(database);
        Matcher matcher = TOKEN.matcher(text);
        while (matcher.find()) {
            tokens.add(matcher.group());
        }
    }

    /**
     * The same view, with names of its own database without it.
     *
     * @param text what {@code SHOW CREATE VIEW} or a dump says
     */
    static String unqualified(String text, String database) {
        return text.contains(Sql.name(database) + ".") ? new ViewText(text, database).shortened() : text;
    }

    private String shortened() {
        StringBuilder shortened = new StringBuilder();
        for (int at = 0; at < tokens.size(); at++) {
            if (isOwnDatabase(at)) {
                at++; // and its dot
            } else {
                shortened.append(tokens.get(at));
            }
        }
        return shortened.toString();
    }

    /** A table may be named as its database is, and then {@code `a`.`b`} is a column of it. */
    private boolean isOwnDatabase(int at) {
        boolean begins = tokens.get(at).equals(database) && isDot(at + 1) && !isDot(at - 1);
        return begins && (isDot(at + 3) || token(at + 3).equals("(") || standsForTable(at));
    }

    private boolean standsForTable(int at) {
        int before = at - 1;
        while (before >= 0
                && (tokens.get(before).isBlank() || tokens.get(before).equals("("))) {
            before--;
        }
        return BEFORE_TABLES.contains(token(before).toLowerCase(java.util.Locale.ROOT));
    }

    private boolean isDot(int at) {
        return token(at).equals(".");
    }

    private String token(int at) {
        return at >= 0 && at < tokens.size() ? tokens.get(at) : "";
    }
}
