package io.snapledger.settings;

/**
 * One thing that is wrong with a configuration.
 *
 * @param setting its full name
 * @param fact what is wrong, in words that go with the name in front; never a secret
 * @param hint what to do about it
 */
public record SettingProblem(String setting, String fact, String hint) {

    private static final String HINT = "; HINT: ";

    /** @param words the fact, and perhaps behind {@code ; HINT:} what to do */
    public static SettingProblem of(String setting, String words) {
        int hint = words.indexOf(HINT);
        return hint < 0
                ? new SettingProblem(setting, words, "correct it")
                : new SettingProblem(setting, words.substring(0, hint), words.substring(hint + HINT.length()));
    }

    /** Name and fact. */
    public String sentence() {
        return setting + " " + fact;
    }
}
