package io.snapledger.dump;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.snapledger.events.Event;
import io.snapledger.events.EventCodec;
import io.snapledger.events.EventData;
import io.snapledger.events.EventSeal;
import io.snapledger.events.EventType;
import io.snapledger.events.broker.EmbeddedBroker;
import io.snapledger.events.broker.FreePort;
import io.snapledger.events.kafka.ControlReader;
import io.snapledger.events.kafka.KafkaEventCodec;
import io.snapledger.events.kafka.KafkaEventPublisher;
import io.snapledger.events.kafka.TopicSetup;
import io.snapledger.events.kafka.Topics;
import io.snapledger.repository.Decision;
import io.snapledger.repository.SnapshotId;
import io.snapledger.repository.StoreName;
import io.snapledger.repository.read.SnapshotReader;
import io.snapledger.testkit.postgres.PostgresServer;
import io.snapledger.testkit.storage.StorageHttpDouble;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;

/** What dump-service meets in a test: a broker that can be stopped, a storage-service, stores, keys. */
public final class DumpTestbed implements QuarkusTestResourceLifecycleManager {

    static final String TOKEN = "token-of-the-test";
    static final String PREFIX = "test.";
    static final int SMALL = 200_000;

    private Path directory;
    private int brokerPort;
    private int httpPort;
    private EmbeddedBroker broker;
    private PostgresServer postgres;
    private KafkaEventPublisher publisher;
    private StorageDouble storage;
    private StorageHttpDouble http;
    private ControlReader reader;
    private TestKeys keys;
    private final List<Event<?>> events = new CopyOnWriteArrayList<>();

    @Override
    public Map<String, String> start() {
        try {
            return startAll();
        } catch (Exception e) {
            throw new IllegalStateException("the test bed cannot start", e);
        }
    }

    private Map<String, String> startAll() throws Exception {
        directory = Files.createTempDirectory("snapledger-dump-");
        brokerPort = FreePort.choose();
        httpPort = FreePort.choose();
        broker = EmbeddedBroker.start(directory.resolve("kafka"), brokerPort);
        keys = new TestKeys(directory);
        Map<String, Object> client = Map.of("bootstrap.servers", broker.bootstrapServers());
        Topics topics = new Topics(PREFIX);
        try (Admin admin = Admin.create(client)) {
            TopicSetup.ensure(admin, topics, (short) 1);
        }
        KafkaEventCodec codec = new KafkaEventCodec(new EventCodec(), topics, new EventSeal(() -> List.of(TOKEN)));
        publisher = new KafkaEventPublisher(client, codec, Duration.ofSeconds(60));
        storage = new StorageDouble(new OverHttp(), publisher);
        http = new StorageHttpDouble(storage.repository(), TOKEN);
        reader = new ControlReader(
                        client,
                        "testbed",
                        topics,
                        Arrays.asList(EventType.values()),
                        codec,
                        Optional.empty(),
                        event -> {
                            events.add(event);
                            storage.hear(event);
                        })
                .start();
        reader.ready().toCompletableFuture().get();
        return configuration();
    }

    private Map<String, String> configuration() throws Exception {
        Map<String, String> config = new HashMap<>(Map.of(
                "kafka.bootstrap.servers", broker.bootstrapServers(),
                "quarkus.kafka.devservices.enabled", "false",
                "quarkus.http.test-port", Integer.toString(httpPort),
                "snapledger.kafka.topic-prefix", PREFIX,
                "snapledger.data-directory", directory.resolve("data").toString(),
                "snapledger.keys.directory", directory.resolve("keys").toString(),
                "snapledger.internal.token", TOKEN,
                "snapledger.storage-url", http.url(),
                "snapledger.dump.grace", "PT1S"));
        config.putAll(Map.of(
                "snapledger.installation", "test",
                "snapledger.timing.heartbeat", "PT0.5S",
                "snapledger.dump.announce-again", "PT2S",
                "snapledger.stores.small.kind", "fake",
                "snapledger.stores.small.bytes", Integer.toString(SMALL),
                "snapledger.stores.repeated.kind", "fake",
                "snapledger.stores.contested.kind", "fake",
                "snapledger.stores.after-poison.kind", "fake",
                "snapledger.stores.gated.kind", "fake",
                "snapledger.stores.gated.bytes", "3000000"));
        config.put("snapledger.stores.gated.gate", "broker");
        Path tree = Files.createDirectories(directory.resolve("tree"));
        Files.writeString(tree.resolve("hello.txt"), "hello\n".repeat(1000));
        config.put("snapledger.stores.tree.kind", "files");
        config.put("snapledger.stores.tree.path", tree.toString());
        if (PostgresServer.isAvailable()) {
            postgres = PostgresServer.start();
            postgres.run("postgres", "create database shop");
            postgres.run("shop", "create table orders as select generate_series(1, 1000) as id");
            config.put("snapledger.stores.shop.kind", "postgresql");
            config.put("snapledger.stores.shop.host", "127.0.0.1");
            config.put("snapledger.stores.shop.port", Integer.toString(postgres.port()));
            config.put("snapledger.stores.shop.username", PostgresServer.USER);
            Path password = directory.resolve("password");
            Files.writeString(password, PostgresServer.PASSWORD);
            config.put("snapledger.stores.shop.password-file", password.toString());
        }
        return config;
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(this, new TestInjector.MatchesType(DumpTestbed.class));
    }

    void publish(Event<?> event) {
        publisher.publish(event);
    }

    StorageDouble storage() {
        return storage;
    }

    Path staging() {
        return directory.resolve("data/staging");
    }

    Map<String, Object> client() {
        return Map.of("bootstrap.servers", broker.bootstrapServers());
    }

    boolean hasPostgres() {
        return postgres != null;
    }

    void stopBroker() {
        broker.close();
    }

    void startBroker() {
        broker = EmbeddedBroker.start(directory.resolve("kafka"), brokerPort);
    }

    <D extends EventData> List<D> all(Class<D> type, String snapshot) {
        return events.stream()
                .map(Event::data)
                .filter(type::isInstance)
                .map(type::cast)
                .filter(data -> data.subject().startsWith(snapshot))
                .toList();
    }

    /** The streams of a committed snapshot, opened with the keys of the installation. */
    SnapshotReader open(String store, String snapshot) {
        Decision decision = storage.repository()
                .decision(new StoreName(store), new SnapshotId(snapshot))
                .orElseThrow();
        return SnapshotReader.open(
                storage.repository(), decision, keys.directory().ring());
    }

    @Override
    public void stop() {
        reader.close();
        http.close();
        storage.close();
        publisher.close();
        broker.close();
        if (postgres != null) {
            postgres.close();
        }
        try (Stream<Path> all = Files.walk(directory)) {
            all.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The worker as storage-service reaches it. */
    private final class OverHttp implements StorageDouble.Worker {

        @Override
        public Optional<byte[]> fetch(String snapshot, String attempt, String name) throws IOException {
            HttpURLConnection connection = open("GET", snapshot + "/" + attempt + "/" + name);
            if (connection.getResponseCode() != 200) {
                return Optional.empty();
            }
            try (InputStream body = connection.getInputStream()) {
                return Optional.of(body.readAllBytes());
            }
        }

        @Override
        public void acknowledge(String snapshot, String attempt, int number) throws IOException {
            HttpURLConnection connection = open("DELETE", snapshot + "/" + attempt + "/" + number);
            if (connection.getResponseCode() != 204) {
                throw new IOException("DELETE answered " + connection.getResponseCode());
            }
        }

        private HttpURLConnection open(String method, String path) throws IOException {
            HttpURLConnection connection =
                    (HttpURLConnection) URI.create("http://127.0.0.1:" + httpPort + "/segments/" + path)
                            .toURL()
                            .openConnection();
            connection.setRequestMethod(method);
            connection.setRequestProperty("Authorization", "Bearer " + TOKEN);
            return connection;
        }
    }

    Clock clock() {
        return Clock.systemUTC();
    }
}
