package io.snapledger.cli.cold;

import io.snapledger.cli.CliException;
import io.snapledger.cli.Exit;
import io.snapledger.cli.Surroundings;
import io.snapledger.repository.RepositoryKinds;
import io.snapledger.repository.keys.KeyRing;
import io.snapledger.stores.ProtectedPaths;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** A repository at hand, and the key to it. */
public final class ColdOptions {

    @Option(
            names = "--from",
            paramLabel = "REPOSITORY",
            description = {"Reads this repository itself, with no service", "running: a directory, or KIND:LOCATION."})
    private String repository;

    @Option(
            names = {"--key", "--key-file"},
            paramLabel = "FILE",
            description = "The recovery key or the service key, for --from; else SNAPLEDGER_KEY_FILE. May be repeated.")
    private List<Path> keys = new ArrayList<>();

    /** Whether a repository is given. */
    public boolean isGiven() {
        return repository != null;
    }

    /** Takes the repository from SNAPLEDGER_REPOSITORY, where none is given. */
    public ColdOptions orElse(Surroundings surroundings) {
        if (repository == null) {
            repository = surroundings.variable("SNAPLEDGER_REPOSITORY").orElse(null);
        }
        return this;
    }

    /** @throws CliException if it cannot be opened */
    public ColdRepository open(Surroundings surroundings) {
        return ColdRepository.open(address(), surroundings.clock());
    }

    private RepositoryKinds.Address address() {
        try {
            return RepositoryKinds.onClassPath().address(repository);
        } catch (IllegalArgumentException e) {
            throw new CliException(Exit.USAGE, "usage", e.getMessage(), e);
        }
    }

    /** @throws CliException if there is none, or one cannot be read */
    public KeyRing ring(Surroundings surroundings) {
        return ring(surroundings, Optional.empty());
    }

    /**
     * The keys as given, else as the environment says.
     *
     * @param known taken where neither says one
     * @throws CliException if there is none, or one cannot be read
     */
    public KeyRing ring(Surroundings surroundings, Optional<Path> known) {
        List<Path> files = files(surroundings, known);
        if (files.isEmpty()) {
            throw CliException.usage(
                    "no key is given; HINT: --key FILE, the recovery key or the service key; or set SNAPLEDGER_KEY_FILE");
        }
        return new KeyRing(files.stream().map(KeyFile::read).toList());
    }

    /** Whether a key is known, given or otherwise. */
    public boolean hasKey(Surroundings surroundings, Optional<Path> known) {
        return !files(surroundings, known).isEmpty();
    }

    private List<Path> files(Surroundings surroundings, Optional<Path> known) {
        List<Path> files = new ArrayList<>(keys);
        if (files.isEmpty()) {
            surroundings
                    .variable("SNAPLEDGER_KEY_FILE")
                    .map(Path::of)
                    .or(() -> known)
                    .ifPresent(files::add);
        }
        return files;
    }

    /** What a restore must not touch: what it reads, and the data directory around the repository of a single process. */
    public ProtectedPaths own(Surroundings surroundings) {
        Map<String, Path> own = new LinkedHashMap<>();
        address().directory().ifPresent(directory -> protect(directory, own));
        files(surroundings, Optional.empty()).forEach(file -> own.put("the key " + file.getFileName(), file));
        return ProtectedPaths.of(own);
    }

    private static void protect(Path directory, Map<String, Path> own) {
        own.put("the repository", directory);
        Path around = directory.toAbsolutePath().normalize().getParent();
        if (around != null && Files.exists(around.resolve("installation"))) {
            own.put("the data directory", around);
        }
    }
}
