package io.snapledger.cli.service;

import com.fasterxml.jackson.databind.JsonNode;
import io.snapledger.cli.output.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Where services that run in one process on this machine say that they keep things. Only what can be read here counts.
 *
 * @param token the file with the service token
 * @param key the file with the service key
 * @param repositories directories by repository name
 */
public record LocalInstallation(Optional<Path> token, Optional<Path> key, Map<String, Path> repositories) {

    static final LocalInstallation NONE = new LocalInstallation(Optional.empty(), Optional.empty(), Map.of());

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
        return new LocalInstallation(
                file(told, "tokenFile").filter(LocalInstallation::holdsToken), file(told, "keyFile"), repositories);
    }

    private static Optional<Path> file(JsonNode told, String field) {
        return path(Json.text(told, field)).filter(Files::isRegularFile);
    }

    private static Optional<Path> path(String text) {
        return text.startsWith("/") ? Optional.of(Path.of(text)).filter(Files::isReadable) : Optional.empty();
    }

    /** A token is sent to who named the file: so it must be a token, and not any file that somebody wishes to see. */
    private static boolean holdsToken(Path file) {
        try {
            return file.endsWith("service-token")
                    && Files.size(file) < 200
                    && Files.readString(file).strip().matches("[0-9a-f]{64}");
        } catch (IOException e) {
            return false;
        }
    }
}
