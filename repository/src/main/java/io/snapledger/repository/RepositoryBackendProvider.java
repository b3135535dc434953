package io.snapledger.repository;

import java.util.Map;

/**
 * A kind of backend, found by {@link java.util.ServiceLoader}. Adding a kind means one package with one of these and one line
 * in {@code META-INF/services}.
 */
public interface RepositoryBackendProvider {

    /** The word in the configuration, such as {@code directory}. */
    String kind();

    /**
     * Opens a repository; makes it where the configuration says so.
     *
     * @param name the repository's name, for messages
     * @param settings everything under {@code snapledger.repositories.<name>} but {@code kind}
     * @throws IllegalArgumentException naming the setting that is missing or wrong
     */
    RepositoryBackend open(String name, Map<String, String> settings);
}
