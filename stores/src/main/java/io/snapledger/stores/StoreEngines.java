package io.snapledger.stores;

import io.snapledger.settings.Suggestion;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The engines of every kind that announced itself on the class path. */
public final class StoreEngines {

    private final Map<String, StoreEngine> byKind;

    private StoreEngines(Map<String, StoreEngine> byKind) {
        this.byKind = byKind;
    }

    /**
     * Finds the kinds with {@link ServiceLoader}, using this class's own loader.
     *
     * @throws IllegalStateException if two providers announce one kind
     */
    public static StoreEngines load(EngineContext context) {
        Map<String, StoreEngine> found = new TreeMap<>();
        for (StoreEngineProvider provider :
                ServiceLoader.load(StoreEngineProvider.class, StoreEngines.class.getClassLoader())) {
            if (found.put(provider.description().kind(), provider.create(context)) != null) {
                throw new IllegalStateException("two engines announce the kind '"
                        + provider.description().kind() + "'");
            }
        }
        return new StoreEngines(found);
    }

    public static StoreEngines of(StoreEngine... engines) {
        Map<String, StoreEngine> given = new TreeMap<>();
        for (StoreEngine engine : engines) {
            given.put(engine.kind(), engine);
        }
        return new StoreEngines(given);
    }

    /** Where a store is, in words; empty if its options are wrong, or there is no such kind. Never a secret. */
    public String whereIs(StoreDefinition store) {
        try {
            return of(store.kind()).place(new RestoreTarget(store, Map.of())).words();
        } catch (StoreException e) {
            return "";
        }
    }

    public SortedSet<String> kinds() {
        return new TreeSet<>(byKind.keySet());
    }

    /**
     * The engine of a kind.
     *
     * @throws StoreException {@code BAD_OPTIONS}: no engine of that kind, with the kinds there are
     */
    public StoreEngine of(String kind) throws StoreException {
        StoreEngine engine = byKind.get(kind);
        if (engine == null) {
            throw new StoreException(
                    StoreException.Reason.BAD_OPTIONS,
                    "unknown store kind '" + kind + "'",
                    Suggestion.among(kind, byKind.keySet())
                            .orElse("known kinds: " + String.join(", ", byKind.keySet())));
        }
        return engine;
    }
}
