package io.snapledger.stores;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** The configured stores: {@code snapledger.stores.<name>.kind} and the kind's own options. */
public final class StoreDefinitions {

    /** What the names of the properties of stores begin with. */
    public static final String PREFIX = "snapledger.stores.";

    private static final String KIND = "kind";

    private final Map<String, StoreDefinition> byName = new TreeMap<>();

    public StoreDefinitions(List<StoreDefinition> stores) {
        stores.forEach(store -> byName.put(store.name(), store));
    }

    /**
     * Reads the stores from a configuration.
     *
     * @param names of all properties
     * @param value of a property, if it has one
     * @throws IllegalArgumentException if a store has no kind, or its name is not valid
     */
    public static StoreDefinitions configured(Iterable<String> names, Function<String, Optional<String>> value) {
        Map<String, String> properties = new TreeMap<>();
        for (String name : names) {
            if (name.startsWith(PREFIX)) {
                value.apply(name).ifPresent(text -> properties.put(name.substring(PREFIX.length()), text));
            }
        }
        return of(properties);
    }

    /**
     * Reads the stores from plain properties.
     *
     * @param properties without the prefix {@code snapledger.stores.}: {@code <name>.<option>}
     * @throws IllegalArgumentException if a store has no kind, or its name is not valid
     */
    public static StoreDefinitions of(Map<String, String> properties) {
        Map<String, Map<String, String>> options = new TreeMap<>();
        properties.forEach((property, value) -> {
            int dot = property.indexOf('.');
            if (dot > 0) {
                options.computeIfAbsent(unquoted(property.substring(0, dot)), name -> new TreeMap<>())
                        .put(property.substring(dot + 1), value);
            }
        });
        return new StoreDefinitions(options.entrySet().stream()
                .map(store -> definition(store.getKey(), store.getValue()))
                .toList());
    }

    private static String unquoted(String name) {
        return name.length() > 1 && name.startsWith("\"") && name.endsWith("\"")
                ? name.substring(1, name.length() - 1)
                : name;
    }

    private static StoreDefinition definition(String name, Map<String, String> options) {
        String kind = options.remove(KIND);
        if (kind == null) {
            throw new IllegalArgumentException("snapledger.stores." + name
                    + ".kind is missing; HINT: say what kind of store it is, e.g. postgresql");
        }
        return new StoreDefinition(name, kind, options);
    }

    public Optional<StoreDefinition> named(String store) {
        return Optional.ofNullable(byName.get(store));
    }

    public List<StoreDefinition> all() {
        return List.copyOf(byName.values());
    }
}
