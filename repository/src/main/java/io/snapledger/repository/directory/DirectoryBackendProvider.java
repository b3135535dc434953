package io.snapledger.repository.directory;

import io.snapledger.repository.BackendContext;
import io.snapledger.repository.RepositoryBackend;
import io.snapledger.repository.RepositoryBackendProvider;
import io.snapledger.repository.RepositorySettings;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Kind {@code directory}: {@code path} (required), {@code create} (make it if it is not there; true by default). */
public final class DirectoryBackendProvider implements RepositoryBackendProvider {

    private static final String PATH = "path";

    @Override
    public String kind() {
        return "directory";
    }

    @Override
    public RepositoryBackend open(String name, RepositorySettings settings, BackendContext context) {
        String path = settings.required(PATH);
        boolean create = settings.flag("create", true);
        settings.finish();
        return DirectoryBackend.open(Path.of(path), create && context.writes());
    }

    @Override
    public void check(RepositorySettings settings) {
        settings.required(PATH);
        settings.flag("create", true);
        settings.finish();
    }

    /** A path is an address as it is. */
    @Override
    public Map<String, String> settingsOf(String location) {
        return Map.of(PATH, location.startsWith("//") ? location.substring(2) : location);
    }

    @Override
    public Optional<Path> directory(Map<String, String> settings) {
        return Optional.ofNullable(settings.get(PATH)).map(Path::of);
    }
}
