package io.snapledger.settings;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A store or a repository as it is configured. Its kind is known to all services; its options are looked up when they are asked for, since
 * they may refer to secrets that only the service that works with it has. They are never shown by {@code toString}.
 */
public final class Declared {

    private static final String KIND = "kind";

    private final String name;
    private final String kind;
    private final String prefix;
    private final SettingsSource source;

    /** @param prefix what the names of its settings begin with, its own name included as it is written, and a dot */
    Declared(String name, String kind, String prefix, SettingsSource source) {
        this.name = name;
        this.kind = kind;
        this.prefix = prefix;
        this.source = source;
    }

    public String name() {
        return name;
    }

    public String kind() {
        return kind;
    }

    /** Everything beside the kind; a list as texts separated by commas, a comma in one of them with a backslash before it. */
    public Map<String, String> options() {
        Map<String, String> options = new TreeMap<>();
        for (String setting : source.below(prefix)) {
            option(setting).ifPresent(value -> options.put(setting, value));
        }
        options.remove(KIND);
        return options;
    }

    /** The options with the kind among them. */
    public Map<String, String> settings() {
        Map<String, String> settings = options();
        settings.put(KIND, kind);
        return settings;
    }

    /** One of the options. */
    public Optional<String> option(String option) {
        return source.joined(prefix + option);
    }

    @Override
    public String toString() {
        return name + " (" + kind + ")";
    }
}
