package io.snapledger.stores;

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A store as configured: {@code snapledger.stores.<name>.*} without the prefix and without {@code kind}. The engine of
 * the kind parses the options into its own record.
 *
 * <p>A secret option, say {@code password}, is given as {@code password-file} (preferred), {@code password-env} or
 * {@code password}; it is read when it is used ({@link io.snapledger.settings.Secret}). {@code toString} shows the options' names only.
 */
public record StoreDefinition(String name, String kind, Map<String, String> options) {

    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?");
    private static final Pattern KIND = Pattern.compile("[a-z0-9-]{1,40}");

    public StoreDefinition {
        Objects.requireNonNull(options, "options");
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("store name '" + name + "' does not match " + NAME);
        }
        if (!KIND.matcher(kind).matches()) {
            throw new IllegalArgumentException("store '" + name + "': kind '" + kind + "' does not match " + KIND);
        }
        options = Map.copyOf(options);
    }

    @Override
    public String toString() {
        return "StoreDefinition[" + name + ", " + kind + ", options " + new TreeMap<>(options).keySet() + "]";
    }
}
