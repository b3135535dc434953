package io.snapledger.stores;

import io.snapledger.settings.Suggestion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Reads a kind's options into its own record. Every wrong option is collected, so that a person repairs all of them
 * at once: {@link #finish} throws one exception for all.
 */
public final class Options {

    private final String owner;
    private final Map<String, String> given;
    private final SortedSet<String> known = new TreeSet<>();
    private final List<String> problems = new ArrayList<>();

    /** @param owner named in messages, e.g. {@code store 'orders' (postgresql)} */
    public Options(String owner, Map<String, String> given) {
        this.owner = owner;
        this.given = given;
    }

    /** Options of a store; those that every kind has are known. */
    public static Options of(StoreDefinition store) {
        Options options = new Options("store '" + store.name() + "' (" + store.kind() + ")", store.options());
        options.known.add(Acceptance.OPTION);
        return options;
    }

    /** Options of one restore. */
    public static Options of(RestoreTarget target) {
        return new Options(
                "restore into store '" + target.store().name() + "' ("
                        + target.store().kind() + ")",
                target.options());
    }

    public Optional<String> text(String name) {
        known.add(name);
        return Optional.ofNullable(given.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }

    public String text(String name, String byDefault) {
        return text(name).orElse(byDefault);
    }

    /** A missing one is a problem; empty stands in for it until {@link #finish}. */
    public String required(String name) {
        Optional<String> value = text(name);
        if (value.isEmpty()) {
            problems.add("'" + name + "' is missing");
        }
        return value.orElse("");
    }

    public int number(String name, int byDefault, int least, int most) {
        Optional<String> value = text(name);
        if (value.isEmpty()) {
            return byDefault;
        }
        try {
            int number = Integer.parseInt(value.get());
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        problems.add("'" + name + "' is '" + value.get() + "' but must be a number from " + least + " to " + most);
        return byDefault;
    }

    public boolean flag(String name, boolean byDefault) {
        return choice(name, byDefault ? "true" : "false", "true", "false").equals("true");
    }

    /** One of some lower-case words. */
    public String choice(String name, String byDefault, String... choices) {
        String value = text(name, byDefault).toLowerCase(Locale.ROOT);
        if (Arrays.asList(choices).contains(value)) {
            return value;
        }
        problems.add("'" + name + "' is '" + value + "' but must be one of " + String.join(", ", choices));
        return byDefault;
    }

    /** Values separated by commas; empty if not given. */
    public List<String> list(String name) {
        return text(name).stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .toList();
    }

    /** A secret given as {@code name-file}, {@code name-env} or {@code name}; at most one of them. */
    public Optional<Secret> secret(String name) {
        Optional<String> file = text(name + "-file");
        Optional<String> environment = text(name + "-env");
        known.add(name);
        Optional<String> literal = Optional.ofNullable(given.get(name)).filter(value -> !value.isEmpty());
        if (count(file) + count(environment) + count(literal) > 1) {
            problems.add("give only one of '" + name + "-file', '" + name + "-env', '" + name + "'");
        }
        return file.map(Secret::file)
                .or(() -> environment.map(Secret::environment))
                .or(() -> literal.map(Secret::literal));
    }

    private static int count(Optional<String> value) {
        return value.isPresent() ? 1 : 0;
    }

    /** A rule that only the kind knows was broken. */
    public void problem(String sentence) {
        problems.add(sentence);
    }

    /**
     * Ends the reading. Options beginning with {@code kubernetes.} belong to the reach of a store, not to its kind.
     *
     * @throws StoreException {@code BAD_OPTIONS} with all problems and unknown options
     */
    public void finish() throws StoreException {
        new TreeMap<>(given)
                .keySet().stream()
                        .filter(name -> !known.contains(name) && !name.startsWith("kubernetes."))
                        .forEach(name -> problems.add("unknown option '" + name + "'"
                                + Suggestion.among(name, known)
                                        .map(hint -> " (" + hint + ")")
                                        .orElse("")));
        if (!problems.isEmpty()) {
            throw new StoreException(
                    StoreException.Reason.BAD_OPTIONS,
                    owner + ": " + String.join("; ", problems),
                    "options of this kind: " + String.join(", ", known));
        }
    }
}
