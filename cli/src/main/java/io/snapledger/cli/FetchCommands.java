package io.snapledger.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.snapledger.cli.output.Json;
import io.snapledger.cli.output.Words;
import io.snapledger.cli.service.LocalInstallation;
import io.snapledger.cli.service.Service;
import io.snapledger.cli.service.Services;
import io.snapledger.repository.RepositoryKinds;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;

/**
 * The commands that write streams into files, with the places as they are here: they run as printed. Where the key or the way to
 * the repository is not known, what is needed is told instead.
 */
final class FetchCommands {

    private static final Set<String> READABLE = Set.of("committed", "verified", "expired");

    private final Surroundings surroundings;
    private final Services services;

    FetchCommands(Session session) {
        this.surroundings = session.surroundings();
        this.services = session.services();
    }

    /** Adds {@code fetch}, or {@code fetchNeeds}, to what is told of a stream; neither if there is nothing to fetch. */
    void tell(JsonNode snapshot, String stream, ObjectNode told) {
        if (!READABLE.contains(Json.text(snapshot, "state"))) {
            return;
        }
        Optional<String> way = way(repository(snapshot));
        if (way.isPresent()) {
            told.put(
                    "fetch",
                    "snapledger snapshot fetch " + Words.shell(Json.text(snapshot, "id")) + " " + Words.shell(stream)
                            + " --to " + Words.shell(stream) + way.get());
        } else {
            told.put(
                    "fetchNeeds",
                    "SNAPLEDGER_KEY_FILE, a file with the service key or the recovery key, and SNAPLEDGER_REPOSITORY,"
                            + " where the repository is, or SNAPLEDGER_TOKEN_FILE, a file with the service token");
        }
    }

    /** The first repository that has it, as its plan names them. */
    private static String repository(JsonNode snapshot) {
        for (String name : Json.texts(snapshot, "repositories")) {
            if (READABLE.contains(Json.text(snapshot.path("copies").path(name), "state"))) {
                return name;
            }
        }
        Iterator<String> copies = snapshot.path("copies").fieldNames();
        return copies.hasNext() ? copies.next() : "";
    }

    private Optional<String> way(String repository) {
        LocalInstallation local = services.local();
        Optional<Path> key = path("SNAPLEDGER_KEY_FILE").or(local::key);
        Optional<String> place = surroundings
                .variable("SNAPLEDGER_REPOSITORY")
                .map(FetchCommands::place)
                .or(() -> Optional.ofNullable(local.repositories().get(repository))
                        .map(FetchCommands::word));
        if (key.isEmpty()) {
            return Optional.empty();
        }
        String opened = " --key " + word(key.get());
        if (place.isPresent()) {
            return Optional.of(" --from " + place.get() + opened);
        }
        return services.tokenFile()
                .filter(token -> !repository.isEmpty())
                .map(token -> " --repository " + Words.shell(repository) + " --url "
                        + Words.shell(services.url(Service.STORAGE).toString()) + " --token-file " + word(token)
                        + opened);
    }

    private Optional<Path> path(String variable) {
        return surroundings.variable(variable).map(Path::of);
    }

    /** A repository as somebody has named it. */
    private static String place(String named) {
        return RepositoryKinds.onClassPath()
                .address(named)
                .directory()
                .map(FetchCommands::word)
                .orElseGet(() -> Words.shell(named));
    }

    /** Absolute, so that it means the same in any directory. */
    private static String word(Path path) {
        return Words.shell(path.toAbsolutePath().normalize().toString());
    }
}
