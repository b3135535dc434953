package io.snapledger.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/** A secret by reference. It is read when {@link #reveal()} is called and never shown by {@code toString}. */
public final class Secret {

    /** Where the value comes from. */
    private enum From {
        LITERAL,
        ENVIRONMENT,
        FILE
    }

    private final From from;
    private final String reference;

    private Secret(From from, String reference) {
        this.from = from;
        this.reference = Objects.requireNonNull(reference);
    }

    public static Secret literal(String value) {
        return new Secret(From.LITERAL, value);
    }

    public static Secret environment(String variable) {
        return new Secret(From.ENVIRONMENT, variable);
    }

    /** A file whose content is the secret; one line end at its end is dropped. */
    public static Secret file(String path) {
        return new Secret(From.FILE, path);
    }

    /** The value, read now, so that a rotated secret is picked up without a restart. */
    public String reveal() throws SecretException {
        return switch (from) {
            case LITERAL -> reference;
            case ENVIRONMENT -> fromEnvironment();
            case FILE -> fromFile();
        };
    }

    /** The file that holds it, if it is kept in one. */
    public Optional<Path> file() {
        return from == From.FILE ? Optional.of(Path.of(reference)) : Optional.empty();
    }

    private String fromEnvironment() throws SecretException {
        String value = System.getenv(reference);
        if (value == null) {
            throw new SecretException(
                    "environment variable '" + reference + "' with a secret is not set",
                    "set it for this process, or give the secret as a file",
                    null);
        }
        return value;
    }

    private String fromFile() throws SecretException {
        try {
            String value = Files.readString(Path.of(reference));
            return value.endsWith("\n") ? value.substring(0, value.length() - 1) : value;
        } catch (IOException e) {
            throw new SecretException(
                    "secret file '" + reference + "' cannot be read: "
                            + e.getClass().getSimpleName(),
                    "check that it exists and that this user may read it",
                    e);
        }
    }

    @Override
    public String toString() {
        return from == From.LITERAL ? "Secret[***]" : "Secret[" + from + " " + reference + "]";
    }
}
