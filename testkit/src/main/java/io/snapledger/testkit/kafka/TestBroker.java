package io.snapledger.testkit.kafka;

import io.snapledger.events.broker.EmbeddedBroker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** The one broker that the tests of a JVM share; each of them takes a topic prefix of its own. */
public final class TestBroker {

    private static EmbeddedBroker shared;

    private TestBroker() {}

    /** Starts the broker with the first call. */
    public static synchronized EmbeddedBroker shared() {
        if (shared == null) {
            try {
                Path directory = Files.createTempDirectory("snapledger-kafka-");
                shared = EmbeddedBroker.start(directory, 0);
                Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(directory)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return shared;
    }

    private static void stop(Path directory) {
        shared.close();
        try (Stream<Path> all = Files.walk(directory)) {
            all.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
        } catch (IOException e) {
            System.err.println("left behind: " + directory + " (" + e.getMessage() + ")");
        }
    }
}
