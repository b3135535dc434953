package io.snapledger.stores.mariadb;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a statement of a dump does, and the few changes that a restore makes to it. A statement of another kind is not taken. */
enum StatementKind {
    /** Of the session, and harmless. */
    SETTING,
    /** Which character set the statements that follow are written in. */
    CHARSET,
    /** Makes or fills a table or a sequence. */
    DATA,
    /** Makes something that can run: a view, a trigger, a routine. */
    CODE,
    EVENT,
    /** Of no use in an empty database. */
    NEEDLESS,
    /** Nothing that a dump holds. */
    FOREIGN;

    /** Whitespace, and the signs between which versions read what others take for a comment. */
    private static final String GAP = "(?:\\s|/\\*!\\d*|\\*/)*";

    private static final String NAME = "`(?:[^`]|``)*`";

    private static final Pattern CREATE = Pattern.compile(
            "^" + GAP + "CREATE" + GAP + "(?:OR REPLACE" + GAP
                    + ")?(?:ALGORITHM=\\w+" + GAP + ")?(?:DEFINER=(CURRENT_USER|" + NAME + "(?:@" + NAME + ")?)" + GAP
                    + ")?(?:SQL SECURITY \\w+" + GAP + ")?(?:AGGREGATE" + GAP
                    + ")?(TABLE|SEQUENCE|VIEW|TRIGGER|FUNCTION|PROCEDURE|PACKAGE|EVENT)\\b",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern SET = Pattern.compile("^" + GAP + "SET\\s", Pattern.CASE_INSENSITIVE);
    private static final Pattern SET_CHARSET = Pattern.compile(
            "^" + GAP + "SET\\s+(?:character_set_client\\s*=\\s*(@?\\w+)|character_set_results\\b|NAMES\\b)",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern GLOBAL =
            Pattern.compile("\\b(GLOBAL|PERSIST|PASSWORD|ROLE|STATEMENT)\\b", Pattern.CASE_INSENSITIVE);
    private static final Pattern FILLS =
            Pattern.compile("^(?:INSERT\\s+(?:IGNORE\\s+)?INTO\\s+`|(?:DO|SELECT) SETVAL\\(`)");
    private static final Pattern SETVAL =
            Pattern.compile("^(?:DO|SELECT) SETVAL\\(" + NAME + ",\\s*-?\\d+,\\s*\\d+(?:,\\s*\\d+)?\\)\\s*$");
    private static final Pattern DROP_VIEW = Pattern.compile("^" + GAP + "DROP VIEW IF EXISTS " + NAME + GAP + "$");
    private static final Pattern NEEDLESS_ONE = Pattern.compile("^" + GAP
            + "(?:DROP (?:TABLE|SEQUENCE|EVENT|FUNCTION|PROCEDURE|PACKAGE BODY|PACKAGE|TRIGGER) |(?:UN)?LOCK TABLES|ALTER TABLE "
            + NAME + " (?:DISABLE|ENABLE) KEYS)");
    private static final Pattern ALTER_DATABASE = Pattern.compile("^" + GAP + "ALTER DATABASE (" + NAME + ") ");
    private static final Pattern ENABLED = Pattern.compile("^(" + GAP + NAME + GAP
            + "ON SCHEDULE [^`]*?ON COMPLETION (?:NOT )?PRESERVE )(ENABLE|DISABLE ON SLAVE|DISABLE)\\b");

    /** Without the comments and whitespace around it that stand between statements. */
    static String stripped(String text) {
        String rest = text.strip();
        while (true) {
            if (rest.startsWith("/*M!999999\\-")) {
                rest = rest.substring(rest.indexOf("*/") + 2).strip();
            } else if (rest.startsWith("--") || rest.startsWith("#")) {
                int end = rest.indexOf('\n');
                rest = end < 0 ? "" : rest.substring(end + 1).strip();
            } else {
                return rest;
            }
        }
    }

    /** @param text {@linkplain #stripped stripped} */
    static StatementKind of(String text) {
        if (SET_CHARSET.matcher(text).find()
                || text.contains("@OLD_CHARACTER_SET_") && SET.matcher(text).find()) {
            return CHARSET;
        }
        if (SET.matcher(text).find()) {
            return GLOBAL.matcher(text).find() ? FOREIGN : SETTING;
        }
        Matcher create = CREATE.matcher(text);
        if (create.find()) {
            return switch (create.group(2).toUpperCase(Locale.ROOT)) {
                case "TABLE", "SEQUENCE" -> DATA;
                case "EVENT" -> EVENT;
                default -> CODE;
            };
        }
        if (FILLS.matcher(text).find()) {
            return text.startsWith("INSERT") || SETVAL.matcher(text).find() ? DATA : FOREIGN;
        }
        if (DROP_VIEW.matcher(text).find() || ALTER_DATABASE.matcher(text).find()) {
            return CODE;
        }
        return NEEDLESS_ONE.matcher(text).find() ? NEEDLESS : FOREIGN;
    }

    /** The character set that a statement says the next ones are in; empty: it goes back, or says something else. */
    static Optional<String> charset(String text) {
        Matcher set = SET_CHARSET.matcher(text);
        return set.find() ? Optional.ofNullable(set.group(1)).filter(name -> !name.startsWith("@")) : Optional.empty();
    }

    /** The same, run as whoever makes it. */
    static String asCurrentUser(String text) {
        Matcher create = CREATE.matcher(text);
        return create.find() && create.group(1) != null
                ? text.substring(0, create.start(1)) + "CURRENT_USER" + text.substring(create.end(1))
                : text;
    }

    /** The same event, asleep; empty if it does not say whether it is. */
    static Optional<String> asleep(String text) {
        Matcher create = CREATE.matcher(text);
        if (!create.find()) {
            return Optional.empty();
        }
        Matcher enabled = ENABLED.matcher(text.substring(create.end()));
        return enabled.find()
                ? Optional.of(text.substring(0, create.end() + enabled.start(2)) + "DISABLE"
                        + text.substring(create.end() + enabled.end(2)))
                : Optional.empty();
    }

    /** The same for the database of the session, whose name may be another now. */
    static String inDatabase(String text, String database) {
        Matcher alter = ALTER_DATABASE.matcher(text);
        return alter.find()
                ? text.substring(0, alter.start(1)) + Sql.name(database) + text.substring(alter.end(1))
                : text;
    }

    /** The same view or trigger, its own database not named, so that it can be made in another. */
    static String unqualified(String text, String database) {
        Matcher create = CREATE.matcher(text);
        if (!create.find()) {
            return text;
        }
        return switch (create.group(2).toUpperCase(Locale.ROOT)) {
            case "VIEW" -> ViewText.unqualified(text, database);
            case "TRIGGER" -> TriggerText.unqualified(text, create.end(2), database);
            default -> text;
        };
    }

    /** Whether it makes a view, or prepares that. */
    static boolean isView(String text) {
        Matcher create = CREATE.matcher(text);
        return create.find() && create.group(2).equalsIgnoreCase("VIEW");
    }
}
