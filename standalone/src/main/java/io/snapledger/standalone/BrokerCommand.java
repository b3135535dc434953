package io.snapledger.standalone;

import com.sun.net.httpserver.HttpServer;
import io.snapledger.events.broker.EmbeddedBroker;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A broker alone, for services in processes of their own on one machine without Kafka. */
@Command(
        name = "broker",
        mixinStandardHelpOptions = true,
        description =
                "Runs a single Kafka broker on the loopback, for trying the five services as processes of their own.")
final class BrokerCommand implements Callable<Integer> {

    @Option(names = "--data-dir", paramLabel = "DIR", required = true, description = "Where the broker keeps its log.")
    Path dataDirectory;

    @Option(names = "--port", defaultValue = "9092", description = "Port (default: ${DEFAULT-VALUE}).")
    int port;

    @Option(names = "--health-port", defaultValue = "0", description = "Answers GET /q/health/ready there; 0 for none.")
    int healthPort;

    @Override
    public Integer call() throws Exception {
        new PortOption("--port", port).requireValid(0).requireFree();
        new PortOption("--health-port", healthPort).requireValid(0).requireFree();
        QuietKafka.apply();
        CountDownLatch stop = new CountDownLatch(1);
        EmbeddedBroker broker = EmbeddedBroker.start(dataDirectory.toAbsolutePath(), port);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            broker.close();
            stop.countDown();
        }));
        if (healthPort > 0) {
            answerHealth();
        }
        System.out.println("Kafka is ready on " + broker.bootstrapServers());
        stop.await();
        return 0;
    }

    private void answerHealth() throws java.io.IOException {
        HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), healthPort), 0);
        http.createContext("/q/health/ready", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        http.start();
    }
}
