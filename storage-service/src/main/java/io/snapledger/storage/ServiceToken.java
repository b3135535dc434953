package io.snapledger.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.function.Supplier;

/** The secret that services show each other. A changed file is taken up at once. */
public final class ServiceToken implements Supplier<String> {

    private final Path file;
    private FileTime readAt;
    private String value;

    private ServiceToken(Path file, String value) {
        this.file = file;
        this.value = value;
    }

    /**
     * The token itself or the file that holds it; the file wins.
     *
     * @throws IllegalArgumentException if there is neither
     */
    public static ServiceToken of(Optional<String> token, Optional<Path> file) {
        if (file.isPresent()) {
            ServiceToken held = new ServiceToken(file.get(), null);
            held.get();
            return held;
        }
        return new ServiceToken(
                null,
                token.filter(text -> !text.isBlank())
                        .orElseThrow(() -> new IllegalArgumentException(
                                "there is no service token; HINT: set snapledger.internal.token-file to a file that only"
                                        + " the services can read, with the same content for each")));
    }

    @Override
    public synchronized String get() {
        if (file == null) {
            return value;
        }
        try {
            FileTime changed = Files.getLastModifiedTime(file);
            if (!changed.equals(readAt)) {
                value = Files.readString(file).strip();
                readAt = changed;
            }
        } catch (IOException e) {
            if (value == null) {
                throw new UncheckedIOException("cannot read snapledger.internal.token-file " + file, e);
            }
        }
        if (value.isEmpty()) {
            throw new IllegalArgumentException("snapledger.internal.token-file " + file + " is empty");
        }
        return value;
    }

    /** Whether an {@code Authorization} header shows it; takes the same time wherever it differs. */
    public boolean matches(String authorization) {
        return authorization != null
                && MessageDigest.isEqual(
                        authorization.getBytes(StandardCharsets.UTF_8),
                        ("Bearer " + get()).getBytes(StandardCharsets.UTF_8));
    }
}
