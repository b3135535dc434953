package io.snapledger.cli.service;

import io.snapledger.cli.CliException;
import io.snapledger.cli.Exit;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The token that is shown to the services: that of a file that was given, else that of the file which services on this machine name when
 * they ask for one. Who names a file is not believed: it must be a token, and belong to who listens, so that nobody gets another file
 * than his own, and nobody who took the port of services that are down gets theirs.
 */
final class CallerToken {

    private static final Pattern NAMED = Pattern.compile("^Bearer .*\\btoken_file=\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final String NAME = "access-token";
    private static final int LONGEST = 200;

    private final Path given;
    private final Map<URI, Path> told = new ConcurrentHashMap<>();

    /** @param given the file; null for none */
    CallerToken(Path given) {
        this.given = given;
    }

    /** The file with the token for a service, as far as it is known. */
    Optional<Path> file(URI service) {
        return Optional.ofNullable(given == null ? told.get(service) : given);
    }

    /** The token for a service, as far as it is known. */
    Optional<String> of(URI service) {
        return file(service).map(CallerToken::read);
    }

    /**
     * Takes up what a service asked for.
     *
     * @param challenge its header {@code WWW-Authenticate}
     * @return whether a token is known now that was not known before
     * @throws CliException if this user cannot read the file
     */
    boolean learn(URI service, Optional<String> challenge) {
        if (given != null || told.containsKey(service) || !isLoopback(service)) {
            return false;
        }
        Optional<Path> named = challenge.flatMap(CallerToken::named);
        named.ifPresent(file -> told.put(service, believed(service, file)));
        return named.isPresent();
    }

    static boolean isLoopback(URI uri) {
        String host = uri.getHost() == null ? "" : uri.getHost();
        return host.equals("localhost") || host.equals("[::1]") || host.matches("127(\\.[0-9]{1,3}){3}");
    }

    private static Optional<Path> named(String challenge) {
        Matcher named = NAMED.matcher(challenge);
        return named.find()
                ? Optional.of(Path.of(named.group(1).replaceAll("\\\\(.)", "$1")))
                        .filter(file -> file.isAbsolute() && file.endsWith(NAME))
                : Optional.empty();
    }

    private static Path believed(URI service, Path file) {
        if (!Files.isReadable(file)) {
            throw new CliException(
                    Exit.DENIED,
                    "unauthorized",
                    "the token of the services at " + service + " lies in " + file + ", which this user cannot read"
                            + "; HINT: run the command as the owner of that file, or give --token-file");
        }
        if (!holdsToken(file) || !Listener.belongsToOwnerOf(service, file)) {
            throw new CliException(
                    Exit.DENIED,
                    "unauthorized",
                    "what listens at " + service + " asks for " + file + ", which is no token of the user who runs it"
                            + "; HINT: look who listens there; give --token-file if it is right");
        }
        return file;
    }

    private static boolean holdsToken(Path file) {
        try {
            return Files.isRegularFile(file)
                    && Files.size(file) < LONGEST
                    && Files.readString(file).strip().matches("[0-9a-f]{64}");
        } catch (IOException e) {
            return false;
        }
    }

    private static String read(Path file) {
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > LONGEST) {
                throw new IOException("no file with a token");
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new CliException(
                    Exit.USAGE, "usage", "cannot read the token file " + file + "; HINT: give another", e);
        }
    }
}
