package io.snapledger.stores.redis;

import io.snapledger.events.broker.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** A Redis or Valkey of its own: in a temporary directory, on a free port of the loopback, gone after {@link #close}. */
final class RedisServer implements AutoCloseable {

    /** Names a directory with directories of further servers. */
    static final String MORE = "SNAPLEDGER_REDIS";

    static final String PASSWORD = "test-Password:with\"odd'signs";

    private static final List<String> PROGRAMS = List.of("redis-server", "valkey-server");

    private final Path directory;
    private final Process process;
    private final int port;
    private final Thread hook = new Thread(this::kill);

    private RedisServer(Path directory, Process process, int port) {
        this.directory = directory;
        this.process = process;
        this.port = port;
    }

    /** Whether a server can be started; tells in one line if not. */
    static boolean isAvailable() {
        boolean available = installed().isPresent();
        if (!available) {
            System.out.println("skipped: no redis-server in PATH (install redis-server)");
        }
        return available;
    }

    /** That of Debian. */
    static Optional<Path> installed() {
        return Stream.of(System.getenv("PATH").split(":"))
                .map(Path::of)
                .flatMap(RedisServer::programIn)
                .findFirst();
    }

    /** All there are, by the names of their directories. */
    static SortedMap<String, Path> installations() throws IOException {
        SortedMap<String, Path> all = new TreeMap<>();
        installed().ifPresent(program -> all.put("installed", program));
        String more = System.getenv(MORE);
        if (more != null) {
            try (Stream<Path> directories = Files.list(Path.of(more))) {
                directories.forEach(directory -> programIn(directory)
                        .findFirst()
                        .ifPresent(program -> all.put(directory.getFileName().toString(), program)));
            }
        }
        return all;
    }

    private static Stream<Path> programIn(Path directory) {
        return PROGRAMS.stream().map(directory::resolve).filter(Files::isExecutable);
    }

    static RedisServer start(String... settings) {
        return start(installed().orElseThrow(), settings);
    }

    /** @param settings lines of the configuration */
    static RedisServer start(Path program, String... settings) {
        try {
            Path directory = Files.createTempDirectory("snapledger-redis-");
            int port = FreePort.choose();
            List<String> lines = new ArrayList<>(List.of(
                    "port " + port,
                    "bind 127.0.0.1",
                    "dir " + directory,
                    "save \"\"",
                    "logfile " + directory.resolve("log"),
                    "requirepass " + quoted(PASSWORD)));
            if (!isOfVersion6(program)) {
                lines.add("enable-debug-command yes"); // which is not asked for before
            }
            lines.addAll(List.of(settings));
            Path configuration = Files.write(directory.resolve("redis.conf"), lines);
            Process process = new ProcessBuilder(program.toString(), configuration.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("output").toFile())
                    .start();
            RedisServer server = new RedisServer(directory, process, port);
            Runtime.getRuntime().addShutdownHook(server.hook);
            server.awaitAnswer();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isOfVersion6(Path program) throws IOException {
        Process asked = new ProcessBuilder(program.toString(), "--version").start();
        try (var output = asked.getInputStream()) {
            return new String(output.readAllBytes(), StandardCharsets.US_ASCII).contains("v=6.");
        }
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\"", "\\\"") + "\"";
    }

    private void awaitAnswer() {
        try {
            Awaitility.await("a server").atMost(Duration.ofSeconds(20)).until(this::answers);
        } catch (ConditionTimeoutException e) {
            close();
            throw e;
        }
    }

    private boolean answers() {
        try (TestClient client = client()) {
            return client.text("PING").equals("PONG");
        } catch (IOException | IllegalStateException e) {
            return false;
        }
    }

    TestClient client() throws IOException {
        return new TestClient(port, PASSWORD);
    }

    int port() {
        return port;
    }

    Path directory() {
        return directory;
    }

    String log() throws IOException {
        return Files.readString(directory.resolve("log"));
    }

    private void kill() {
        process.destroyForcibly();
    }

    @Override
    public void close() {
        if (!Files.exists(directory)) {
            return;
        }
        kill();
        try {
            process.waitFor(20, TimeUnit.SECONDS);
            Runtime.getRuntime().removeShutdownHook(hook);
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
