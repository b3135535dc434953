package io.snapledger.testkit.postgres;

import io.snapledger.events.broker.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * A PostgreSQL server of its own: initialised in a temporary directory, on a random port of the loopback, durable
 * writes off, gone after {@link #close}. As root it runs under the user postgres or nobody, since it refuses root.
 */
public final class PostgresServer implements AutoCloseable {

    /** Names a directory with further versions. */
    public static final String MORE = "SNAPLEDGER_POSTGRESQL";

    public static final String USER = "postgres";
    public static final String PASSWORD = "test-Password:with\\odd'signs";

    private final Path binaries;
    private final Path directory;
    private final Map<String, String> settings;
    private int port;
    private Process process;
    private final Thread hook = new Thread(this::kill);

    private PostgresServer(Path binaries, Path directory, Map<String, String> settings) {
        this.binaries = binaries;
        this.directory = directory;
        this.settings = settings;
    }

    /** Whether a server can be started; tells in one line if not. */
    public static boolean isAvailable() {
        boolean available = binaries().isPresent();
        if (!available) {
            System.out.println("skipped: no PostgreSQL server below /usr/lib/postgresql (install postgresql-15)");
        }
        return available;
    }

    /** The directory of initdb and postgres, of the newest version that Debian installed. */
    public static Optional<Path> binaries() {
        return Optional.of(below(Path.of("/usr/lib/postgresql")))
                .filter(all -> !all.isEmpty())
                .map(all -> all.get(all.lastKey()));
    }

    /**
     * All versions there are, major to directory of programs: below {@code /usr/lib/postgresql} and below the directory that the environment variable
     * {@value #MORE} names, as {@code <major>/bin}.
     */
    public static SortedMap<Integer, Path> installations() {
        SortedMap<Integer, Path> all = below(Path.of("/usr/lib/postgresql"));
        Optional.ofNullable(System.getenv(MORE)).ifPresent(more -> all.putAll(below(Path.of(more))));
        return all;
    }

    private static SortedMap<Integer, Path> below(Path root) {
        SortedMap<Integer, Path> found = new TreeMap<>();
        if (Files.isDirectory(root)) {
            try (Stream<Path> versions = Files.list(root)) {
                versions.filter(version -> version.getFileName().toString().matches("\\d+"))
                        .filter(version -> Files.isExecutable(version.resolve("bin/initdb")))
                        .forEach(version ->
                                found.put(Integer.valueOf(version.getFileName().toString()), version.resolve("bin")));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return found;
    }

    public static PostgresServer start() {
        return start(Map.of());
    }

    /** @param settings of {@code postgresql.conf} */
    public static PostgresServer start(Map<String, String> settings) {
        return start(binaries().orElseThrow(), settings);
    }

    /**
     * @param binaries one of {@link #installations}
     * @param settings of {@code postgresql.conf}
     */
    public static PostgresServer start(Path binaries, Map<String, String> settings) {
        try {
            Path directory = Files.createTempDirectory("snapledger-postgres-");
            PostgresServer server = new PostgresServer(binaries, directory, settings);
            server.initialise();
            server.launch();
            Runtime.getRuntime().addShutdownHook(server.hook);
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return port;
    }

    public Path data() {
        return directory.resolve("data");
    }

    public String host() {
        return "127.0.0.1";
    }

    /** With user and password, as the comparison takes it. */
    public String url(String database) {
        return "jdbc:postgresql://" + host() + ":" + port + "/" + encoded(database) + "?user=" + USER + "&password="
                + encoded(PASSWORD);
    }

    public Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(url(database));
    }

    /** Runs statements in a database, each on its own. */
    public void run(String database, String... statements) {
        try (Connection connection = connect(database);
                java.sql.Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("cannot run in database " + database + ": " + e.getMessage(), e);
        }
    }

    /** The first column of the first row, as text. */
    public String ask(String database, String query) {
        try (Connection connection = connect(database);
                java.sql.Statement statement = connection.createStatement();
                java.sql.ResultSet result = statement.executeQuery(query)) {
            return result.next() ? result.getString(1) : null;
        } catch (SQLException e) {
            throw new IllegalStateException("cannot ask database " + database + ": " + e.getMessage(), e);
        }
    }

    /** {@code kill -9} of the server. */
    public void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** A fast shutdown. */
    public void stop() {
        try {
            new ProcessBuilder("kill", "-INT", Long.toString(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        awaitEnd();
    }

    /** Starts it again, on its data and port, after {@link #stop} or {@link #kill}. */
    public void restart() {
        try {
            // a killed server leaves its children a moment, and its lock file, behind
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> {
                launch();
                return process.isAlive();
            });
        } catch (RuntimeException e) {
            throw new IllegalStateException("server does not start again: " + log(), e);
        }
    }

    @Override
    public void close() {
        kill();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the JVM is ending
        }
        Awaitility.await().atMost(Duration.ofSeconds(20)).ignoreExceptions().until(() -> {
            try (Stream<Path> all = Files.walk(directory)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(path);
                }
            }
            return true;
        });
    }

    private void initialise() throws IOException {
        Path passwordFile = directory.resolve("password");
        Files.writeString(passwordFile, PASSWORD + "\n");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.createDirectory(data());
        if (ServerAccount.isRoot()) {
            runPlain("chown", "-R", ServerAccount.account(), directory.toString());
        }
        runPlain(ServerAccount.asServer(
                binaries.resolve("initdb").toString(),
                "-D",
                data().toString(),
                "-U",
                USER,
                "-A",
                "scram-sha-256",
                "--pwfile=" + passwordFile,
                "-E",
                "UTF8",
                "--locale=C.UTF-8",
                "-N"));
        port = FreePort.choose();
    }

    private void launch() throws IOException {
        Map<String, String> all = new TreeMap<>(Map.of(
                "listen_addresses", "127.0.0.1",
                "unix_socket_directories", "",
                "fsync", "off",
                "full_page_writes", "off",
                "max_connections", "60",
                "shared_buffers", "128MB",
                "max_wal_size", "2GB",
                "log_line_prefix", "%m [%p] %a "));
        all.putAll(settings);
        List<String> command = new ArrayList<>(List.of(
                binaries.resolve("postgres").toString(), "-D", data().toString(), "-p", Integer.toString(port)));
        all.forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
        process = new ProcessBuilder(ServerAccount.asServer(command.toArray(String[]::new)))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        directory.resolve("log").toFile()))
                .start();
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> !process.isAlive() || answers());
        if (!process.isAlive()) {
            throw new IOException("the server ended at once: " + log());
        }
    }

    private boolean answers() {
        try (Connection connection = connect("postgres")) {
            return connection.isValid(5);
        } catch (SQLException e) {
            return false;
        }
    }

    /** What the server has logged. */
    public String log() {
        try {
            return Files.readString(directory.resolve("log"));
        } catch (IOException e) {
            return "(no log: " + e + ")";
        }
    }

    private void awaitEnd() {
        try {
            process.waitFor(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void runPlain(String... command) throws IOException {
        Process run = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .directory(Path.of("/").toFile())
                .start();
        String output = new String(run.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        try {
            if (run.waitFor() != 0) {
                throw new IOException(String.join(" ", command) + ": " + output);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private static String encoded(String text) {
        return java.net.URLEncoder.encode(text, java.nio.charset.StandardCharsets.UTF_8)
                .replace("+", "%20");
    }
}
