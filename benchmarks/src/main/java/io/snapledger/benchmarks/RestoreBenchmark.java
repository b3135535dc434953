package io.snapledger.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import io.snapledger.benchmarks.Measurements.Figures;
import io.snapledger.testkit.cluster.Cluster;
import io.snapledger.testkit.cluster.Stores;
import io.snapledger.testkit.postgres.PostgresServer;
import io.snapledger.testkit.samples.SampleDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Restores the same database into another server, and then the same file beside the original, with Snapledger's real services and
 * with other tools, interleaved, in one run: wall, CPU, peak memory, and ratios of the medians. Tools that are not installed are
 * left out, and said so.
 *
 * <pre>benchmarks/run restore [ROWS] [FILE_MB] [ROUNDS]</pre>
 *
 * Snapledger's figures hold what the others do not do: roles, {@code analyze}, and the check of every table and file.
 */
public final class RestoreBenchmark {

    private static final int WARM_UPS = 2;
    private static final Duration LIMIT = Duration.ofMinutes(30);

    private final Path directory;
    private final PostgresServer source;
    private final PostgresServer target;
    private final Cluster cluster;
    private final ServiceMeter meter;
    private final Measurements measurements;

    private RestoreBenchmark(Path directory, PostgresServer source, PostgresServer target, Cluster cluster) {
        this.directory = directory;
        this.source = source;
        this.target = target;
        this.cluster = cluster;
        meter = new ServiceMeter(cluster);
        measurements = new Measurements(directory);
    }

    public static void main(String[] arguments) throws Exception {
        Size size = Size.of(arguments);
        Path directory = Files.createTempDirectory(Path.of("").toAbsolutePath(), "benchmark-");
        try (PostgresServer source = PostgresServer.start();
                PostgresServer target = PostgresServer.start()) {
            new SampleDatabase(source.host(), source.port(), PostgresServer.USER, PostgresServer.PASSWORD)
                    .fill(size.rows());
            source.run("shop", "vacuum analyze", "checkpoint");
            Path tree = Files.createDirectories(directory.resolve("tree"));
            SampleFile.write(tree.resolve("file"), size.megabytes());
            Cluster.Builder builder = Cluster.in(directory.resolve("cluster"))
                    .config("snapledger.plans.all.stores", "shop,tree")
                    .config("snapledger.plans.all.repository", "local")
                    .jvm("restore", "-Xmx128m");
            Stores.database(builder, "shop", source, "shop");
            Stores.database(builder, "shop-target", target, "shop");
            Stores.files(builder, "tree", tree);
            try (Cluster cluster = builder.five()) {
                cluster.start();
                new RestoreBenchmark(directory, source, target, cluster).run(size.rounds(), tree.resolve("file"));
            }
        } finally {
            Measurements.delete(directory);
        }
    }

    private void run(int rounds, Path file) throws Exception {
        System.out.printf(
                "database: %s, file: %d MB, %d rounds, interleaved%n",
                source.ask("shop", "select pg_size_pretty(pg_database_size('shop'))"),
                Files.size(file) / 1_000_000,
                rounds);
        String backup = cluster.api().createBackup("all", List.of());
        JsonNode end = cluster.api().followBackup(backup, LIMIT);
        if (!end.path("state").asText().equals("complete")) {
            throw new IllegalStateException("not complete: " + end);
        }
        List<Rival> rivals = Rival.installed(directory);
        databases(rounds, backup, rivals);
        files(rounds, backup, rivals, file);
        measurements.print();
    }

    private void databases(int rounds, String backup, List<Rival> rivals) throws Exception {
        PostgresClient from = new PostgresClient(source, directory);
        PostgresClient into = new PostgresClient(target, directory);
        String psql = into.command("psql", "-q -X -v ON_ERROR_STOP=1 -o /dev/null");
        Measurements.prepare(from.command("pg_dumpall", "-g") + " | grep -v 'ROLE postgres' | " + psql, Map.of());
        Path custom = directory.resolve("shop.dump");
        Measurements.prepare(from.command("pg_dump", "-Fc -f " + custom + " shop"), Map.of());
        String dump = from.command("pg_dump", "-C shop");
        store(rivals, dump);
        for (int round = 0; round < WARM_UPS; round++) {
            Measurements.print("not counted, database: Snapledger", database(backup));
        }
        String restore = into.command("pg_restore", "-C -d postgres " + custom);
        for (int round = 0; round < rounds; round++) {
            dropDatabase();
            measurements.script("database", "pg_restore", restore, null, Map.of());
            dropDatabase();
            measurements.script("database", "pg_dump | psql", dump + " | " + psql, null, Map.of());
            for (Rival rival : rivals) {
                dropDatabase();
                measurements.script(
                        "database", rival.name(), rival.restore() + " | " + psql, null, rival.environment());
            }
            measurements.add("database", Measurements.SNAPLEDGER, database(backup));
        }
        dropDatabase();
        Measurements.delete(custom);
    }

    private void files(int rounds, String backup, List<Rival> rivals, Path file) throws Exception {
        Path compressed = directory.resolve("file.zst");
        Measurements.prepare("zstd -q -1 -o " + compressed + " " + file, Map.of());
        store(rivals, "cat " + file);
        for (int round = 0; round < WARM_UPS; round++) {
            Measurements.print("not counted, file: Snapledger", tree(backup));
        }
        Path output = directory.resolve("restored");
        for (int round = 0; round < rounds; round++) {
            measurements.script("file", "zstd -d", "zstd -q -dc " + compressed + " > " + output, output, Map.of());
            Measurements.delete(output);
            for (Rival rival : rivals) {
                measurements.script(
                        "file", rival.name(), rival.restore() + " > " + output, output, rival.environment());
                Measurements.delete(output);
            }
            measurements.add("file", Measurements.SNAPLEDGER, tree(backup));
        }
    }

    private static void store(List<Rival> rivals, String source) throws Exception {
        for (Rival rival : rivals) {
            rival.begin();
            Measurements.prepare(source + " | " + rival.backup(), rival.environment());
        }
    }

    private void dropDatabase() {
        target.run("postgres", "drop database if exists shop with (force)", "checkpoint");
    }

    private Figures database(String backup) throws Exception {
        dropDatabase();
        return restore(backup, "shop", Map.of("store", "shop-target"), 0);
    }

    private Figures tree(String backup) throws Exception {
        Path into = directory.resolve("tree-restored");
        Figures figures = restore(
                backup,
                "tree",
                Map.of("options", Map.of("path", into.toString())),
                Files.size(directory.resolve("tree/file")));
        Measurements.delete(into);
        return figures;
    }

    private Figures restore(String backup, String store, Map<String, ?> into, long bytes) throws Exception {
        return meter.measure("restore", () -> {
            JsonNode end = cluster.api().restore(backup, store, into, LIMIT);
            if (!end.path("state").asText().equals("completed")) {
                throw new IllegalStateException("not completed: " + end);
            }
            return bytes;
        });
    }
}
