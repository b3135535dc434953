package io.snapledger.testkit.cluster;

import io.snapledger.events.EventSeal;
import io.snapledger.events.broker.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * A Snapledger installation of real processes on loopback: either the standalone program, or a broker and the five
 * services, each in its own JVM. Everything it keeps lies below one directory.
 */
public final class Cluster implements AutoCloseable {

    private final Path directory;
    private final Map<String, ServiceProcess> members = new LinkedHashMap<>();
    private final List<ClusterApi> apis;
    private final Path repository;
    private final Path serviceToken;

    private Cluster(Path directory, Path repository, Path serviceToken, List<ClusterApi> apis) {
        this.directory = directory;
        this.repository = repository;
        this.serviceToken = serviceToken;
        this.apis = apis;
    }

    /** What an installation is made of. */
    public static final class Builder {
        private final Path directory;
        private final Map<String, String> config = new LinkedHashMap<>();
        private final Map<String, String> environment = new LinkedHashMap<>();
        private final Map<String, List<String>> jvm = new LinkedHashMap<>();
        private int dumpServices = 1;
        private int storageServices = 1;
        private int catalogServices = 1;
        private int restoreServices = 1;

        private Builder(Path directory) {
            this.directory = directory.toAbsolutePath();
        }

        /** Below which everything lies. */
        public Path directory() {
            return directory;
        }

        /** A configuration property for every process, e.g. {@code snapledger.stores.shop.kind}. */
        public Builder config(String key, String value) {
            config.put(key, value);
            return this;
        }

        /** An environment variable for every process: the place for passwords. */
        public Builder environment(String key, String value) {
            environment.put(key, value);
            return this;
        }

        /** JVM options of a member, by its name without number, e.g. {@code dump}; default {@code -Xmx192m}. */
        public Builder jvm(String role, String... options) {
            jvm.put(role, List.of(options));
            return this;
        }

        public Builder dumpServices(int count) {
            dumpServices = count;
            return this;
        }

        public Builder storageServices(int count) {
            storageServices = count;
            return this;
        }

        public Builder catalogServices(int count) {
            catalogServices = count;
            return this;
        }

        public Builder restoreServices(int count) {
            restoreServices = count;
            return this;
        }

        /** The standalone program: one process, named {@code standalone}. Not started yet. */
        public Cluster standalone() {
            int port = FreePort.choose();
            int kafka = FreePort.choose();
            Path data = directory.resolve("data");
            URI url = URI.create("http://127.0.0.1:" + port);
            Cluster cluster = new Cluster(
                    directory,
                    data.resolve("repository"),
                    data.resolve("service-token"),
                    List.of(ClusterApi.standalone(url, "127.0.0.1:" + kafka, data.resolve("access-token"))));
            write(directory.resolve("standalone"), Map.of());
            List<String> command = java("standalone", "standalone");
            command.addAll(
                    List.of("up", "--data-dir", data.toString(), "--port", "" + port, "--kafka-port", "" + kafka));
            command.addAll(
                    List.of("--recovery-key", directory.resolve("recovery.key").toString()));
            cluster.add("standalone", command, environment, url);
            return cluster;
        }

        /**
         * A broker and the five services: members {@code broker}, {@code scheduler}, {@code dump-1} …, {@code storage-1} …,
         * {@code catalog}, {@code restore}; further replicas of these two are {@code catalog-2} … Not started yet.
         */
        public Cluster five() {
            Ports ports = new Ports(dumpServices, storageServices, catalogServices, restoreServices);
            Path repository = directory.resolve("repository");
            Path token = directory.resolve("access-token");
            Cluster cluster = new Cluster(
                    directory,
                    repository,
                    directory.resolve("token"),
                    List.of(ports.api(0, token), ports.api(1, token)));
            Secrets.make(directory, java("key-init", "standalone"));
            Map<String, String> common = common(ports, repository);

            List<String> broker = java("broker", "standalone");
            broker.addAll(List.of(
                    "broker", "--data-dir", directory.resolve("kafka").toString(), "--port", "" + ports.kafka()));
            broker.addAll(List.of("--health-port", "" + ports.brokerHealth()));
            cluster.add("broker", broker, environment, ports.url(ports.brokerHealth()));

            service(cluster, common, "scheduler", "scheduler", ports.scheduler());
            for (int i = 0; i < ports.storage().length; i++) {
                service(cluster, common, "storage", "storage-" + (i + 1), ports.storage()[i]);
            }
            replicas(cluster, common, ports, "dump", ports.dump());
            replicas(cluster, common, ports, "catalog", ports.catalog());
            replicas(cluster, common, ports, "restore", ports.restore());
            return cluster;
        }

        /** Each asks a storage-service of its own, as far as there are so many. */
        private void replicas(
                Cluster cluster, Map<String, String> common, Ports ports, String role, int[] replicaPorts) {
            for (int i = 0; i < replicaPorts.length; i++) {
                Map<String, String> own = new LinkedHashMap<>(common);
                own.put(
                        "snapledger.storage-url",
                        ports.url(Ports.of(ports.storage(), i)).toString());
                boolean numbered = role.equals("dump") || i > 0;
                service(cluster, own, role, numbered ? role + "-" + (i + 1) : role, replicaPorts[i]);
            }
        }

        private void service(Cluster cluster, Map<String, String> common, String role, String member, int port) {
            Path home = directory.resolve(member);
            Map<String, String> own = new LinkedHashMap<>(common);
            own.put("quarkus.http.port", "" + port);
            own.put("snapledger.data-directory", home.resolve("data").toString());
            if (role.equals("dump")) {
                own.put("snapledger.dump.worker", member);
                own.put(
                        "snapledger.dump.staging-directory",
                        directory.resolve("staging-" + member).toString());
            }
            if (role.equals("restore")) {
                own.put("snapledger.restore.worker", member);
                own.put(
                        "snapledger.restore.gateway-secret-file",
                        directory.resolve("gateway-secret").toString());
            }
            write(home, own);
            cluster.add(member, java(role, role + "-service"), environment, URI.create("http://127.0.0.1:" + port));
        }

        private Map<String, String> common(Ports ports, Path repository) {
            Map<String, String> common = new LinkedHashMap<>();
            common.put("kafka.bootstrap.servers", "127.0.0.1:" + ports.kafka());
            common.put("snapledger.installation", "testinstallation");
            common.put(
                    "snapledger.internal.token-file", directory.resolve("token").toString());
            common.put(
                    "snapledger.access.token-file",
                    directory.resolve("access-token").toString());
            common.put("snapledger.keys.directory", directory.resolve("keys").toString());
            common.put("snapledger.storage-url", ports.url(ports.storage()[0]).toString());
            common.put("snapledger.repositories.local.kind", "directory");
            common.put("snapledger.repositories.local.path", repository.toString());
            for (int i = 0; i < ports.dump().length; i++) {
                common.put(
                        "snapledger.storage.workers.dump-" + (i + 1),
                        ports.url(ports.dump()[i]).toString());
            }
            common.put("snapledger.log.level", "INFO");
            return common;
        }

        private List<String> java(String role, String module) {
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.add("-XX:+UseSerialGC"); // what Java chooses by itself in a container of this size
            command.addAll(jvm.getOrDefault(role, List.of(role.equals("standalone") ? "-Xmx512m" : "-Xmx192m")));
            command.addAll(List.of("-jar", Installation.runner(module).toString()));
            return command;
        }

        private void write(Path home, Map<String, String> own) {
            Properties properties = new Properties();
            properties.putAll(own);
            properties.putAll(config);
            Path file = home.resolve("config/application.properties");
            try {
                Files.createDirectories(file.getParent());
                try (Writer writer = Files.newBufferedWriter(file)) {
                    properties.store(writer, null);
                }
            } catch (IOException e) {
                throw new UncheckedIOException("cannot write " + file, e);
            }
        }
    }

    /** Starts to describe an installation below a directory. */
    public static Builder in(Path directory) {
        return new Builder(directory);
    }

    private void add(String name, List<String> command, Map<String, String> environment, URI url) {
        URI ready = url.resolve("/q/health/ready");
        members.put(name, new ServiceProcess(name, directory.resolve(name), command, environment, ready));
    }

    /** Starts every member that is not running, the broker first, and waits until all are ready. */
    public Cluster start() throws InterruptedException {
        for (ServiceProcess member : members.values()) {
            if (!member.isAlive()) {
                member.start();
                if (member.name().equals("broker")) {
                    member.awaitReady(Duration.ofSeconds(60));
                }
            }
        }
        for (ServiceProcess member : members.values()) {
            member.awaitReady(Duration.ofSeconds(120));
        }
        return this;
    }

    public List<ServiceProcess> members() {
        return List.copyOf(members.values());
    }

    /** @throws IllegalArgumentException if there is no such member */
    public ServiceProcess member(String name) {
        ServiceProcess member = members.get(name);
        if (member == null) {
            throw new IllegalArgumentException("no member '" + name + "'; HINT: one of " + members.keySet());
        }
        return member;
    }

    public ClusterApi api() {
        return apis.get(0);
    }

    /** The interface by the second replicas, of the services that have two. */
    public ClusterApi secondApi() {
        return apis.get(1);
    }

    public Path directory() {
        return directory;
    }

    /** What the services seal their events with, for who speaks for one of them. */
    public EventSeal seal() {
        return new EventSeal(() -> {
            try {
                return List.of(Files.readString(serviceToken).strip());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    public Path repository() {
        return repository;
    }

    /** Stops the members in the reverse order of their start. */
    @Override
    public void close() {
        List<ServiceProcess> reversed = new ArrayList<>(members.values());
        java.util.Collections.reverse(reversed);
        reversed.forEach(ServiceProcess::close);
    }
}
