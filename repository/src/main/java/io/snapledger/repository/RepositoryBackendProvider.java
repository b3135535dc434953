package io.snapledger.repository;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * A kind of backend, found by {@link java.util.ServiceLoader}. Adding a kind means one package with one of these and one line
 * in {@code META-INF/services}.
 */
public interface RepositoryBackendProvider {

    /** The word in the configuration, such as {@code directory}. */
    String kind();

    /**
     * Opens a repository; makes it where the settings say so and it is opened to be written.
     *
     * @param name the repository's name, for messages
     * @param settings to be read whole, and finished before anything is done
     * @throws IllegalArgumentException naming the setting that is missing or wrong
     * @throws RepositoryException if the place cannot be used
     */
    RepositoryBackend open(String name, RepositorySettings settings, BackendContext context);

    /**
     * Reads settings and touches nothing.
     *
     * @throws IllegalArgumentException as {@link #open}
     */
    void check(RepositorySettings settings);

    /**
     * What an address on a command line means, where a person names a repository by one.
     *
     * @param location what follows the kind and its colon
     * @return settings; never a secret, which on a command line would be seen by all
     * @throws IllegalArgumentException if it is none
     */
    Map<String, String> settingsOf(String location);

    /** The directory of this host that an address or a configuration means, which nothing else may write to; empty if it means none. */
    default Optional<Path> directory(Map<String, String> settings) {
        return Optional.empty();
    }
}
