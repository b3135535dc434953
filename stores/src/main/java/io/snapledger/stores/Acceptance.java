package io.snapledger.stores;

import io.snapledger.stores.NotIncluded.Cause;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the owner of a store has accepted to miss for good: the option {@value #OPTION} of every kind, patterns separated by
 * commas that are compared with {@link NotIncluded#what()}, {@code *} standing for any text. What they match counts as
 * chosen, so that it does not make a snapshot partial.
 */
public final class Acceptance {

    public static final String OPTION = "accept-missing";

    /** The option as every kind describes it. */
    static final KindOption<List<String>> ACCEPTED = KindOption.texts(
            OPTION,
            "what may be missing for good, as the backup names it; `*` stands for any text. What it matches does not make a backup partial");

    private final List<Pattern> patterns;

    private Acceptance(List<Pattern> patterns) {
        this.patterns = patterns;
    }

    /** What a store's options accept. */
    public static Acceptance of(StoreDefinition store) {
        return new Acceptance(ACCEPTED.type().parse(store.options().getOrDefault(OPTION, "")).stream()
                .map(Acceptance::pattern)
                .toList());
    }

    private static Pattern pattern(String text) {
        return Pattern.compile(
                List.of(text.split("\\*", -1)).stream().map(Pattern::quote).collect(Collectors.joining(".*")),
                Pattern.DOTALL);
    }

    /** The content, with what was accepted counted as chosen. */
    public SnapshotContent apply(SnapshotContent content) {
        return content.withNotIncluded(
                content.notIncluded().stream().map(this::apply).toList());
    }

    private NotIncluded apply(NotIncluded missing) {
        boolean accepted = missing.cause() == Cause.MISSED
                && patterns.stream()
                        .anyMatch(pattern -> pattern.matcher(missing.what()).matches());
        return accepted
                ? new NotIncluded(
                        missing.what(),
                        missing.reason() + " (accepted by option " + OPTION + ")",
                        Cause.CHOSEN,
                        missing.count())
                : missing;
    }
}
