package io.snapledger.repository;

import io.snapledger.settings.Suggestion;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The kinds of backend on the class path, by name. */
public final class RepositoryKinds {

    /** The kind of what is only a path. */
    private static final String DIRECTORY = "directory";

    private static final Pattern ADDRESS = Pattern.compile("([a-z][a-z0-9]*):(.*)", Pattern.DOTALL);

    private final Map<String, RepositoryBackendProvider> byKind;

    private RepositoryKinds(Map<String, RepositoryBackendProvider> byKind) {
        this.byKind = byKind;
    }

    /** What {@link ServiceLoader} finds; two providers of one kind are refused. */
    public static RepositoryKinds onClassPath() {
        Map<String, RepositoryBackendProvider> found = new TreeMap<>();
        ServiceLoader<RepositoryBackendProvider> providers =
                ServiceLoader.load(RepositoryBackendProvider.class, RepositoryKinds.class.getClassLoader());
        for (RepositoryBackendProvider provider : providers) {
            RepositoryBackendProvider other = found.put(provider.kind(), provider);
            if (other != null) {
                throw new IllegalStateException("two providers of repository kind '" + provider.kind() + "': "
                        + other.getClass().getName() + " and "
                        + provider.getClass().getName());
            }
        }
        return new RepositoryKinds(found);
    }

    /** Their names. */
    public Set<String> kinds() {
        return byKind.keySet();
    }

    /**
     * Opens the repository that a configuration asks for.
     *
     * @param name the repository's name
     * @param settings everything under {@code snapledger.repositories.<name>}, {@code kind} included
     * @throws IllegalArgumentException naming the setting that is missing or wrong
     */
    public RepositoryBackend open(String name, Map<String, String> settings, BackendContext context) {
        return provider(name, settings).open(name, RepositorySettings.configured(name, settings), context);
    }

    /**
     * Reads what a configuration asks for, and touches nothing.
     *
     * @throws IllegalArgumentException as {@link #open}
     */
    public void check(String name, Map<String, String> settings) {
        provider(name, settings).check(RepositorySettings.configured(name, settings));
    }

    private RepositoryBackendProvider provider(String name, Map<String, String> settings) {
        String kind = settings.get("kind");
        RepositoryBackendProvider provider = kind == null ? null : byKind.get(kind);
        if (provider == null) {
            throw new IllegalArgumentException("snapledger.repositories." + name + ".kind is '" + kind + "'"
                    + (kind == null ? "" : nearest(kind)) + "; HINT: kinds are " + String.join(", ", kinds()));
        }
        return provider;
    }

    /**
     * A repository as a person names it: a path, {@code KIND:LOCATION}, or a URI whose scheme is a kind. A path that looks like one of these is
     * given as {@code ./PATH}.
     *
     * @throws IllegalArgumentException if it is nothing of the kind
     */
    public Address address(String text) {
        Matcher address = ADDRESS.matcher(text);
        if (address.matches()) {
            RepositoryBackendProvider provider = byKind.get(address.group(1));
            if (provider != null) {
                return new Address(text, provider, Map.copyOf(provider.settingsOf(address.group(2))));
            }
            if (address.group(2).startsWith("//")) {
                throw new IllegalArgumentException("'" + text + "' is of no kind that is known"
                        + nearest(address.group(1)) + "; HINT: a path, or KIND:LOCATION with a kind of "
                        + String.join(", ", kinds()));
            }
        }
        RepositoryBackendProvider directory = byKind.get(DIRECTORY);
        return new Address(text, directory, Map.copyOf(directory.settingsOf(text)));
    }

    private String nearest(String kind) {
        return Suggestion.among(kind, kinds()).map(hint -> " (" + hint + ")").orElse("");
    }

    /** A repository that was named by a person, not opened. */
    public static final class Address {

        private final String text;
        private final RepositoryBackendProvider provider;
        private final Map<String, String> settings;

        private Address(String text, RepositoryBackendProvider provider, Map<String, String> settings) {
            this.text = text;
            this.provider = provider;
            this.settings = settings;
        }

        public String kind() {
            return provider.kind();
        }

        /** What would stand in a configuration, without the kind. */
        public Map<String, String> settings() {
            return settings;
        }

        /** The directory of this host that it is, where it is one. */
        public Optional<Path> directory() {
            return provider.directory(settings);
        }

        /**
         * Opens it.
         *
         * @throws IllegalArgumentException naming what is missing or wrong
         * @throws RepositoryException if it cannot be opened
         */
        public RepositoryBackend open(BackendContext context) {
            return provider.open(text, RepositorySettings.located(text, settings), context);
        }

        /** As it was given. */
        @Override
        public String toString() {
            return text;
        }
    }
}
