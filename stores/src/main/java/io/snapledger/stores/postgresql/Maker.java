package io.snapledger.stores.postgresql;

import io.snapledger.stores.postgresql.ArchiveFraming.Entry;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells who makes an entry of an archive: a superuser only what nobody else may make, and what holds no expression that could be
 * evaluated while it is made.
 */
final class Maker {

    /** What is said about objects, and by whom they may be used: last, when they have their owners. */
    static final Set<String> ATTACHED = Set.of("ACL", "DEFAULT ACL", "COMMENT", "SECURITY LABEL");

    private static final Set<String> BY_SUPERUSER = Set.of(
            "SCHEMA",
            "EXTENSION",
            "PROCEDURAL LANGUAGE",
            "FOREIGN DATA WRAPPER",
            "SERVER",
            "USER MAPPING",
            "CAST",
            "TRANSFORM",
            "ACCESS METHOD",
            "OPERATOR CLASS",
            "OPERATOR FAMILY",
            "TEXT SEARCH PARSER",
            "TEXT SEARCH TEMPLATE",
            "SUBSCRIPTION",
            "SUBSCRIPTION TABLE",
            "PUBLICATION",
            "PUBLICATION TABLES IN SCHEMA",
            "EVENT TRIGGER");

    /** Their rows call nothing, and pg_restore gives them their owners. */
    private static final Set<String> LARGE_OBJECTS = Set.of("BLOB", "BLOBS", "BLOB METADATA", "BLOB COMMENTS");

    private static final Pattern LANGUAGE = Pattern.compile(" LANGUAGE (\\S+)");
    private static final Pattern SETTING = Pattern.compile(" SET (\\S+) TO ");
    private static final Pattern QUALIFIED_CAST = Pattern.compile("::\\s*(\"|\\w+\\.)");

    private final Set<String> trustedLanguages;
    private final Set<String> superusersSettings;
    private final Set<String> tablesAndSequences = new HashSet<>();
    private final Set<String> baseTypes = new HashSet<>();

    /**
     * @param trustedLanguages those that everybody may use, as SQL writes them
     * @param superusersSettings those that only a superuser may set
     */
    Maker(TableOfContents contents, Set<String> trustedLanguages, Set<String> superusersSettings) {
        this.trustedLanguages = Set.copyOf(trustedLanguages);
        this.superusersSettings = Set.copyOf(superusersSettings);
        for (Entry entry : contents.entries()) {
            if (List.of("TABLE", "SEQUENCE").contains(entry.kind())) {
                tablesAndSequences.add(name(entry));
            } else if (entry.kind().equals("TYPE") && makesBaseType(entry)) {
                baseTypes.add(name(entry));
            }
        }
    }

    /** What comes first, while nothing else is there that could be found by a name; other languages have handlers that come before them. */
    static boolean isFirst(Entry entry) {
        return switch (entry.kind()) {
            case "SCHEMA", "EXTENSION" -> true;
            case "PROCEDURAL LANGUAGE" -> entry.tag().equals("plpgsql");
            default -> false;
        };
    }

    static boolean isOfLargeObjects(Entry entry) {
        return LARGE_OBJECTS.contains(entry.kind())
                || (ATTACHED.contains(entry.kind()) && entry.tag().startsWith("LARGE OBJECT"));
    }

    boolean isSuperusers(Entry entry) {
        return switch (entry.kind()) {
            case "TYPE", "SHELL TYPE" -> baseTypes.contains(name(entry));
            case "FUNCTION", "PROCEDURE" -> needsSuperuser(head(entry.definition()));
            case "AGGREGATE" -> hasInternalState(entry);
            case "TABLE DATA", "SEQUENCE SET" -> !tablesAndSequences.contains(name(entry)); // an extension's
            default -> BY_SUPERUSER.contains(entry.kind()) || isOfLargeObjects(entry);
        };
    }

    /**
     * Whether a superuser would have to make a routine whose arguments or body name a value of a user's type, which the type's checks, and so code of
     * others, would see while it is made.
     */
    boolean isUnsafe(Entry entry) {
        String words = withoutQuotes(entry.definition());
        return isSuperusers(entry)
                && switch (entry.kind()) {
                    case "FUNCTION", "PROCEDURE" ->
                        QUALIFIED_CAST.matcher(words).find();
                    case "AGGREGATE" -> words.contains("INITCOND");
                    default -> false;
                };
    }

    private boolean needsSuperuser(String head) {
        Matcher language = LANGUAGE.matcher(head);
        boolean isUntrusted = language.find() && !trustedLanguages.contains(language.group(1));
        boolean isVouchedFor = (head + " ").contains(" LEAKPROOF ") || head.contains(" SUPPORT ");
        boolean sets = SETTING.matcher(head)
                .results()
                .anyMatch(setting -> superusersSettings.contains(
                        setting.group(1).replace("\"", "").toLowerCase(java.util.Locale.ROOT)));
        return isUntrusted || isVouchedFor || sets;
    }

    private static boolean makesBaseType(Entry entry) {
        return Pattern.compile("^\\s*INPUT = ", Pattern.MULTILINE)
                .matcher(withoutQuotes(entry.definition()))
                .find();
    }

    private static boolean hasInternalState(Entry entry) {
        return withoutQuotes(entry.definition()).contains("STYPE = internal");
    }

    private static String name(Entry entry) {
        return entry.schema() + "/" + entry.tag();
    }

    /** The words of a routine's definition outside of quotes and parentheses, up to its body, with single spaces. */
    static String head(String definition) {
        StringBuilder outside = new StringBuilder();
        int depth = 0;
        for (char c : withoutQuotes(definition).toCharArray()) {
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (depth == 0 && c != ')') {
                outside.append(Character.isWhitespace(c) ? ' ' : c);
            }
        }
        String words = " " + outside.toString().replaceAll(" +", " ") + " ";
        int body = words.length();
        for (String start : List.of(" AS ", " BEGIN ATOMIC ", " RETURN ")) {
            int at = words.indexOf(start);
            body = at < 0 ? body : Math.min(body, at);
        }
        return words.substring(0, body) + " ";
    }

    /** SQL as pg_dump writes it, with every literal emptied; quoted names stay, but for what could be taken for something else in them. */
    static String withoutQuotes(String sql) {
        StringBuilder rest = new StringBuilder();
        int i = 0;
        while (i < sql.length()) {
            char c = sql.charAt(i);
            int end = i + 1;
            if (c == '\'') {
                boolean escapes = i > 0 && sql.charAt(i - 1) == 'E';
                end = RolesScript.endOfQuote(sql, i, c, escapes);
                rest.append("''");
            } else if (c == '"') {
                end = RolesScript.endOfQuote(sql, i, c, false);
                rest.append('"')
                        .append(sql.substring(i, end).replaceAll("[^A-Za-z0-9_.]", ""))
                        .append('"');
            } else if (c == '$' && dollarTag(sql, i) != null) {
                String tag = dollarTag(sql, i);
                int close = sql.indexOf(tag, i + tag.length());
                end = close < 0 ? sql.length() : close + tag.length();
                rest.append("''");
            } else {
                rest.append(c);
            }
            i = end;
        }
        return rest.toString();
    }

    private static String dollarTag(String sql, int start) {
        boolean isInName =
                start > 0 && (Character.isLetterOrDigit(sql.charAt(start - 1)) || sql.charAt(start - 1) == '_');
        Matcher tag =
                Pattern.compile("\\$([A-Za-z_][A-Za-z0-9_]*)?\\$").matcher(sql).region(start, sql.length());
        return !isInName && tag.lookingAt() ? tag.group() : null;
    }
}
