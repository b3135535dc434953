package io.snapledger.stores;

import io.snapledger.settings.Suggestion;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** What the kinds on the class path say of themselves; no engine is made. */
public final class Kinds {

    private final Map<String, KindDescription> byName = new TreeMap<>();

    private Kinds() {
        for (StoreEngineProvider provider :
                ServiceLoader.load(StoreEngineProvider.class, StoreEngineProvider.class.getClassLoader())) {
            KindDescription kind = provider.description();
            if (byName.put(kind.kind(), kind) != null) {
                throw new IllegalStateException("two providers announce the kind '" + kind.kind() + "'");
            }
        }
    }

    /**
     * Finds them with {@link ServiceLoader}.
     *
     * @throws IllegalStateException if two providers announce one kind
     */
    public static Kinds load() {
        return new Kinds();
    }

    /** In the order of their names. */
    public Collection<KindDescription> all() {
        return byName.values();
    }

    public Optional<KindDescription> find(String kind) {
        return Optional.ofNullable(byName.get(kind));
    }

    /**
     * The kind of that name.
     *
     * @throws IllegalArgumentException if there is none, with the nearest
     */
    public KindDescription of(String kind) {
        return find(kind)
                .orElseThrow(() -> new IllegalArgumentException("unknown store kind '" + kind + "'; HINT: "
                        + Suggestion.among(kind, byName.keySet())
                                .orElse("known kinds: " + String.join(", ", byName.keySet()))));
    }

    /**
     * The options of a place within the reach of a store, given as {@code STORE=LOCATION} or {@code STORE=KIND:LOCATION} to a restore.
     * Without a kind, kinds that have such places must read it alike.
     *
     * @throws IllegalArgumentException with a hint, if the location is none, or kinds read it differently
     */
    public Map<String, String> requestedPlace(String store, String location) {
        int colon = location.indexOf(':');
        String kind = location.substring(0, Math.max(0, colon));
        if (byName.containsKey(kind) || !kind.isEmpty() && location.startsWith("//", colon + 1)) {
            return of(kind).parseRequested(store, location.substring(colon + 1));
        }
        Map<Map<String, String>, String> readings = new LinkedHashMap<>();
        for (KindDescription each : byName.values()) {
            if (!each.requestable().isEmpty()) {
                readings.putIfAbsent(each.parseRequested(store, location), each.kind());
            }
        }
        if (readings.size() != 1) {
            throw new IllegalArgumentException("kinds of stores read it differently: "
                    + String.join(", ", readings.values()) + "; HINT: say " + store + "=KIND:" + location);
        }
        return readings.keySet().iterator().next();
    }

    /** What another tool calls a kind, in the words of this one; the same word if no kind is called so. */
    public String called(String alias) {
        return byName.values().stream()
                .filter(kind -> kind.aliases().contains(alias))
                .map(KindDescription::kind)
                .findFirst()
                .orElse(alias);
    }
}
