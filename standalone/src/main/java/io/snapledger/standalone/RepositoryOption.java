package io.snapledger.standalone;

import io.snapledger.events.Identities;
import io.snapledger.repository.RepositoryKinds;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * A repository as given on the command line.
 *
 * @param name of the repository
 * @param settings {@code kind} and the settings of the kind; never a secret
 */
record RepositoryOption(String name, Map<String, String> settings) {

    /** @throws IllegalArgumentException if it is none */
    static RepositoryOption parse(String text) {
        int equals = text.indexOf('=');
        if (equals < 1 || equals == text.length() - 1) {
            throw new IllegalArgumentException("not NAME=REPOSITORY: '" + text
                    + "'; HINT: --repository main=/mnt/repository or --repository main=s3://bucket/prefix");
        }
        String name = Identities.requireName("repository name", text.substring(0, equals));
        RepositoryKinds.Address address = RepositoryKinds.onClassPath().address(text.substring(equals + 1));
        Map<String, String> settings = new TreeMap<>(address.settings());
        settings.put("kind", address.kind());
        address.directory()
                .map(Path::toAbsolutePath)
                .ifPresent(path -> settings.put("path", path.normalize().toString()));
        settings.values().removeIf(String::isEmpty);
        return new RepositoryOption(name, settings);
    }

    /** What it means in the services' configuration: the repository, and that the plan of every day goes there. */
    Map<String, String> properties() {
        Map<String, String> properties = new TreeMap<>();
        settings.forEach((setting, value) -> properties.put("snapledger.repositories." + name + "." + setting, value));
        properties.put("snapledger.plans.default.repository", name);
        return properties;
    }
}
