package io.snapledger.repository.directory;

import io.snapledger.repository.RepositoryBackend;
import io.snapledger.repository.RepositoryBackendProvider;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Kind {@code directory}: {@code path} (required), {@code create} (true: make it if it is not there, the default). */
public final class DirectoryBackendProvider implements RepositoryBackendProvider {

    private static final Set<String> SETTINGS = Set.of("kind", "path", "create");

    @Override
    public String kind() {
        return "directory";
    }

    @Override
    public RepositoryBackend open(String name, Map<String, String> settings) {
        String prefix = "snapledger.repositories." + name + ".";
        TreeSet<String> unknown = new TreeSet<>(settings.keySet());
        unknown.removeAll(SETTINGS);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(prefix + unknown.first()
                    + " is not a setting of kind directory; known are " + new TreeSet<>(SETTINGS));
        }
        String path = settings.get("path");
        if (path == null || path.isBlank()) {
            throw new IllegalArgumentException(
                    prefix + "path is missing; it names the directory, such as /var/lib/snapledger/repository");
        }
        boolean create = Boolean.parseBoolean(settings.getOrDefault("create", "true"));
        return DirectoryBackend.open(Path.of(path), create);
    }
}
