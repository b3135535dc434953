package io.snapledger.testkit.s3;

import static org.awaitility.Awaitility.await;

import io.snapledger.events.broker.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/** A server of objects on the loopback, as a process of its own. */
public final class S3Server implements AutoCloseable {

    public static final String ACCESS_KEY = "snapledger";
    public static final String SECRET_KEY = "not-a-secret-of-anybody";

    private static final Duration START = Duration.ofSeconds(60);

    /** Written by the build of the module repository-s3. */
    private static final Path CLASS_PATH = Path.of("../repository-s3/target/s3proxy.classpath");

    private final Process process;
    private final int port;

    private S3Server(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** What starts a server, but for its port. */
    private record Start(List<String> command, Map<String, String> environment) {}

    /** s3proxy, which honours conditions; it is there wherever this is built. */
    public static S3Server s3proxy(Path directory) throws IOException {
        Path data = Files.createDirectories(directory.resolve("objects"));
        Path logging = Files.writeString(
                directory.resolve("logback.xml"), "<configuration><root level=\"WARN\"/></configuration>");
        Path arguments = Files.writeString(
                directory.resolve("arguments"),
                "-cp\n\"" + Files.readString(CLASS_PATH).strip() + "\"\n");
        return start(directory, port -> {
            Path settings = directory.resolve("s3proxy.conf");
            write(settings, """
                    s3proxy.endpoint=http://127.0.0.1:%d
                    s3proxy.authorization=aws-v2-or-v4
                    s3proxy.identity=%s
                    s3proxy.credential=%s
                    jclouds.provider=filesystem-nio2
                    jclouds.filesystem.basedir=%s
                    jclouds.identity=local
                    jclouds.credential=local
                    """.formatted(port, ACCESS_KEY, SECRET_KEY, data.toAbsolutePath()));
            Path java = Path.of(System.getProperty("java.home"), "bin", "java");
            return new Start(
                    List.of(
                            java.toString(),
                            "-Xmx256m",
                            "-Dlogback.configurationFile=" + logging.toAbsolutePath(),
                            "-Djava.io.tmpdir=" + directory.toAbsolutePath(),
                            "@" + arguments.toAbsolutePath(),
                            "org.gaul.s3proxy.Main",
                            "--properties",
                            settings.toAbsolutePath().toString()),
                    Map.of());
        });
    }

    /** versitygw, which honours conditions; the environment says where its program is. */
    public static Optional<S3Server> versitygw(Path directory) throws IOException {
        Optional<Path> program = program("versitygw", "SNAPLEDGER_VERSITYGW");
        if (program.isEmpty()) {
            return Optional.empty();
        }
        Path data = Files.createDirectories(directory.resolve("objects")).toAbsolutePath();
        return Optional.of(start(
                directory,
                port -> new Start(
                        List.of(
                                program.get().toString(),
                                "--port",
                                "127.0.0.1:" + port,
                                "--quiet",
                                "--keep-alive",
                                "posix",
                                data.toString()),
                        Map.of("ROOT_ACCESS_KEY", ACCESS_KEY, "ROOT_SECRET_KEY", SECRET_KEY))));
    }

    /** {@code rclone serve s3}, which ignores conditions. */
    public static Optional<S3Server> rclone(Path directory) throws IOException {
        Optional<Path> program = program("rclone", "SNAPLEDGER_RCLONE");
        if (program.isEmpty()) {
            return Optional.empty();
        }
        Path data = Files.createDirectories(directory.resolve("objects")).toAbsolutePath();
        return Optional.of(start(
                directory,
                port -> new Start(
                        List.of(
                                program.get().toString(),
                                "serve",
                                "s3",
                                "--addr",
                                "127.0.0.1:" + port,
                                "--auth-key",
                                ACCESS_KEY + "," + SECRET_KEY,
                                "--vfs-cache-mode",
                                "off",
                                data.toString()),
                        Map.of("RCLONE_CONFIG", "/dev/null"))));
    }

    /** Named by a variable, or found on the path. */
    private static Optional<Path> program(String name, String variable) {
        Optional<Path> found = Stream.concat(
                        Stream.ofNullable(System.getenv(variable)).map(Path::of),
                        Stream.of(System.getenv("PATH").split(":"))
                                .map(directory -> Path.of(directory).resolve(name)))
                .filter(Files::isExecutable)
                .findFirst();
        if (found.isEmpty()) {
            System.out.println("not tried with " + name + ": it is not on the path, and " + variable + " names none");
        }
        return found;
    }

    private static S3Server start(Path directory, IntFunction<Start> starting) throws IOException {
        int port = FreePort.choose();
        Start start = starting.apply(port);
        ProcessBuilder builder = new ProcessBuilder(start.command())
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(directory.resolve("server.log").toFile());
        builder.environment().putAll(start.environment());
        S3Server server = new S3Server(builder.start(), port);
        try {
            await().atMost(START).pollInterval(Duration.ofMillis(100)).until(() -> server.answers(directory));
            return server;
        } catch (RuntimeException | Error e) {
            server.close();
            throw e;
        }
    }

    private boolean answers(Path directory) throws IOException {
        if (!process.isAlive()) {
            throw new AssertionError("the server has ended: " + Files.readString(directory.resolve("server.log")));
        }
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) endpoint().toURL().openConnection();
            return connection.getResponseCode() > 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where it answers. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + port);
    }

    public int port() {
        return port;
    }

    /** What a configuration of a repository says to reach a bucket of it, which is made. */
    public Map<String, String> settings(String bucket) {
        return Map.of(
                "kind",
                "s3",
                "bucket",
                bucket,
                "endpoint",
                endpoint().toString(),
                "access-key",
                ACCESS_KEY,
                "secret-key",
                SECRET_KEY,
                "create",
                "true");
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
