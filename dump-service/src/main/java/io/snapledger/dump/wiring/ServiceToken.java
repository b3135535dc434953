package io.snapledger.dump.wiring;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The secret that services show each other: {@code snapledger.internal.token-file}, or the token itself. Read at each use. */
@ApplicationScoped
public class ServiceToken {

    private final Optional<Path> file;
    private final Optional<String> token;

    ServiceToken(
            @ConfigProperty(name = "snapledger.internal.token-file") Optional<Path> file,
            @ConfigProperty(name = "snapledger.internal.token") Optional<String> token) {
        this.file = file;
        this.token = token.filter(text -> !text.isBlank());
    }

    /**
     * The token now.
     *
     * @throws IllegalStateException if none is configured
     */
    public String value() {
        try {
            return known().orElseThrow(
                            () -> new IllegalStateException(
                                    "there is no service token; HINT: set snapledger.internal.token-file to a file with the same content for each service"));
        } catch (IOException e) {
            throw new UncheckedIOException("snapledger.internal.token-file cannot be read", e);
        }
    }

    private Optional<String> known() throws IOException {
        if (file.isEmpty()) {
            return token;
        }
        return Optional.of(Files.readString(file.get()).strip()).filter(text -> !text.isEmpty());
    }

    /** Whether an {@code Authorization} header shows it; without a configured token nobody does. */
    public boolean matches(String authorization) {
        try {
            Optional<String> expected = known();
            return authorization != null
                    && expected.isPresent()
                    && MessageDigest.isEqual(
                            authorization.getBytes(StandardCharsets.UTF_8),
                            ("Bearer " + expected.get()).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            return false;
        }
    }
}
