package io.snapledger.repository.http;

import io.snapledger.events.Nullable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** The secret that services show each other. A changed file is taken up at once. */
public final class ServiceToken implements Supplier<String> {

    private static final String TOKEN = "snapledger.internal.token";
    private static final String FILE = "snapledger.internal.token-file";

    private final @Nullable Path file;
    private @Nullable FileTime readAt;
    private String value;

    private ServiceToken(@Nullable Path file, String value) {
        this.file = file;
        this.value = value;
    }

    /** The token itself or the file that holds it; the file wins. Neither is looked at before it is needed. */
    public static ServiceToken of(Optional<String> token, Optional<Path> file) {
        return new ServiceToken(file.orElse(null), token.map(String::strip).orElse(""));
    }

    /**
     * As the configuration says.
     *
     * @param value of a property, if it has one
     */
    public static ServiceToken configured(Function<String, Optional<String>> value) {
        return of(value.apply(TOKEN), value.apply(FILE).map(Path::of));
    }

    /**
     * The token now.
     *
     * @throws IllegalStateException if none is configured, or its file is empty or cannot be read
     */
    @Override
    public synchronized String get() {
        if (file != null) {
            read(file);
        }
        if (value.isEmpty()) {
            throw new IllegalStateException(
                    (file == null ? "there is no service token" : FILE + " " + file + " is empty") + "; HINT: set "
                            + FILE + " to a file that only the services can read, with the same content for each");
        }
        return value;
    }

    /** Stays with what it was where the file is being replaced. */
    private void read(Path from) {
        try {
            FileTime changed = Files.getLastModifiedTime(from);
            if (!changed.equals(readAt)) {
                value = Files.readString(from).strip();
                readAt = changed;
            }
        } catch (IOException e) {
            if (readAt == null) {
                throw new IllegalStateException("cannot read " + FILE + " " + from + "; HINT: name another", e);
            }
        }
    }

    /** Whether an {@code Authorization} header shows it; takes the same time wherever it differs. Without a token nobody does. */
    public boolean matches(@Nullable String authorization) {
        if (authorization == null) {
            return false;
        }
        try {
            return MessageDigest.isEqual(
                    authorization.getBytes(StandardCharsets.UTF_8),
                    ("Bearer " + get()).getBytes(StandardCharsets.UTF_8));
        } catch (IllegalStateException e) {
            System.getLogger(ServiceToken.class.getName())
                    .log(System.Logger.Level.WARNING, "nobody is let in: {0}", e.getMessage());
            return false;
        }
    }
}
