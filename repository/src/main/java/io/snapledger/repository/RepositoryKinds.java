package io.snapledger.repository;

import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** The kinds of backend on the class path, by name. */
public final class RepositoryKinds {

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

    /**
     * The provider that {@code settings} ask for.
     *
     * @param name the repository's name
     * @param settings everything under {@code snapledger.repositories.<name>}, {@code kind} included
     */
    public RepositoryBackendProvider provider(String name, Map<String, String> settings) {
        String kind = settings.get("kind");
        RepositoryBackendProvider provider = kind == null ? null : byKind.get(kind);
        if (provider == null) {
            throw new IllegalArgumentException(
                    "snapledger.repositories." + name + ".kind is '" + kind + "'; known kinds are " + byKind.keySet());
        }
        return provider;
    }

    /** Opens the repository that {@code settings} ask for. */
    public RepositoryBackend open(String name, Map<String, String> settings) {
        return provider(name, settings).open(name, settings);
    }
}
