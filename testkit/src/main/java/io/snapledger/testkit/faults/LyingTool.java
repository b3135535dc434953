package io.snapledger.testkit.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.stream.Stream;

/** A directory of PostgreSQL's programs in which {@code pg_dump} does what it is told to. */
public final class LyingTool {

    private final Path directory;

    private LyingTool(Path directory) {
        this.directory = directory;
    }

    /** What {@code pg_dump} does from the next start on. */
    public enum Mode {
        /** Its work. */
        HONEST,
        /** Exit code 0, and not one byte. */
        NOTHING,
        /** Exit code 0 after the first 100000 bytes. */
        TRUNCATED,
        /** Exit code 1 after the first 100000 bytes. */
        FAILING,
        /** SIGKILL after the first 100000 bytes. */
        DYING
    }

    /** @param binaries directory of the real programs */
    public static LyingTool in(Path directory, Path binaries) {
        try {
            Files.createDirectories(directory);
            try (Stream<Path> programs = Files.list(binaries)) {
                for (Path program : (Iterable<Path>) programs::iterator) {
                    if (!program.endsWith("pg_dump")) {
                        Files.createSymbolicLink(directory.resolve(program.getFileName()), program);
                    }
                }
            }
            LyingTool tool = new LyingTool(directory);
            tool.be(Mode.HONEST);
            Path script = directory.resolve("pg_dump");
            Files.writeString(script, tool.script(binaries.resolve("pg_dump")));
            Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
            return tool;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make tools in " + directory, e);
        }
    }

    private String script(Path real) {
        return """
                #!/bin/sh
                case "$*" in *--version*) exec %1$s "$@" ;; esac
                case $(cat %2$s) in
                  nothing) exit 0 ;;
                  truncated) %1$s "$@" | head -c 100000; exit 0 ;;
                  failing) %1$s "$@" | head -c 100000; echo "pg_dump: error: gave up" >&2; exit 1 ;;
                  dying) %1$s "$@" | head -c 100000; kill -9 $$ ;;
                  *) exec %1$s "$@" ;;
                esac
                """.formatted(real, mode());
    }

    private Path mode() {
        return directory.resolve("mode");
    }

    public Path directory() {
        return directory;
    }

    public void be(Mode mode) {
        try {
            Files.writeString(mode(), mode.name().toLowerCase(Locale.ROOT));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
