package io.snapledger.stores.mariadb;

import io.snapledger.events.broker.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.mariadb.jdbc.Driver;

/** A MariaDB server of its own: in a temporary directory, on a free port of the loopback, under an ordinary user, gone after {@link #close}. */
final class MariadbServer implements AutoCloseable {

    static final String PASSWORD = "test-Password:with\\odd'signs";

    static {
        Server.keepDriverQuiet();
    }

    private final Path directory;
    private final int port;
    private Process process;
    private final Thread hook = new Thread(this::kill);

    private MariadbServer(Path directory, int port) {
        this.directory = directory;
        this.port = port;
    }

    static boolean isAvailable() {
        boolean available =
                program("mariadbd").isPresent() && program("mariadb-install-db").isPresent();
        if (!available) {
            System.out.println("skipped: no MariaDB server (install mariadb-server)");
        }
        return available;
    }

    private static Optional<Path> program(String name) {
        return Stream.of("/usr/sbin", "/usr/bin")
                .map(place -> Path.of(place, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    static MariadbServer start() {
        try {
            MariadbServer server =
                    new MariadbServer(Files.createTempDirectory("snapledger-mariadb-"), FreePort.choose());
            Runtime.getRuntime().addShutdownHook(server.hook);
            server.initialise();
            server.launch();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void initialise() throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.createDirectory(directory.resolve("data"));
        if (isRoot()) {
            wait(new ProcessBuilder("chown", "-R", "nobody", directory.toString()));
        }
        wait(new ProcessBuilder(asNobody(
                program("mariadb-install-db").orElseThrow().toString(),
                "--no-defaults",
                "--datadir=" + directory.resolve("data"),
                "--auth-root-authentication-method=normal",
                "--skip-test-db")));
    }

    private void launch() throws IOException {
        process = new ProcessBuilder(asNobody(
                        program("mariadbd").orElseThrow().toString(),
                        "--no-defaults",
                        "--datadir=" + directory.resolve("data"),
                        "--socket=" + directory.resolve("s"),
                        "--pid-file=" + directory.resolve("pid"),
                        "--port=" + port,
                        "--bind-address=127.0.0.1",
                        "--skip-name-resolve",
                        "--event-scheduler=ON",
                        "--innodb-buffer-pool-size=32M",
                        "--innodb-flush-log-at-trx-commit=0"))
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile())
                .start();
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> !process.isAlive() || answersWithout());
        try (Connection connection = open("");
                Statement statement = connection.createStatement()) {
            statement.execute("set password for root@'127.0.0.1' = password('"
                    + PASSWORD.replace("\\", "\\\\").replace("'", "''") + "')");
        } catch (SQLException e) {
            throw new IOException("no password can be set", e);
        }
    }

    private boolean answersWithout() {
        try (Connection connection = open("")) {
            return connection.isValid(5);
        } catch (SQLException e) {
            return false;
        }
    }

    private Connection open(String password) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", "root");
        properties.setProperty("password", password);
        return new Driver().connect("jdbc:mariadb://127.0.0.1:" + port + "/", properties);
    }

    Connection connect() throws SQLException {
        return open(PASSWORD);
    }

    int port() {
        return port;
    }

    /** Runs statements in a database, each on its own. */
    void run(String database, String... statements) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            if (!database.isEmpty()) {
                statement.execute("use `" + database.replace("`", "``") + "`");
            }
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("cannot run in database " + database + ": " + e.getMessage(), e);
        }
    }

    /** All rows, their columns joined. */
    List<String> ask(String query) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            List<String> rows = new ArrayList<>();
            try (ResultSet result = statement.executeQuery(query)) {
                while (result.next()) {
                    StringBuilder row = new StringBuilder();
                    for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                        row.append(i == 1 ? "" : "|").append(result.getString(i));
                    }
                    rows.add(row.toString());
                }
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException("cannot ask: " + e.getMessage(), e);
        }
    }

    /** What the tool makes of a database, without dates. */
    String dumped(String database) throws IOException {
        Path file = Files.createTempFile("snapledger-client-", ".cnf");
        try {
            Files.writeString(file, "[client]\npassword=\"" + PASSWORD.replace("\\", "\\\\") + "\"\n");
            return output(new ProcessBuilder(
                    "mariadb-dump",
                    "--defaults-file=" + file,
                    "--protocol=tcp",
                    "--host=127.0.0.1",
                    "--port=" + port,
                    "--user=root",
                    "--skip-comments",
                    "--routines",
                    "--events",
                    "--triggers",
                    "--hex-blob",
                    "--skip-extended-insert",
                    "--",
                    database));
        } finally {
            Files.delete(file);
        }
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    private static List<String> asNobody(String... command) {
        List<String> all = new ArrayList<>();
        if (isRoot()) {
            all.addAll(List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"));
        }
        all.addAll(List.of(command));
        return all;
    }

    private void wait(ProcessBuilder builder) throws IOException {
        output(builder.directory(directory.toFile()));
    }

    private static String output(ProcessBuilder builder) throws IOException {
        Process run = builder.redirectErrorStream(true).start();
        String output = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (run.waitFor() != 0) {
                throw new IOException(builder.command().get(0) + ": " + output);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
        return output;
    }

    private void kill() {
        if (process != null) {
            process.destroyForcibly();
            try {
                process.waitFor();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        kill();
        Runtime.getRuntime().removeShutdownHook(hook);
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
