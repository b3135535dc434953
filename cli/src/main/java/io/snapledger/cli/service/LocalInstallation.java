package io.snapledger.cli.service;

import com.fasterxml.jackson.databind.JsonNode;
import io.snapledger.cli.output.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Where services that run in one process on this machine say that they keep things. Only what can be read here counts.
 *
 * @param key the file with the service key
 * @param repositories directories by repository name
 */
public record LocalInstallation(Optional<Path> key, Map<String, Path> repositories) {

    static final LocalInstallation NONE = new LocalInstallation(Optional.empty(), Map.of());

    public LocalInstallation {
        repositories = Map.copyOf(repositories);
    }

    static LocalInstallation of(JsonNode told) {
        Map<String, Path> repositories = new TreeMap<>();
        told.path("repositories")
                .properties()
                .forEach(repository -> path(repository.getValue().asText())
                        .filter(Files::isDirectory)
                        .ifPresent(directory -> repositories.put(repository.getKey(), directory)));
        return new LocalInstallation(file(told, "keyFile"), repositories);
    }

    private static Optional<Path> file(JsonNode told, String field) {
        return path(Json.text(told, field)).filter(Files::isRegularFile);
    }

    private static Optional<Path> path(String text) {
        return text.startsWith("/") ? Optional.of(Path.of(text)).filter(Files::isReadable) : Optional.empty();
    }
}
