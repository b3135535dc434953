package io.snapledger.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** The program as a user has it: the script {@code bin/snapledger}, found on the path, over the classes of this build. */
final class Launcher {

    private final Path home;

    private Launcher(Path home) {
        this.home = home;
    }

    /** Lays the program out in a directory. */
    static Launcher in(Path home) throws IOException {
        Files.createDirectories(home.resolve("bin"));
        Files.createDirectories(home.resolve("lib/cli"));
        Files.copy(
                Path.of("src/main/sh/snapledger"),
                home.resolve("bin/snapledger"),
                StandardCopyOption.REPLACE_EXISTING,
                StandardCopyOption.COPY_ATTRIBUTES);
        List<String> entries = new ArrayList<>();
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        for (String entry : classPath.split(System.getProperty("path.separator"))) {
            entries.add(Path.of(entry).toUri().toString());
        }
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, String.join(" ", entries));
        try (OutputStream file = Files.newOutputStream(home.resolve("lib/cli/classes.jar"))) {
            new JarOutputStream(file, manifest).close();
        }
        return new Launcher(home);
    }

    /** A command of the shell, not started yet; the program is on its path, stdout goes to {@code out}, stderr to {@code err}. */
    ProcessBuilder shell(Path directory, Map<String, String> environment, String command) {
        // Whoever started us in the background has made us ignore Ctrl-C, and a child inherits that.
        ProcessBuilder builder = new ProcessBuilder("env", "--default-signal=INT", "/bin/sh", "-c", command)
                .directory(directory.toFile())
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(directory.resolve("out").toFile())
                .redirectError(directory.resolve("err").toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("SNAPLEDGER_"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().merge("PATH", home.resolve("bin").toString(), (path, bin) -> bin + ":" + path);
        builder.environment().putAll(environment);
        return builder;
    }

    /** Runs a command of the shell to its end. */
    Run run(Path directory, Map<String, String> environment, String command) throws Exception {
        Process process = shell(directory, environment, command).start();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
            throw new AssertionError(command + " has not ended within a minute");
        }
        return ended(directory, process);
    }

    /** What a process that has ended left in its directory. */
    static Run ended(Path directory, Process process) throws IOException {
        return new Run(
                process.exitValue(),
                Files.readString(directory.resolve("out")),
                Files.readString(directory.resolve("err")));
    }
}
