package io.snapledger.events.broker;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * One KRaft node, broker and controller, on the loopback. Its data survive the process: every message is flushed before it
 * is acknowledged. It uses classes that Kafka does not promise to keep; nothing else of ours does.
 */
public final class EmbeddedBroker implements AutoCloseable {

    private static final String HOST = "127.0.0.1";

    private final KafkaRaftServer server;
    private final int port;
    private boolean closed;

    private EmbeddedBroker(KafkaRaftServer server, int port) {
        this.server = server;
        this.port = port;
    }

    /**
     * Starts a broker; returns once it accepts connections.
     *
     * @param directory where it keeps its log; formatted if it is new
     * @param port to listen on; 0 chooses a free one
     */
    public static EmbeddedBroker start(Path directory, int port) {
        int chosen = port == 0 ? FreePort.choose() : port;
        format(directory);
        KafkaRaftServer server =
                new KafkaRaftServer(KafkaConfig.fromProps(properties(directory, chosen), false), Time.SYSTEM);
        server.startup();
        return new EmbeddedBroker(server, chosen);
    }

    public String bootstrapServers() {
        return HOST + ":" + port;
    }

    public int port() {
        return port;
    }

    /** Stops cleanly and waits for it; a second call waits for the first. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        server.shutdown();
        server.awaitShutdown();
    }

    private static void format(Path directory) {
        try {
            Files.createDirectories(directory);
            if (Files.exists(directory.resolve("meta.properties"))) {
                return;
            }
            try (PrintStream quiet = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
                new Formatter()
                        .setClusterId(Uuid.randomUuid().toString())
                        .setNodeId(1)
                        .setControllerListenerName("CONTROLLER")
                        .setMetadataLogDirectory(directory.toString())
                        .setDirectories(List.of(directory.toString()))
                        .setIgnoreFormatted(true)
                        .setPrintStream(quiet)
                        .run();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot prepare the broker's directory " + directory, e);
        } catch (Exception e) {
            throw new IllegalStateException("cannot format the broker's directory " + directory, e);
        }
    }

    private static Properties properties(Path directory, int port) {
        int controller = FreePort.choose();
        Properties properties = new Properties();
        properties.put("process.roles", "broker,controller");
        properties.put("node.id", "1");
        properties.put("controller.quorum.voters", "1@" + HOST + ":" + controller);
        properties.put("controller.listener.names", "CONTROLLER");
        properties.put("listeners", "PLAINTEXT://" + HOST + ":" + port + ",CONTROLLER://" + HOST + ":" + controller);
        properties.put("advertised.listeners", "PLAINTEXT://" + HOST + ":" + port);
        properties.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        properties.put("log.dirs", directory.toString());
        properties.put("auto.create.topics.enable", "false");
        properties.put("num.partitions", "3");
        properties.put("log.flush.interval.messages", "1");
        properties.put("log.segment.bytes", Integer.toString(16 * 1024 * 1024));
        properties.put("log.cleaner.dedupe.buffer.size", Integer.toString(2 * 1024 * 1024));
        properties.put("offsets.topic.replication.factor", "1");
        properties.put("offsets.topic.num.partitions", "4");
        properties.put("offsets.topic.segment.bytes", Integer.toString(4 * 1024 * 1024));
        properties.put("transaction.state.log.replication.factor", "1");
        properties.put("transaction.state.log.min.isr", "1");
        properties.put("transaction.state.log.num.partitions", "1");
        properties.put("share.coordinator.state.topic.replication.factor", "1");
        properties.put("share.coordinator.state.topic.min.isr", "1");
        properties.put("group.initial.rebalance.delay.ms", "0");
        // After kill -9 the controller takes the broker back only when its old session has ended: 9 s by default.
        properties.put("broker.session.timeout.ms", "2000");
        properties.put("broker.heartbeat.interval.ms", "500");
        properties.put("controlled.shutdown.enable", "false");
        return properties;
    }
}
