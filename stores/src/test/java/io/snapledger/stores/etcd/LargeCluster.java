package io.snapledger.stores.etcd;

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
import io.snapledger.stores.command.LocalCommandRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Measures a dump and both restores of a cluster of some 100 MB, each in a process with little heap: {@code LargeCluster DIRECTORY MEGABYTES HEAP},
 * e.g. {@code LargeCluster /srv/scratch 600 64m}. Prints seconds and the most memory that the process ever had (VmHWM).
 */
final class LargeCluster {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int VALUE = 1000;
    private static final int AT_ONCE = 100;

    private LargeCluster() {}

    public static void main(String[] args) throws Exception {
        switch (args[0]) {
            case "dump" -> dump(args[1], Path.of(args[2]));
            case "restore" -> restore(Map.of("port", args[1]), Path.of(args[2]));
            case "prepare" -> restore(Map.of("path", args[2] + "/data"), Path.of(args[2]));
            default -> measure(Path.of(args[0]), Integer.parseInt(args[1]), args[2]);
        }
    }

    private static void measure(Path directory, int megabytes, String heap) throws Exception {
        Files.createDirectories(directory);
        try (EtcdServer from = EtcdServer.start();
                EtcdServer to = EtcdServer.start()) {
            fill(from.client(), megabytes);
            run(heap, "dump", from, directory);
            run(heap, "restore", to, directory);
            run(heap, "prepare", to, directory);
        }
    }

    /** Half of it in keys of 1 kB, half in keys of 1 MB. */
    private static void fill(EtcdClient client, int megabytes) throws IOException {
        String random = SampleKeys.random(2 * VALUE);
        for (int i = 0; i < megabytes * 500; i += AT_ONCE) {
            List<Map<String, ?>> puts = new ArrayList<>();
            for (int j = i; j < i + AT_ONCE; j++) {
                String value = j + random.substring(j % VALUE, j % VALUE + VALUE);
                puts.add(Map.of(
                        "request_put",
                        Map.of("key", EtcdClient.base64("key " + j), "value", EtcdClient.base64(value))));
            }
            client.ask("/v3/kv/txn", Map.of("success", puts));
        }
        String large = SampleKeys.random(VALUE * VALUE);
        for (int i = 0; i < megabytes / 2; i++) {
            client.put("large " + i, large);
        }
    }

    private static void run(String heap, String what, EtcdServer server, Path directory) throws Exception {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "-cp",
                System.getProperty("java.class.path"),
                LargeCluster.class.getName(),
                what,
                Integer.toString(server.port()),
                directory.toString());
        if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
            throw new IllegalStateException(what + " failed");
        }
    }

    private static EtcdEngine engine(Path directory) throws Exception {
        return new EtcdEngine(new EngineContext(new LocalCommandRunner(directory.resolve("tools")), Clock.systemUTC()));
    }

    private static void dump(String port, Path directory) throws Exception {
        StoreDefinition store = new StoreDefinition("large", EtcdEngine.KIND, Map.of("port", port));
        long began = System.nanoTime();
        SnapshotContent content = engine(directory)
                .dump(
                        new DumpRequest(store, Clock.systemUTC().instant().plus(Duration.ofHours(1))),
                        name -> Files.newOutputStream(directory.resolve(name)))
                .content();
        JSON.writeValue(directory.resolve("content.json").toFile(), content);
        tell("dump of " + content.objects() + " keys", began, content);
    }

    private static void restore(Map<String, String> where, Path directory) throws Exception {
        SnapshotContent content =
                JSON.readValue(directory.resolve("content.json").toFile(), SnapshotContent.class);
        EtcdEngine engine = engine(directory);
        RestoreTarget target = new RestoreTarget(new StoreDefinition("large", EtcdEngine.KIND, where), Map.of());
        long began = System.nanoTime();
        RestoreReport report = engine.restore(
                new RestoreRequest(
                        "large",
                        target,
                        content,
                        false,
                        Clock.systemUTC().instant().plus(Duration.ofHours(1))),
                name -> Files.newInputStream(directory.resolve(name)),
                Progress.IGNORED);
        tell("restore by " + where.keySet(), began, content);
        began = System.nanoTime();
        Evidence actual = engine.evidence(target, Optional.of(report.expected()));
        tell("comparison", began, content);
        System.out.println("differences: " + Evidence.differences(report.expected(), actual));
    }

    private static void tell(String what, long began, SnapshotContent content) throws IOException {
        double seconds = (System.nanoTime() - began) / 1e9;
        long bytes = content.streams().get(0).bytes();
        String memory = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM"))
                .findFirst()
                .orElse("");
        System.out.printf(
                "%s: %d bytes in %.1f s, %.0f MB/s, %s%n", what, bytes, seconds, bytes / seconds / 1e6, memory);
    }
}
