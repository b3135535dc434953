package io.snapledger.standalone;

import io.quarkus.runtime.Quarkus;
import io.snapledger.events.broker.EmbeddedBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Starts the broker, then the services; stops them in the reverse order. */
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Runs the five services and a Kafka broker in one process, on the loopback only.",
        footer = {
            "",
            "Examples:",
            "  snapledger up --store project=files:/srv/project",
            "  SNAPLEDGER_STORE_SHOP_PASSWORD=… snapledger up \\",
            "      --store shop=postgresql://backup@127.0.0.1:5432",
            "  snapledger up --data-dir /var/lib/snapledger --config application.yaml"
        })
final class UpCommand implements Callable<Integer> {

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            defaultValue = "snapledger-data",
            description = "Where everything is kept (default: ${DEFAULT-VALUE}).")
    Path dataDirectory;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "8080",
            description = "HTTP port (default: ${DEFAULT-VALUE}).")
    int port;

    @Option(
            names = "--kafka-port",
            paramLabel = "PORT",
            defaultValue = "9092",
            description = "Port of the Kafka broker, 0 for a free one (default: ${DEFAULT-VALUE}).")
    int kafkaPort;

    @Option(
            names = "--store",
            paramLabel = "NAME=KIND:LOCATION",
            description = {
                "A store to protect; may be repeated; remembered",
                "until snapledger store forget NAME; such as",
                "  project=files:/srv/project",
                "A password stands in the environment as",
                "SNAPLEDGER_STORE_<NAME>_PASSWORD. All kinds:",
                "snapledger store kinds"
            })
    List<String> stores = new ArrayList<>();

    @Option(
            names = "--repository",
            paramLabel = "NAME=REPOSITORY",
            description = {
                "Where the plan 'default' backs up to, instead of",
                "the data directory; given at each start. One of",
                "  NAME=DIRECTORY",
                "  NAME=KIND:LOCATION"
            })
    String repository;

    @Option(names = "--config", paramLabel = "FILE", description = "Further configuration, YAML or properties.")
    Path config;

    @Option(
            names = "--recovery-key",
            paramLabel = "FILE",
            description = "Where the recovery key is written at the first start (default: <data-dir>.recovery-key).")
    Path recoveryKey;

    @Override
    public Integer call() throws Exception {
        List<StoreOption> parsed = stores.stream().map(StoreOption::parse).toList();
        Optional<RepositoryOption> elsewhere = Optional.ofNullable(repository).map(RepositoryOption::parse);
        PortOption http = new PortOption("--port", port).requireValid(1);
        PortOption broker = new PortOption("--kafka-port", kafkaPort).requireValid(0);
        if (config != null && !Files.isReadable(config)) {
            throw new IOException("cannot read the configuration " + config.toAbsolutePath());
        }
        try (DataDirectory data = DataDirectory.open(dataDirectory)) {
            http.requireFree();
            broker.requireFree();
            data.stores().remember(parsed);
            Optional<Path> recovery = data.initialiseKeys(recoveryKey);
            Settings.of(data, port, config).with(elsewhere).apply();
            QuietKafka.apply();
            StopSignals.handle();
            CountDownLatch servicesStopped = new CountDownLatch(1);
            try (EmbeddedBroker running = EmbeddedBroker.start(data.kafka(), kafkaPort)) {
                System.setProperty("kafka.bootstrap.servers", running.bootstrapServers());
                Ready.configure(new Ready.Places(
                        Settings.url(port),
                        data.accessToken(),
                        running.bootstrapServers(),
                        data.root(),
                        data.repository(),
                        recovery));
                Runtime.getRuntime().addShutdownHook(new Thread(() -> stopInOrder(servicesStopped, running)));
                int[] exit = {0};
                Quarkus.run(null, (code, failure) -> {
                    exit[0] = failure == null ? code : 1;
                    if (failure != null) {
                        System.err.println("snapledger: the services did not start: " + StartFailure.words(failure));
                    }
                    servicesStopped.countDown();
                });
                return exit[0];
            }
        }
    }

    /** On SIGTERM Quarkus stops by its own hook, at the same time as this one; the broker must outlive the services. */
    private static void stopInOrder(CountDownLatch servicesStopped, EmbeddedBroker broker) {
        try {
            servicesStopped.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        broker.close();
    }
}
