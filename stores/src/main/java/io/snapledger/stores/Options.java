package io.snapledger.stores;

import io.snapledger.settings.Secret;
import io.snapledger.settings.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Reads options into a kind's own record, by what the kind's {@link KindDescription} says of them. Every wrong option is collected,
 * so that a person repairs all of them at once: {@link #finish} throws one exception for all.
 */
public final class Options {

    private final String owner;
    private final Map<String, String> given;
    private final List<KindOption<?>> described;
    private final List<KindOption<?>> unread;
    private final List<String> problems = new ArrayList<>();

    private Options(String owner, Map<String, String> given, List<KindOption<?>> described) {
        this.owner = owner;
        this.given = given;
        this.described = described;
        this.unread = new ArrayList<>(described);
    }

    /** Options of a store. */
    public static Options of(StoreDefinition store, KindDescription kind) {
        return new Options("store '" + store.name() + "' (" + store.kind() + ")", store.options(), kind.storeOptions());
    }

    /** Options of one restore. */
    public static Options of(RestoreTarget target, KindDescription kind) {
        return new Options(
                "restore into store '" + target.store().name() + "' ("
                        + target.store().kind() + ")",
                target.options(),
                kind.restoreOptions());
    }

    /**
     * The value of an option that has one: its default, if none is given. A wrong or missing one is a problem; something else
     * stands in for it until {@link #finish}.
     */
    public <T> T get(KindOption<T> option) {
        Optional<T> value = find(option);
        if (value.isPresent()) {
            return value.get();
        }
        if (option.required()) {
            problems.add("'" + option.name() + "' is missing");
        } else if (!option.byDefault().isEmpty()) {
            return option.type().parse(option.byDefault());
        } else if (!(option.type() instanceof OptionType.Texts)) {
            throw new IllegalStateException("option '" + option.name() + "' has no default: use find");
        }
        return option.type().standIn();
    }

    /** The value of an option, if one is given. */
    public <T> Optional<T> find(KindOption<T> option) {
        if (!described.contains(option)) {
            throw new IllegalStateException("option '" + option.name() + "' is read but not described");
        }
        unread.remove(option);
        return Optional.ofNullable(given.get(option.name()))
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .map(value -> parse(option, value));
    }

    private <T> T parse(KindOption<T> option, String value) {
        try {
            return option.type().parse(value);
        } catch (IllegalArgumentException e) {
            problems.add("'" + option.name() + "' is '" + value + "' but must be "
                    + option.type().rule());
            return option.type().standIn();
        }
    }

    /** A secret given as {@code name-file}, {@code name-env} or {@code name}; at most one of them. */
    public Optional<Secret> secret(KindOption<Secret> option) {
        find(option);
        Optional<Secret> file = reference(option.name() + "-file").map(Secret::file);
        Optional<Secret> environment = reference(option.name() + "-env").map(Secret::environment);
        Optional<Secret> literal = Optional.ofNullable(given.get(option.name()))
                .filter(value -> !value.isEmpty())
                .map(Secret::literal);
        List<Secret> all =
                Stream.of(file, environment, literal).flatMap(Optional::stream).toList();
        if (all.size() > 1) {
            problems.add("give only one of '" + String.join("', '", option.names()) + "'");
        } else if (all.isEmpty() && option.required()) {
            problems.add("'" + option.name() + "' is missing");
        }
        return all.stream().findFirst();
    }

    private Optional<String> reference(String name) {
        return Optional.ofNullable(given.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }

    /** A rule that only the kind knows was broken. */
    public void problem(String sentence) {
        problems.add(sentence);
    }

    /**
     * Ends the reading. Options whose names have a dot belong to the {@linkplain Reaches way} to a store, not to its kind.
     *
     * @throws StoreException {@code BAD_OPTIONS} with all problems and unknown options
     * @throws IllegalStateException if the kind describes an option that it has not read
     */
    public void finish() throws StoreException {
        unread.remove(Acceptance.ACCEPTED); // read by Acceptance, for every kind
        if (!unread.isEmpty()) {
            throw new IllegalStateException(
                    "option '" + unread.get(0).name() + "' is described but not read by " + owner);
        }
        SortedSet<String> known = new TreeSet<>();
        described.forEach(option -> known.addAll(option.names()));
        for (String name : new TreeMap<>(given).keySet()) {
            if (!known.contains(name) && !Reaches.isOption(name)) {
                problems.add("unknown option '" + name + "'"
                        + Suggestion.among(name, known)
                                .map(hint -> " (" + hint + ")")
                                .orElse(""));
            }
        }
        if (!problems.isEmpty()) {
            throw new StoreException(
                    StoreException.Reason.BAD_OPTIONS,
                    owner + ": " + String.join("; ", problems),
                    "options of this kind: " + String.join(", ", known));
        }
    }
}
