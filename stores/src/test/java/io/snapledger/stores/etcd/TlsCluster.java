package io.snapledger.stores.etcd;

import io.snapledger.events.broker.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.net.SocketFactory;

/** Three members that speak TLS with each other and with clients, who must show a certificate. */
final class TlsCluster implements AutoCloseable {

    private static final List<String> NAMES = List.of("a", "b", "c");

    private final Path directory;
    private final List<EtcdServer> members = new ArrayList<>();

    private TlsCluster(Path directory) {
        this.directory = directory;
    }

    static boolean isAvailable() {
        boolean available = Arrays.stream(System.getenv("PATH").split(":"))
                .anyMatch(path -> Files.isExecutable(Path.of(path, "openssl")));
        if (!available) {
            System.out.println("skipped: no openssl in PATH, which makes certificates");
        }
        return available;
    }

    static TlsCluster start(Path directory) throws Exception {
        TlsCluster cluster = new TlsCluster(directory);
        cluster.makeCertificates();
        cluster.begin(Map.of());
        return cluster;
    }

    /** Starts members on data directories that were prepared for them. */
    static TlsCluster continued(TlsCluster before, Map<String, Path> data, Map<String, Integer> peers)
            throws Exception {
        TlsCluster cluster = new TlsCluster(before.directory);
        cluster.begin(data, peers);
        return cluster;
    }

    private void makeCertificates() throws Exception {
        openssl("req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -days 2 -subj /CN=ca");
        Files.writeString(directory.resolve("san"), "subjectAltName=IP:127.0.0.1,DNS:localhost\n");
        openssl("ecparam -name prime256v1 -genkey -noout -out server.key"); // SEC 1
        openssl("genrsa -traditional -out client.key 2048"); // PKCS #1
        openssl("pkcs8 -topk8 -nocrypt -in client.key -out client8.key");
        for (String name : List.of("server", "client")) {
            openssl("req -new -key " + name + ".key -out " + name + ".csr -subj /CN=" + name);
            openssl("x509 -req -in " + name + ".csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile san -out "
                    + name + ".pem");
        }
    }

    private void openssl(String arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments.split(" ")));
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(arguments + ": " + said);
        }
    }

    /** Free ports for the members' talk with each other. */
    static Map<String, Integer> peerPorts() throws IOException {
        Map<String, Integer> ports = new HashMap<>();
        for (String name : NAMES) {
            ports.put(name, FreePort.choose());
        }
        return ports;
    }

    static String initialCluster(Map<String, Integer> peers) {
        return NAMES.stream()
                .map(name -> name + "=https://127.0.0.1:" + peers.get(name))
                .collect(Collectors.joining(","));
    }

    static List<String> names() {
        return NAMES;
    }

    private void begin(Map<String, Path> data) throws Exception {
        begin(data, peerPorts());
    }

    private void begin(Map<String, Path> data, Map<String, Integer> peers) throws Exception {
        for (String name : NAMES) {
            int port = FreePort.choose();
            Path own = Files.createTempDirectory(directory, "member-" + name);
            List<String> command = new ArrayList<>(List.of(
                    EtcdServer.installed().orElseThrow().resolve("etcd").toString(),
                    "--name=" + name,
                    "--data-dir=" + data.getOrDefault(name, own.resolve("data")),
                    "--listen-client-urls=https://127.0.0.1:" + port,
                    "--advertise-client-urls=https://127.0.0.1:" + port,
                    "--listen-peer-urls=https://127.0.0.1:" + peers.get(name),
                    "--initial-advertise-peer-urls=https://127.0.0.1:" + peers.get(name),
                    "--initial-cluster=" + initialCluster(peers),
                    "--client-cert-auth",
                    "--peer-client-cert-auth",
                    "--unsafe-no-fsync"));
            for (String peer : List.of("", "peer-")) {
                command.add("--" + peer + "cert-file=" + file("server.pem"));
                command.add("--" + peer + "key-file=" + file("server.key"));
                command.add("--" + peer + "trusted-ca-file=" + file("ca.pem"));
            }
            members.add(EtcdServer.launch(own, command, port, sockets()));
        }
        members.forEach(EtcdServer::awaitAnswer);
    }

    private SocketFactory sockets() throws Exception {
        return Certificates.context(new EtcdOptions.Tls(
                        true,
                        Optional.of(file("ca.pem")),
                        Optional.of(file("client.pem")),
                        Optional.of(file("client.key"))))
                .getSocketFactory();
    }

    Path file(String name) {
        return directory.resolve(name);
    }

    EtcdServer member(int number) {
        return members.get(number);
    }

    @Override
    public void close() {
        members.forEach(EtcdServer::close);
    }
}
