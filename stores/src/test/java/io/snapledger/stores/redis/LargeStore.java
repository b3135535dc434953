package io.snapledger.stores.redis;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.snapledger.stores.DumpRequest;
import io.snapledger.stores.EngineContext;
import io.snapledger.stores.Evidence;
import io.snapledger.stores.Progress;
import io.snapledger.stores.RestoreReport;
import io.snapledger.stores.RestoreRequest;
import io.snapledger.stores.RestoreTarget;
import io.snapledger.stores.SnapshotContent;
import io.snapledger.stores.StoreDefinition;
import io.snapledger.stores.StreamSource;
import io.snapledger.stores.command.LocalCommandRunner;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Measures a dump and a restore of a store of some GB, each in a process with little heap: {@code LargeStore DIRECTORY GIGABYTES HEAP}, e.g.
 * {@code LargeStore /srv/scratch 2 128m}. Prints seconds and the most memory that the process ever had (VmHWM).
 */
final class LargeStore {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int VALUE = 1000;

    private LargeStore() {}

    public static void main(String[] args) throws Exception {
        switch (args[0]) {
            case "dump" -> dump(args[1], Path.of(args[2]));
            case "restore" -> restore(args[1], Path.of(args[2]));
            default -> measure(Path.of(args[0]), Integer.parseInt(args[1]), args[2]);
        }
    }

    private static void measure(Path directory, int gigabytes, String heap) throws Exception {
        Files.createDirectories(directory);
        try (RedisServer from = RedisServer.start();
                RedisServer to = RedisServer.start()) {
            fill(from, gigabytes * 1_000_000);
            run(heap, "dump", from, directory);
            run(heap, "restore", to, directory);
        }
    }

    /** Values that do not compress, so that the RDB is as long as they are. */
    private static void fill(RedisServer server, int keys) throws IOException {
        String random = SampleKeys.random(2 * VALUE);
        try (TestClient client = server.client()) {
            for (int i = 0; i < keys; i++) {
                client.send("SET", "key:" + i, i + random.substring(i % VALUE, i % VALUE + VALUE));
                if (i % 1000 == 999) {
                    for (int answers = 0; answers < 1000; answers++) {
                        client.answer();
                    }
                }
            }
            client.ask("SET", "long", SampleKeys.random(200_000_000));
            System.out.println("keys: " + client.ask("DBSIZE"));
        }
    }

    private static void run(String heap, String what, RedisServer server, Path directory) throws Exception {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "-cp",
                System.getProperty("java.class.path"),
                LargeStore.class.getName(),
                what,
                Integer.toString(server.port()),
                directory.toString());
        if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
            throw new IllegalStateException(what + " failed");
        }
    }

    private static RedisEngine engine(Path directory) throws Exception {
        return new RedisEngine(
                new EngineContext(new LocalCommandRunner(directory.resolve("tools")), Clock.systemUTC()));
    }

    private static StoreDefinition store(String port) {
        return new StoreDefinition("large", RedisEngine.KIND, Map.of("port", port, "password", RedisServer.PASSWORD));
    }

    private static void dump(String port, Path directory) throws Exception {
        long began = System.nanoTime();
        SnapshotContent content = engine(directory)
                .dump(
                        new DumpRequest(store(port), Clock.systemUTC().instant().plus(Duration.ofHours(1))),
                        name -> unbuffered(directory.resolve(name)))
                .content();
        JSON.writeValue(directory.resolve("content.json").toFile(), content);
        tell("dump", began, content.streams().get(0).bytes());
    }

    private static void restore(String port, Path directory) throws Exception {
        SnapshotContent content =
                JSON.readValue(directory.resolve("content.json").toFile(), SnapshotContent.class);
        RedisEngine engine = engine(directory);
        RestoreTarget target = new RestoreTarget(store(port), Map.of());
        long began = System.nanoTime();
        StreamSource source = name -> new BufferedInputStream(read(directory.resolve(name)), 64 * 1024);
        RestoreReport report = engine.restore(
                new RestoreRequest(
                        "large",
                        target,
                        content,
                        false,
                        Clock.systemUTC().instant().plus(Duration.ofHours(1))),
                source,
                Progress.IGNORED);
        tell("restore", began, content.streams().get(0).bytes());
        began = System.nanoTime();
        Evidence actual = engine.evidence(target, Optional.of(report.expected()));
        tell("comparison", began, content.streams().get(0).bytes());
        System.out.println("differences: " + Evidence.differences(report.expected(), actual));
    }

    private static OutputStream unbuffered(Path file) throws IOException {
        return Files.newOutputStream(file);
    }

    private static InputStream read(Path file) throws IOException {
        return Channels.newInputStream(FileChannel.open(file));
    }

    private static void tell(String what, long began, long bytes) throws IOException {
        double seconds = (System.nanoTime() - began) / 1e9;
        String memory = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM"))
                .findFirst()
                .orElse("");
        System.out.printf(
                "%s: %d bytes in %.1f s, %.0f MB/s, %s%n", what, bytes, seconds, bytes / seconds / 1e6, memory);
    }
}
