package io.snapledger.stores;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a kind says of itself, so that nothing else in the product knows kinds or their options: the command line, the services and the
 * documentation are made of it.
 *
 * @param kind {@code [a-z0-9-]{1,40}}
 * @param title what a store of this kind is, in one line
 * @param aliases what other tools call this kind; understood where their words are
 * @param location how the location of a store is written on the command line
 * @param storeOptions of a store; those that every kind has are among them
 * @param restoreOptions of one restore; never secret, since they are told in events
 */
public record KindDescription(
        String kind,
        String title,
        Set<String> aliases,
        LocationForm location,
        List<KindOption<?>> storeOptions,
        List<KindOption<?>> restoreOptions) {

    private static final Pattern KIND = Pattern.compile("[a-z0-9-]{1,40}");

    public KindDescription {
        Objects.requireNonNull(location, "location");
        if (!KIND.matcher(kind).matches()) {
            throw new IllegalArgumentException("kind '" + kind + "' does not match " + KIND);
        }
        if (title.isBlank() || title.contains("\n")) {
            throw new IllegalArgumentException("kind '" + kind + "' needs a title of one line");
        }
        aliases = Set.copyOf(aliases);
        List<KindOption<?>> all = new ArrayList<>(storeOptions);
        if (!all.contains(Acceptance.ACCEPTED)) {
            all.add(Acceptance.ACCEPTED);
        }
        storeOptions = List.copyOf(all);
        restoreOptions = List.copyOf(restoreOptions);
        if (restoreOptions.stream().anyMatch(KindOption::isSecret)) {
            throw new IllegalArgumentException("kind '" + kind
                    + "' wants a secret of a restore, but what a restore is asked for is told in events");
        }
        requireOneOfEach(kind, storeOptions);
        requireOneOfEach(kind, restoreOptions);
    }

    public KindDescription(
            String kind,
            String title,
            LocationForm location,
            List<KindOption<?>> storeOptions,
            List<KindOption<?>> restoreOptions) {
        this(kind, title, Set.of(), location, storeOptions, restoreOptions);
    }

    /** The same with what other tools call it. */
    public KindDescription called(String... others) {
        return new KindDescription(kind, title, Set.of(others), location, storeOptions, restoreOptions);
    }

    private static void requireOneOfEach(String kind, List<KindOption<?>> options) {
        Set<String> names = new HashSet<>();
        for (KindOption<?> option : options) {
            for (String name : option.names()) {
                if (!names.add(name)) {
                    throw new IllegalArgumentException("kind '" + kind + "' describes option '" + name + "' twice");
                }
            }
        }
    }

    /** The options that a request of a restore may replace: those that say where within the reach of the store's credentials. */
    public List<String> requestable() {
        return storeOptions.stream()
                .filter(KindOption::mayBeRequested)
                .map(KindOption::name)
                .toList();
    }

    /** Whether those options alone say where a store is, so that a request may name one that is not configured. */
    public boolean isPlacedByRequest() {
        return !requestable().isEmpty()
                && storeOptions.stream().noneMatch(option -> option.locates() == KindOption.Locates.ADDRESS);
    }

    /** An option of a store or a restore under one of its names. */
    public Optional<KindOption<?>> option(String name) {
        return Stream.concat(storeOptions.stream(), restoreOptions.stream())
                .filter(option -> option.names().contains(name))
                .<KindOption<?>>map(option -> option)
                .findFirst();
    }

    /** How a store of that name is given on the command line, e.g. {@code NAME=files:DIRECTORY}. */
    public String locationForm(String store) {
        return store + "=" + kind + location.form();
    }

    /** One that can be parsed, e.g. {@code example=files:/srv/project}. */
    public String locationExample(String store) {
        return store + "=" + kind + ":" + location.example();
    }

    /**
     * The options of a store given as {@code NAME=KIND:LOCATION}. A secret cannot be given that way; the variable that holds it is
     * filled in.
     *
     * @param store its name
     * @param location what follows {@code KIND:}
     * @throws IllegalArgumentException if it is not of the {@linkplain LocationForm#form form}; tells no secret
     */
    public Map<String, String> parse(String store, String location) {
        return new LinkedHashMap<>(location().parse(store, location));
    }

    /**
     * The options of a place within the reach of a store, given as {@code STORE=LOCATION} in a request of a restore.
     *
     * @throws IllegalArgumentException as {@link #parse}, or if the location says more than a request may
     */
    public Map<String, String> parseRequested(String store, String location) {
        Map<String, String> options = parse(store, location);
        if (requestable().isEmpty() || !requestable().containsAll(options.keySet())) {
            throw new IllegalArgumentException("a request cannot say where another store of kind '" + kind
                    + "' is, since that comes from the configuration alone; HINT: configure it, and say --target "
                    + store
                    + "=NAME");
        }
        return options;
    }
}
