package io.snapledger.standalone.program;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The {@code snapledger} command as it was built, run by a shell. */
final class Program {

    private static final Path BIN =
            Path.of("../cli/target/snapledger/bin").toAbsolutePath().normalize();

    private final Path directory;
    private final Map<String, String> environment;
    private int runs;

    /**
     * @param directory working directory of every run; what a run writes is kept there
     * @param environment beside what this process has
     */
    Program(Path directory, Map<String, String> environment) throws IOException {
        this.directory = Files.createDirectories(directory);
        this.environment = Map.copyOf(environment);
    }

    /**
     * A run that has ended.
     *
     * @param exit code
     * @param out stdout
     * @param err stderr
     */
    record Ended(int exit, String out, String err) {}

    /** A run that goes on. */
    record Running(Process process, Path out, Path err) {

        String said() throws IOException {
            return Files.readString(err);
        }

        /** Sends SIGINT, as Ctrl-C does, and waits. */
        Ended interrupt() throws IOException, InterruptedException {
            new ProcessBuilder("kill", "-INT", Long.toString(process.pid()))
                    .start()
                    .waitFor();
            return ended();
        }

        Ended ended() throws IOException, InterruptedException {
            if (!process.waitFor(120, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
                throw new AssertionError("not ended after two minutes: " + Files.readString(err));
            }
            return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
        }
    }

    /** Begins a command of the shell; {@code snapledger} is on its path. */
    Running begin(String command) throws IOException {
        Path out = directory.resolve("out-" + ++runs);
        Path err = directory.resolve("err-" + runs);
        // Whoever started us in the background has made us ignore Ctrl-C, and a child inherits that.
        ProcessBuilder builder = new ProcessBuilder("env", "--default-signal=INT", "/bin/sh", "-c", "exec " + command)
                .directory(directory.toFile())
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("SNAPLEDGER_"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().merge("PATH", BIN.toString(), (path, bin) -> bin + ":" + path);
        builder.environment().putAll(environment);
        return new Running(builder.start(), out, err);
    }

    Ended run(String command) throws IOException, InterruptedException {
        return begin(command).ended();
    }
}
