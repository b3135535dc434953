package io.snapledger.settings;

import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValue;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Checks the names in every configuration file, and ours among the system properties, when the names of a service's configuration
 * are looked at first: before any of them is read into a mapping, and so before anything starts. The environment is not
 * checked: it belongs to all programs.
 */
public final class StrictSettings implements ConfigSourceInterceptor {

    private static final long serialVersionUID = 1L;

    private static final Pattern FILE = Pattern.compile(".*\\[source=([a-z]+:.*)]");

    private final transient Set<String> checked = ConcurrentHashMap.newKeySet();

    @Override
    public ConfigValue getValue(ConfigSourceInterceptorContext context, String name) {
        return context.proceed(name);
    }

    /** Files that are named by another setting come late: names are checked whenever there are new ones. */
    @Override
    public Iterator<String> iterateNames(ConfigSourceInterceptorContext context) {
        Set<String> names = new LinkedHashSet<>();
        context.iterateNames().forEachRemaining(names::add);
        Map<String, Collection<String>> unchecked = new TreeMap<>();
        for (String name : names) {
            ConfigValue value = checked.contains(name) ? null : context.proceed(name);
            if (value != null && value.getConfigSourceName() != null) {
                unchecked
                        .computeIfAbsent(value.getConfigSourceName(), source -> new TreeSet<>())
                        .add(name);
            }
        }
        unchecked.forEach(StrictSettings::check);
        unchecked.values().forEach(checked::addAll);
        return names.iterator();
    }

    private static void check(String source, Collection<String> names) {
        Matcher file = FILE.matcher(source);
        if (file.matches()) {
            requireSound(file.group(1));
            SettingsCheck.requireKnown(names, file.group(1));
        } else if (source.equals("SysPropConfigSource")) {
            SettingsCheck.requireKnown(
                    names.stream()
                            .filter(name -> name.startsWith(SettingNames.PREFIX + "."))
                            .toList(),
                    "the system properties");
        }
    }

    /** A name that stands twice in a file: the parser would take the last. */
    private static void requireSound(String file) {
        if (!file.startsWith("file:") || !file.matches(".*\\.ya?ml")) {
            return;
        }
        try {
            SettingsSource.requireSound(Files.readString(Path.of(URI.create(file))));
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    file + " cannot be used: " + e.getMessage() + "; HINT: correct it there", e);
        }
    }
}
