package io.snapledger.settings;

import java.util.List;
import java.util.stream.Collectors;

/** A configuration that is not used as it is, with everything that is wrong with it. */
public final class SettingsException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final transient List<SettingProblem> problems;

    public SettingsException(List<SettingProblem> problems) {
        super(words(problems));
        this.problems = List.copyOf(problems);
    }

    /** At least one. */
    public List<SettingProblem> problems() {
        return problems;
    }

    private static String words(List<SettingProblem> problems) {
        return problems.stream().map(SettingProblem::sentence).collect(Collectors.joining("; ")) + "; HINT: "
                + problems.stream().map(SettingProblem::hint).distinct().collect(Collectors.joining("; "));
    }
}
