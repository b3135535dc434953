package io.snapledger.cli;

import java.util.List;
import java.util.Locale;

/** Why a command did not do what it was asked: an exit code, one word for machines, a fact with values, and what to do. */
public final class CliException extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private static final String HINT = "; HINT: ";

    private final Exit exit;
    private final String code;
    private final String hint;
    private final transient List<String> choices;

    public CliException(Exit exit, String code, String message, String hint, List<String> choices, Throwable cause) {
        super(message, cause);
        this.exit = exit;
        this.code = code.toUpperCase(Locale.ROOT).replace('-', '_');
        this.hint = hint;
        this.choices = List.copyOf(choices);
    }

    /** @param text a fact, and after {@code ; HINT:} what to do */
    public CliException(Exit exit, String code, String text) {
        this(exit, code, text, null);
    }

    /** @param text a fact, and after {@code ; HINT:} what to do */
    public CliException(Exit exit, String code, String text, Throwable cause) {
        this(exit, code, fact(text), hint(text), List.of(), cause);
    }

    public static CliException usage(String text) {
        return new CliException(Exit.USAGE, "usage", text);
    }

    private static String fact(String text) {
        int at = text.indexOf(HINT);
        return at < 0 ? text : text.substring(0, at);
    }

    private static String hint(String text) {
        int at = text.indexOf(HINT);
        return at < 0 ? "" : text.substring(at + HINT.length());
    }

    public Exit exit() {
        return exit;
    }

    /** Upper case with underscores, such as {@code NOT_FOUND}. */
    public String code() {
        return code;
    }

    /** What to do; may be empty. */
    public String hint() {
        return hint;
    }

    /** Ids to choose from, where several are meant. */
    public List<String> choices() {
        return choices == null ? List.of() : choices;
    }
}
