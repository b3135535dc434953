package io.snapledger.restore.wiring;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The service token that storage-service asks for. Read at each use, so that it can be changed. */
@ApplicationScoped
public class RestoreToken {

    private final Optional<Path> file;
    private final Optional<String> token;

    RestoreToken(
            @ConfigProperty(name = "snapledger.internal.token-file") Optional<Path> file,
            @ConfigProperty(name = "snapledger.internal.token") Optional<String> token) {
        this.file = file;
        this.token = token;
    }

    /** @throws IllegalStateException if none is configured */
    public String value() {
        if (file.isEmpty()) {
            return token.orElseThrow(
                    () -> new IllegalStateException(
                            "there is no service token; HINT: set snapledger.internal.token-file to a file with the same content for each service"));
        }
        try {
            return Files.readString(file.get()).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("snapledger.internal.token-file cannot be read", e);
        }
    }
}
