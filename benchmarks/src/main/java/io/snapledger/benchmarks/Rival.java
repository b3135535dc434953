package io.snapledger.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Another tool for backups, with an encrypted repository of its own.
 *
 * @param name of the program
 * @param repository its directory
 * @param environment with the password
 * @param init makes the repository
 * @param backup stores standard input
 * @param restore writes what was stored to standard output
 */
record Rival(
        String name, Path repository, Map<String, String> environment, String init, String backup, String restore) {

    /** Those that are installed; says which are not. */
    static List<Rival> installed(Path directory) {
        return Stream.of(restic(directory), borg(directory))
                .filter(Rival::isInstalled)
                .toList();
    }

    private static Rival restic(Path directory) {
        Path repository = directory.resolve("restic");
        Map<String, String> environment = Map.of(
                "RESTIC_REPOSITORY", repository.toString(),
                "RESTIC_PASSWORD", "benchmark",
                "RESTIC_CACHE_DIR", directory.resolve("restic-cache").toString());
        return new Rival(
                "restic",
                repository,
                environment,
                "restic init -q",
                "restic backup -q --stdin",
                "restic dump -q latest stdin");
    }

    private static Rival borg(Path directory) {
        Path repository = directory.resolve("borg");
        Map<String, String> environment = Map.of(
                "BORG_REPO", repository.toString(),
                "BORG_PASSPHRASE", "benchmark",
                "BORG_BASE_DIR", directory.resolve("borg-home").toString());
        return new Rival(
                "borg",
                repository,
                environment,
                "borg init -e repokey-blake2",
                "borg create --compression zstd,1 ::a -",
                "borg extract --stdout ::a");
    }

    private boolean isInstalled() {
        boolean installed = Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(directory -> Path.of(directory, name).toFile().canExecute());
        if (!installed) {
            System.out.println(name + " is not installed: left out");
        }
        return installed;
    }

    /** An empty repository in place of what was there. */
    void begin() throws IOException, InterruptedException {
        Measurements.delete(repository);
        Measurements.prepare(init, environment);
    }
}
