package io.snapledger.stores;

import io.snapledger.settings.Suggestion;
import java.util.Collection;
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

    /** What another tool calls a kind, in the words of this one; the same word if no kind is called so. */
    public String called(String alias) {
        return byName.values().stream()
                .filter(kind -> kind.aliases().contains(alias))
                .map(KindDescription::kind)
                .findFirst()
                .orElse(alias);
    }
}
