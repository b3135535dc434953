package io.snapledger.access;

import io.snapledger.events.Nullable;
import io.snapledger.posix.RegularFile;
import io.snapledger.settings.Installation;
import io.snapledger.settings.Secret;
import io.snapledger.settings.SecretException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A secret that a caller shows: that of people and platforms, or that of the services among themselves. A changed file is taken up at once.
 * Each line is one: the first is shown, all are let in, so that a secret can be exchanged while some still show the former one.
 */
public final class Token implements Supplier<String> {

    private static final String SERVICES = "snapledger.internal.token";
    private static final String CALLERS = "snapledger.access.token";
    private static final int LONGEST = 4096;

    private final String property;
    private final Optional<Secret> secret;
    private final @Nullable Path file;
    private @Nullable FileTime readAt;
    private List<String> lines = List.of();

    private Token(String property, Optional<Secret> secret) {
        this.property = property;
        this.secret = secret;
        this.file = secret.flatMap(Secret::file).orElse(null);
    }

    /** The token that services show each other, {@code snapledger.internal.token}; not looked at before it is needed. */
    public static Token ofServices(Installation installation) {
        return of(SERVICES, installation.internal().token());
    }

    /** Like {@link #ofServices}, for people and platforms: {@code snapledger.access.token}. */
    public static Token ofCallers(Installation installation) {
        return of(CALLERS, installation.access().token());
    }

    /**
     * The token of one caller.
     *
     * @param property where it is configured, for messages
     */
    public static Token of(String property, Optional<Secret> secret) {
        return new Token(property, secret);
    }

    /** The file that holds it, if it is kept in one. */
    public Optional<Path> file() {
        return Optional.ofNullable(file);
    }

    /**
     * The token now.
     *
     * @throws IllegalStateException if none is configured, or its file is empty or cannot be read
     */
    @Override
    public String get() {
        return accepted().get(0);
    }

    /**
     * The token now, and the former ones that still count.
     *
     * @throws IllegalStateException as {@link #get}
     */
    public synchronized List<String> accepted() {
        if (file != null) {
            read(file);
        } else if (secret.isPresent()) {
            lines = lines(revealed(secret.get()));
        }
        if (lines.isEmpty()) {
            throw new IllegalStateException(
                    (file == null ? "there is no " + property : property + "-file " + file + " is empty")
                            + "; HINT: set " + property
                            + "-file to a file that only the services can read, with the same"
                            + " content for each");
        }
        return lines;
    }

    /** Like {@link #accepted}, but empty where none is configured or can be read. */
    List<String> acceptedIfAny() {
        try {
            return accepted();
        } catch (IllegalStateException e) {
            return List.of();
        }
    }

    private String revealed(Secret from) {
        try {
            return from.reveal();
        } catch (SecretException e) {
            throw new IllegalStateException(property + ": " + e.getMessage() + "; HINT: " + e.hint(), e);
        }
    }

    private static List<String> lines(String text) {
        return text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    }

    /** Stays with what it was where the file is being replaced. */
    private void read(Path from) {
        try {
            FileTime changed = Files.getLastModifiedTime(from);
            if (!changed.equals(readAt)) {
                lines = lines(content(from));
                readAt = changed;
            }
        } catch (IOException e) {
            if (readAt == null) {
                throw new IllegalStateException(
                        "cannot read " + property + "-file " + from + "; HINT: name another", e);
            }
        }
    }

    private static String content(Path file) throws IOException {
        return new String(RegularFile.readWhole(file, LONGEST), StandardCharsets.UTF_8);
    }

    /** Whether it is the one that was shown; takes the same time wherever it differs. Without a token nobody's is. */
    public boolean matches(String shown) {
        byte[] bytes = shown.getBytes(StandardCharsets.UTF_8);
        try {
            boolean matches = false;
            for (String token : accepted()) {
                matches |= MessageDigest.isEqual(bytes, token.getBytes(StandardCharsets.UTF_8));
            }
            return matches;
        } catch (IllegalStateException e) {
            System.getLogger(Token.class.getName())
                    .log(System.Logger.Level.WARNING, "nobody is let in: {0}", e.getMessage());
            return false;
        }
    }
}
