package io.snapledger.stores;

import io.snapledger.settings.Suggestion;
import io.snapledger.stores.StoreException.Reason;
import io.snapledger.stores.command.CommandRunner;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Finds the way to a store by its options: those whose names have a dot belong to the way that the part before it names. */
public final class Reaches {

    private final CommandRunner here;
    private final Map<String, ReachProvider> byPrefix = new TreeMap<>();

    private Reaches(CommandRunner here, Iterable<ReachProvider> providers) {
        this.here = here;
        for (ReachProvider provider : providers) {
            if (byPrefix.put(provider.prefix(), provider) != null) {
                throw new IllegalStateException("two ways to stores announce the prefix '" + provider.prefix() + "'");
            }
        }
    }

    /** Every way that announced itself on the class path. */
    public static Reaches load(CommandRunner here) {
        return new Reaches(here, ServiceLoader.load(ReachProvider.class, Reaches.class.getClassLoader()));
    }

    /** Whether an option belongs to the way to a store, and not to its kind. */
    static boolean isOption(String name) {
        return name.indexOf('.') > 0;
    }

    /**
     * Checks the options that say how a store is reached.
     *
     * @throws StoreException {@code BAD_OPTIONS}: there is no such way, there are several, or its options are wrong
     */
    public void check(StoreDefinition store) throws StoreException {
        Optional<ReachProvider> provider = provider(store);
        if (provider.isPresent()) {
            provider.get().check(store);
        }
    }

    /** The way to a store; the caller closes it. */
    public Reach of(StoreDefinition store) throws StoreException, InterruptedException {
        Optional<ReachProvider> provider = provider(store);
        return provider.isPresent() ? provider.get().open(store, here) : new Direct(here);
    }

    /** What tells the way to a store from the way to another: its options, in order; empty: directly. */
    public String wayTo(StoreDefinition store) {
        StringBuilder way = new StringBuilder();
        new TreeMap<>(store.options()).forEach((name, value) -> {
            if (isOption(name)) {
                way.append(name).append('=').append(value).append(' ');
            }
        });
        return way.toString().strip();
    }

    private Optional<ReachProvider> provider(StoreDefinition store) throws StoreException {
        Set<String> prefixes = new TreeSet<>();
        for (String name : store.options().keySet()) {
            if (isOption(name)) {
                prefixes.add(name.substring(0, name.indexOf('.')));
            }
        }
        if (prefixes.isEmpty()) {
            return Optional.empty();
        }
        String prefix = prefixes.iterator().next();
        if (prefixes.size() > 1) {
            throw bad(store, "is to be reached in several ways: " + prefixes, "keep the options of one");
        }
        if (!byPrefix.containsKey(prefix)) {
            throw bad(
                    store,
                    "has options that begin with '" + prefix + ".', but there is no such way to a store",
                    Suggestion.among(prefix, byPrefix.keySet())
                            .orElse(
                                    byPrefix.isEmpty()
                                            ? "remove them: stores are reached directly"
                                            : "known ways: " + byPrefix.keySet()));
        }
        return Optional.of(byPrefix.get(prefix));
    }

    private static StoreException bad(StoreDefinition store, String fact, String hint) {
        return new StoreException(Reason.BAD_OPTIONS, "store '" + store.name() + "' " + fact, hint);
    }

    /** Straight to the address, with tools of this machine. */
    private record Direct(CommandRunner commands) implements Reach {

        @Override
        public Endpoint fromHere(Endpoint named) {
            return named;
        }

        @Override
        public Endpoint fromTools(Endpoint named) {
            return named;
        }

        @Override
        public boolean sharesFiles() {
            return true;
        }

        @Override
        public void close() {
            // nothing was made
        }
    }
}
