package io.snapledger.testkit.cluster;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the built programs lie, and free ports for them. */
final class Installation {

    private Installation() {}

    /** The project's root: property {@code snapledger.root}, or the nearest parent of the working directory with {@code mvnw}. */
    static Path root() {
        String given = System.getProperty("snapledger.root");
        Path directory = Path.of(given == null ? "" : given).toAbsolutePath();
        while (directory != null && !Files.exists(directory.resolve("mvnw"))) {
            directory = directory.getParent();
        }
        if (directory == null) {
            throw new IllegalStateException("no project root above the working directory; HINT: set -Dsnapledger.root");
        }
        return directory;
    }

    static Path runner(String module) {
        Path jar = root().resolve(module).resolve("target/quarkus-app/quarkus-run.jar");
        if (!Files.exists(jar)) {
            throw new IllegalStateException(jar + " is missing; HINT: build it with ./mvnw package -DskipTests");
        }
        return jar;
    }
}
