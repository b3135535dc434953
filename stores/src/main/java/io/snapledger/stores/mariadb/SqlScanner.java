package io.snapledger.stores.mariadb;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Cuts the SQL that {@code mariadb-dump} writes into statements, as its client does, byte by byte and without keeping any: quotes, escapes,
 * comments, {@code DELIMITER}. Counts the rows of {@code INSERT} statements on the way. What stands in a comment with an exclamation mark
 * is SQL.
 */
final class SqlScanner {

    /** Bytes of a statement's beginning that {@link #head} keeps. */
    static final int HEAD = 4096;

    private static final String DIRECTIVE = "DELIMITER ";

    private static final Pattern MODE = Pattern.compile("^(?:/\\*!\\d+ )?SET (?:SESSION )?sql_mode ");

    private enum In {
        /** Before a statement, where only whitespace and whole lines of comments may be. */
        BETWEEN,
        COMMENT_BETWEEN,
        STATEMENT,
        QUOTED,
        LINE_COMMENT,
        /** Behind what opens a comment: the next sign says whether it is one. */
        OPENING,
        OPENING_OWN,
        COMMENT
    }

    private final StringBuilder head = new StringBuilder();
    private final StringBuilder comment = new StringBuilder();
    private String delimiter = ";";
    private In in = In.BETWEEN;
    private boolean backslashEscapes = true;
    private int quote;
    private boolean escaped;
    private int last;
    private int beforeLast;
    private int matched;
    private int depth;
    private long rows;
    private boolean directive;

    /**
     * Reads on.
     *
     * @return the place behind a statement, with its delimiter, or a directive that ended here; -1: all was read and none ended
     */
    int scan(byte[] bytes, int from, int to) {
        for (int at = from; at < to; at++) {
            if (accept(bytes[at] & 0xff)) {
                return at + 1;
            }
        }
        return -1;
    }

    private boolean accept(int b) {
        if (in == In.BETWEEN) {
            between(b);
        }
        if (in != In.BETWEEN && in != In.COMMENT_BETWEEN && head.length() < HEAD) {
            head.append((char) b);
        }
        boolean ended = false;
        switch (in) {
            case BETWEEN -> {}
            case COMMENT_BETWEEN -> commentBetween(b);
            case STATEMENT -> ended = statement(b);
            case QUOTED -> quoted(b);
            case LINE_COMMENT -> in = b == '\n' ? In.STATEMENT : in;
            case OPENING -> in = b == '!' ? In.STATEMENT : b == 'M' ? In.OPENING_OWN : In.COMMENT;
            case OPENING_OWN -> in = b == '!' ? In.STATEMENT : In.COMMENT;
            case COMMENT -> in = b == '/' && last == '*' ? In.STATEMENT : in;
        }
        beforeLast = last;
        last = b;
        return ended;
    }

    private void between(int b) {
        if (b == '-' || b == '#') {
            comment.setLength(0);
            in = In.COMMENT_BETWEEN;
        } else if (b > ' ') {
            comment.setLength(0);
            in = In.STATEMENT;
            last = 0;
            beforeLast = 0;
        }
    }

    private void commentBetween(int b) {
        if (b == '\n') {
            in = In.BETWEEN;
        } else if (comment.length() < 200) {
            comment.append((char) b);
        }
    }

    private boolean statement(int b) {
        if (matched > 0 && b != delimiter.charAt(matched)) {
            matched = 0;
        }
        if ((b == '\n' || b == delimiter.charAt(matched)) && head.length() < HEAD && head.indexOf(DIRECTIVE) == 0) {
            directive = b == '\n';
            return directive;
        }
        if (b == delimiter.charAt(matched)) {
            matched++;
            return matched == delimiter.length();
        }
        if (b == '\'' || b == '"' || b == '`') {
            in = In.QUOTED;
            quote = b;
        } else if (b == '#' || b <= ' ' && b != '\n' && last == '-' && beforeLast == '-') {
            in = In.LINE_COMMENT;
        } else if (b == '*' && last == '/') {
            in = In.OPENING;
        } else {
            count(b);
        }
        return false;
    }

    private void quoted(int b) {
        if (escaped) {
            escaped = false;
        } else if (b == '\\' && backslashEscapes && quote != '`') {
            escaped = true;
        } else if (b == quote) {
            in = In.STATEMENT; // a doubled one begins again at once
        }
    }

    private void count(int b) {
        if (b == '(') {
            rows += depth++ == 0 ? 1 : 0;
        } else if (b == ')') {
            depth--;
        } else if (depth == 0 && (b == 'V' || b == 'v')) {
            rows = 0; // VALUES: what came before it were columns
        }
    }

    /** Whether what ended was a line for the client. */
    boolean isDirective() {
        return directive;
    }

    /** What the statement that ended begins with, each byte a character; its delimiter may be at the end. */
    String head() {
        return head.toString();
    }

    /** The rows of the {@code INSERT} that ended. */
    long rows() {
        return rows;
    }

    int delimiterLength() {
        return delimiter.length();
    }

    /** Begins the next one; obeys what ended, where that changes how texts are read. */
    void next() {
        if (directive) {
            delimiter = head.substring(DIRECTIVE.length()).strip();
            if (delimiter.isEmpty()) {
                delimiter = ";";
            }
        }
        if (MODE.matcher(head).find()) {
            backslashEscapes = head.indexOf("NO_BACKSLASH_ESCAPES") < 0;
        }
        head.setLength(0);
        in = In.BETWEEN;
        matched = 0;
        depth = 0;
        rows = 0;
        directive = false;
    }

    /** Whether the last thing read is the line by which a whole dump ends. */
    boolean isComplete() {
        return in == In.BETWEEN
                && new String(comment.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8)
                        .startsWith("-- Dump completed");
    }
}
