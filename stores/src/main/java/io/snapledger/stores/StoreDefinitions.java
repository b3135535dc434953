package io.snapledger.stores;

import io.snapledger.settings.Installation;
import io.snapledger.settings.SettingProblem;
import io.snapledger.settings.SettingsException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The configured stores: {@code snapledger.stores.<name>.kind} and the kind's own options. */
public final class StoreDefinitions {

    private static final String PREFIX = "snapledger.stores.";

    private final Map<String, StoreDefinition> byName = new TreeMap<>();

    public StoreDefinitions(List<StoreDefinition> stores) {
        stores.forEach(store -> byName.put(store.name(), store));
    }

    /**
     * Those of a configuration, with their options.
     *
     * @throws IllegalArgumentException if an option refers to what is not there, or the name of a store is not valid
     */
    public static StoreDefinitions of(Installation installation) {
        return new StoreDefinitions(installation.stores().values().stream()
                .map(store -> new StoreDefinition(store.name(), store.kind(), store.options()))
                .toList());
    }

    /**
     * These, if every store is of a kind that is there and each of its options is one of that kind; no store is touched.
     *
     * @throws IllegalArgumentException with all that is wrong with any of them
     */
    public StoreDefinitions requireUsable(StoreEngines engines) {
        List<SettingProblem> problems = problems(engines);
        if (!problems.isEmpty()) {
            throw new SettingsException(problems);
        }
        return this;
    }

    /** What is wrong with the options of the stores; no store is touched. */
    public List<SettingProblem> problems(StoreEngines engines) {
        List<SettingProblem> problems = new ArrayList<>();
        for (StoreDefinition store : byName.values()) {
            try {
                engines.of(store.kind()).check(store);
            } catch (StoreException e) {
                problems.add(new SettingProblem(PREFIX + store.name(), "cannot be used: " + e.getMessage(), e.hint()));
            }
        }
        return problems;
    }

    public Optional<StoreDefinition> named(String store) {
        return Optional.ofNullable(byName.get(store));
    }

    public List<StoreDefinition> all() {
        return List.copyOf(byName.values());
    }
}
