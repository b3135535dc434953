package io.snapledger.testkit.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** One operating system process that can be started, stopped, killed with SIGKILL, frozen, and started again. */
public final class ServiceProcess implements AutoCloseable {

    private final String name;
    private final Path directory;
    private final List<String> command;
    private final Map<String, String> environment;
    private final URI ready;
    private Process process;
    private int starts;

    /**
     * @param directory working directory; the log of each start is kept in it
     * @param ready answers 200 once the process does its work
     */
    public ServiceProcess(
            String name, Path directory, List<String> command, Map<String, String> environment, URI ready) {
        this.name = name;
        this.directory = directory;
        this.command = List.copyOf(command);
        this.environment = Map.copyOf(environment);
        this.ready = ready;
    }

    public String name() {
        return name;
    }

    /** Starts the process without waiting for it to be ready. */
    public synchronized ServiceProcess start() {
        if (isAlive()) {
            return this;
        }
        try {
            Files.createDirectories(directory);
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectOutput(log(starts++).toFile());
            builder.environment().put("LC_ALL", "C.UTF-8"); // Java takes the encoding of file names from it
            builder.environment().putAll(environment);
            process = builder.start();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + name + " with " + command, e);
        }
    }

    /** Waits until the process answers, or says with the end of its log why it does not. */
    public ServiceProcess awaitReady(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (!answers()) {
            if (!isAlive()) {
                throw new IllegalStateException(name + " ended with code " + process.exitValue() + ":\n" + logTail());
            }
            if (System.nanoTime() > end) {
                throw new IllegalStateException(
                        name + " was not ready after " + limit + " at " + ready + ":\n" + logTail());
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        return this;
    }

    private boolean answers() {
        try {
            HttpURLConnection connection = (HttpURLConnection) ready.toURL().openConnection();
            connection.setConnectTimeout(500);
            connection.setReadTimeout(2000);
            return connection.getResponseCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** SIGKILL: no handler runs. Returns when the process is gone. */
    public synchronized void kill9() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** SIGTERM, then waits; SIGKILL after the limit. Returns the exit code. */
    public synchronized int stop(Duration limit) throws InterruptedException {
        process.destroy();
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            process.destroyForcibly().waitFor();
        }
        return process.exitValue();
    }

    public synchronized boolean isAlive() {
        return process != null && process.isAlive();
    }

    public long pid() {
        return process.pid();
    }

    /** Peak resident set in bytes so far, from {@code VmHWM} of proc(5). */
    public long peakResidentBytes() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid() + "/status"))) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                    .findFirst()
                    .orElse(-1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The last lines of the newest log. */
    public String logTail() {
        try {
            List<String> lines = Files.readAllLines(log(Math.max(0, starts - 1)));
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 60), lines.size()));
        } catch (IOException e) {
            return "(no log: " + e.getMessage() + ")";
        }
    }

    /** All that it has written since its first start. */
    public String log() {
        try {
            StringBuilder all = new StringBuilder();
            for (int start = 0; start < starts; start++) {
                all.append(Files.readString(log(start)));
            }
            return all.toString();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the log of " + name, e);
        }
    }

    private Path log(int start) {
        return directory.resolve(name + "-" + start + ".log");
    }

    @Override
    public void close() {
        if (isAlive()) {
            try {
                stop(Duration.ofSeconds(20));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
