package io.snapledger.repository;

import io.snapledger.settings.Secret;
import io.snapledger.settings.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Reads what a repository is configured by into the kind's own record. What is wrong is collected, so that a person repairs all of it at
 * once: {@link #finish} throws one exception for all.
 */
public final class RepositorySettings {

    private final String owner;
    private final Map<String, String> given;
    private final SortedSet<String> known = new TreeSet<>();
    private final List<String> problems = new ArrayList<>();

    private RepositorySettings(String owner, Map<String, String> given) {
        this.owner = owner;
        this.given = given;
    }

    /**
     * Settings of a configuration.
     *
     * @param given everything under {@code snapledger.repositories.<name>}, {@code kind} included
     */
    static RepositorySettings configured(String name, Map<String, String> given) {
        String kind = given.get("kind");
        Map<String, String> ofKind = new TreeMap<>(given);
        ofKind.remove("kind");
        return new RepositorySettings("snapledger.repositories." + name + " (" + kind + ")", ofKind);
    }

    /**
     * Settings that stand in an address.
     *
     * @param address for messages
     */
    static RepositorySettings located(String address, Map<String, String> given) {
        return new RepositorySettings("repository " + address, given);
    }

    /** What is given, without blanks around it; empty if nothing is. */
    public Optional<String> text(String name) {
        known.add(name);
        return Optional.ofNullable(given.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }

    /** A missing one is a problem; empty stands in for it until {@link #finish}. */
    public String required(String name) {
        Optional<String> value = text(name);
        if (value.isEmpty()) {
            problems.add("'" + name + "' is missing");
        }
        return value.orElse("");
    }

    /** {@code true} or {@code false}. */
    public boolean flag(String name, boolean byDefault) {
        String value = text(name).orElse(Boolean.toString(byDefault)).toLowerCase(Locale.ROOT);
        if (!value.equals("true") && !value.equals("false")) {
            problems.add("'" + name + "' is '" + value + "' but must be true or false");
        }
        return value.equals("true");
    }

    /** A secret given as {@code name-file}, {@code name-env} or {@code name}; at most one of them. */
    public Optional<Secret> secret(String name) {
        List<Secret> all = Stream.of(
                        text(name + "-file").map(Secret::file),
                        text(name + "-env").map(Secret::environment),
                        text(name).map(Secret::literal))
                .flatMap(Optional::stream)
                .toList();
        if (all.size() > 1) {
            problems.add("give only one of '" + name + "-file', '" + name + "-env', '" + name + "'");
        }
        return all.stream().findFirst();
    }

    /** A rule that only the kind knows was broken. */
    public void problem(String sentence) {
        problems.add(sentence);
    }

    /**
     * Ends the reading.
     *
     * @throws IllegalArgumentException with all that is wrong, and each setting that nobody has read with the nearest that somebody has
     */
    public void finish() {
        for (String name : new TreeMap<>(given).keySet()) {
            if (!known.contains(name)) {
                problems.add("unknown setting '" + name + "'"
                        + Suggestion.among(name, known)
                                .map(hint -> " (" + hint + ")")
                                .orElse(""));
            }
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(owner + ": " + String.join("; ", problems)
                    + "; HINT: settings of this kind are " + String.join(", ", known));
        }
    }
}
