package io.snapledger.repository;

import io.snapledger.settings.OptionReader;
import java.util.List;
import java.util.Map;

/**
 * Reads what a repository is configured by into the kind's own record. What is wrong is told all at once, by {@link #finish}; a secret is
 * given by reference, see {@link #secret}.
 */
public final class RepositorySettings extends OptionReader {

    private final String owner;

    private RepositorySettings(String owner, Map<String, String> given) {
        super(given);
        this.owner = owner;
    }

    /**
     * Settings of a configuration.
     *
     * @param given everything under {@code snapledger.repositories.<name>}, {@code kind} included
     */
    static RepositorySettings configured(String name, Map<String, String> given) {
        RepositorySettings settings =
                new RepositorySettings("snapledger.repositories." + name + " (" + given.get("kind") + ")", given);
        settings.know("kind");
        return settings;
    }

    /**
     * Settings that stand in an address.
     *
     * @param location for messages
     */
    static RepositorySettings located(String location, Map<String, String> given) {
        return new RepositorySettings("repository " + location, given);
    }

    /**
     * Ends the reading.
     *
     * @throws IllegalArgumentException with all that is wrong, and each setting that nobody reads
     */
    public void finish() {
        List<String> problems = problems("setting", name -> false);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(owner + ": " + String.join("; ", problems)
                    + "; HINT: settings of this kind are " + String.join(", ", known()));
        }
    }
}
