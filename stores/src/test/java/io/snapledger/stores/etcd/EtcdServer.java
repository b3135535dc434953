package io.snapledger.stores.etcd;

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
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.SocketFactory;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** A member of its own: in a temporary directory, on free ports of the loopback, gone after {@link #close}. */
final class EtcdServer implements AutoCloseable {

    /** Names a directory with directories of further versions' programs. */
    static final String MORE = "SNAPLEDGER_ETCD";

    static final String PASSWORD = "test-Password:with\"odd'signs";

    private final Path directory;
    private final Process process;
    private final int port;
    private final SocketFactory sockets;
    private final Thread hook = new Thread(this::kill);
    private boolean asksForUsers;

    private EtcdServer(Path directory, Process process, int port, SocketFactory sockets) {
        this.directory = directory;
        this.process = process;
        this.port = port;
        this.sockets = sockets;
    }

    /** Whether a member can be started; tells in one line if not. */
    static boolean isAvailable() {
        boolean available = installed().isPresent();
        if (!available) {
            System.out.println("skipped: no etcd in PATH (install etcd-server and etcd-client)");
        }
        return available;
    }

    /** Directory of that of Debian. */
    static Optional<Path> installed() {
        return Stream.of(System.getenv("PATH").split(":"))
                .map(Path::of)
                .filter(path -> Files.isExecutable(path.resolve("etcd")))
                .findFirst();
    }

    /** All there are, by the names of their directories. */
    static SortedMap<String, Path> installations() throws IOException {
        SortedMap<String, Path> all = new TreeMap<>();
        installed().ifPresent(path -> all.put("installed", path));
        String more = System.getenv(MORE);
        if (more != null) {
            try (Stream<Path> directories = Files.list(Path.of(more))) {
                directories
                        .filter(path -> Files.isExecutable(path.resolve("etcd")))
                        .forEach(path -> all.put(path.getFileName().toString(), path));
            }
        }
        return all;
    }

    static EtcdServer start(String... settings) {
        return start(installed().orElseThrow(), Optional.empty(), settings);
    }

    /** @param data a data directory to begin with; empty: an empty one */
    static EtcdServer start(Path programs, Optional<Path> data, String... settings) {
        try {
            Path directory = Files.createTempDirectory("snapledger-etcd-");
            int port = FreePort.choose();
            int peerPort = FreePort.choose();
            List<String> command = new ArrayList<>(List.of(
                    programs.resolve("etcd").toString(),
                    "--data-dir=" + data.orElse(directory.resolve("data")),
                    "--listen-client-urls=http://127.0.0.1:" + port,
                    "--advertise-client-urls=http://127.0.0.1:" + port,
                    "--listen-peer-urls=http://127.0.0.1:" + peerPort,
                    "--initial-advertise-peer-urls=http://127.0.0.1:" + peerPort,
                    "--initial-cluster=default=http://127.0.0.1:" + peerPort,
                    "--bcrypt-cost=4",
                    "--unsafe-no-fsync"));
            command.addAll(List.of(settings));
            EtcdServer server = launch(directory, command, port, SocketFactory.getDefault());
            server.awaitAnswer();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One that may not answer yet, since others must be there first. */
    static EtcdServer launch(Path directory, List<String> command, int port, SocketFactory sockets) throws IOException {
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile())
                .start();
        EtcdServer server = new EtcdServer(directory, process, port, sockets);
        Runtime.getRuntime().addShutdownHook(server.hook);
        return server;
    }

    void awaitAnswer() {
        try {
            Awaitility.await("a member").atMost(Duration.ofSeconds(30)).until(this::answers);
        } catch (ConditionTimeoutException e) {
            System.out.println(log());
            close();
            throw e;
        }
    }

    private boolean answers() throws IOException {
        try {
            return client().get("/health").contains("true");
        } catch (java.net.ConnectException e) {
            return false;
        }
    }

    /** From now on users must prove who they are: {@code root}, and {@code plain}, who may nothing. */
    EtcdServer askingForUsers() throws IOException {
        EtcdClient client = client();
        for (String name : List.of("root", "plain")) {
            client.ask("/v3/auth/user/add", Map.of("name", name, "password", PASSWORD));
        }
        client.ask("/v3/auth/role/add", Map.of("name", "root"));
        client.ask("/v3/auth/user/grant", Map.of("user", "root", "role", "root"));
        client.ask("/v3/auth/enable", Map.of());
        asksForUsers = true;
        return this;
    }

    EtcdClient client() throws IOException {
        EtcdClient client = new EtcdClient(port, sockets);
        return asksForUsers ? client.as("root", PASSWORD) : client;
    }

    int port() {
        return port;
    }

    Path directory() {
        return directory;
    }

    String log() {
        try {
            return Files.readString(directory.resolve("log"), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
