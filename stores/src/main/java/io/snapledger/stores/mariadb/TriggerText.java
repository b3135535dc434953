package io.snapledger.stores.mariadb;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of a trigger, which the server keeps as somebody wrote it. Many tools write the database before the names of the trigger and its
 * table; such a trigger could be made nowhere else.
 */
final class TriggerText {

    private static final String NAME = "(?:`(?:[^`]|``)*`|[\\w$\\x{80}-\\x{ffff}]+)";

    /** What stands between {@code TRIGGER} and what the trigger does. */
    private static final Pattern HEAD = Pattern.compile(
            "\\s+(?:IF\\s+NOT\\s+EXISTS\\s+)?(" + NAME + "\\s*\\.\\s*)?" + NAME + "\\s+(?:BEFORE|AFTER)\\s+"
                    + "(?:INSERT|UPDATE|DELETE)\\s+ON\\s+(" + NAME + "\\s*\\.\\s*)?" + NAME,
            Pattern.CASE_INSENSITIVE);

    private TriggerText() {}

    /**
     * The same trigger, on a table of whatever database it is made in.
     *
     * @param end where the word {@code TRIGGER} ends in the text
     */
    static String unqualified(String text, int end, String database) {
        Matcher head = HEAD.matcher(text).region(end, text.length());
        if (!head.lookingAt()) {
            return text;
        }
        StringBuilder shortened = new StringBuilder(text);
        for (int group : new int[] {2, 1}) { // from the end, so that places before it stay
            if (head.start(group) >= 0 && names(head.group(group), database)) {
                shortened.delete(head.start(group), head.end(group));
            }
        }
        return shortened.toString();
    }

    private static boolean names(String qualifier, String database) {
        String name =
                qualifier.substring(0, qualifier.lastIndexOf('.')).strip(); // a dot within backticks is not the last
        String plain =
                name.startsWith("`") ? name.substring(1, name.length() - 1).replace("``", "`") : name;
        return plain.equals(database);
    }
}
