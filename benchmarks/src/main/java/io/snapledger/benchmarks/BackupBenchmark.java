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
 * Backs up the same database, and then the same file, with Snapledger's real services and with other tools, interleaved, in
 * one run: wall, CPU, bytes, peak memory, and ratios of the medians. Tools that are not installed are left out, and said so.
 *
 * <pre>benchmarks/run backup [ROWS] [FILE_MB] [ROUNDS]</pre>
 *
 * CPU is that of the tool and what it starts, without the database server; Snapledger's is that of all five services and the broker.
 */
public final class BackupBenchmark {

    /** Services run for months; their first backups, while Java still compiles, are printed by themselves. */
    private static final int WARM_UPS = 3;

    private final Path directory;
    private final PostgresServer server;
    private final Cluster cluster;
    private final ServiceMeter meter;
    private final Measurements measurements;

    private BackupBenchmark(Path directory, PostgresServer server, Cluster cluster) {
        this.directory = directory;
        this.server = server;
        this.cluster = cluster;
        meter = new ServiceMeter(cluster);
        measurements = new Measurements(directory);
    }

    public static void main(String[] arguments) throws Exception {
        Size size = Size.of(arguments);
        Path directory = Files.createTempDirectory(Path.of("").toAbsolutePath(), "benchmark-");
        try (PostgresServer server = PostgresServer.start()) {
            new SampleDatabase(server.host(), server.port(), PostgresServer.USER, PostgresServer.PASSWORD)
                    .fill(size.rows());
            server.run("shop", "vacuum analyze", "checkpoint");
            Path tree = Files.createDirectories(directory.resolve("tree"));
            SampleFile.write(tree.resolve("file"), size.megabytes());
            try (Cluster cluster = cluster(directory, server, tree, size.rounds())) {
                cluster.start();
                new BackupBenchmark(directory, server, cluster).run(size.rounds(), tree.resolve("file"));
            }
        } finally {
            Measurements.delete(directory);
        }
    }

    private static Cluster cluster(Path directory, PostgresServer server, Path tree, int rounds) {
        Cluster.Builder builder = Cluster.in(directory.resolve("cluster"))
                .config(
                        "snapledger.storage.staging-directories.dump-1",
                        directory.resolve("cluster/staging-dump-1").toString())
                .jvm("dump", "-Xmx128m");
        Stores.database(builder, "shop", server, "shop");
        Stores.files(builder, "tree", tree);
        return plans(builder, rounds + WARM_UPS).five();
    }

    /** Each round has a plan and a repository of its own, so that none deduplicates against the round before. */
    private static Cluster.Builder plans(Cluster.Builder builder, int rounds) {
        for (int round = 0; round < rounds; round++) {
            builder.config("snapledger.plans.round-" + round + ".stores", "shop,tree")
                    .config("snapledger.plans.round-" + round + ".repository", "round-" + round)
                    .config("snapledger.repositories.round-" + round + ".kind", "directory")
                    .config(
                            "snapledger.repositories.round-" + round + ".path",
                            builder.directory().resolve("round-" + round).toString());
        }
        return builder;
    }

    private void run(int rounds, Path file) throws Exception {
        List<Rival> rivals = Rival.installed(directory);
        String dump = new PostgresClient(server, directory).command("pg_dump", "shop");
        System.out.printf(
                "database: %s, file: %d MB, %d rounds, interleaved%n",
                server.ask("shop", "select pg_size_pretty(pg_database_size('shop'))"),
                Files.size(file) / 1_000_000,
                rounds);
        for (int round = 0; round < WARM_UPS; round++) {
            Measurements.print("not counted, database: Snapledger", snapledger("shop", round));
            Measurements.print("not counted, file: Snapledger", snapledger("tree", round));
        }
        for (int round = 0; round < rounds; round++) {
            measurements.script("database", "pg_dump > /dev/null", dump + " > /dev/null", null, Map.of());
            zstd("database", "pg_dump | zstd -1", dump);
            rivals("database", rivals, dump);
            measurements.add("database", Measurements.SNAPLEDGER, snapledger("shop", WARM_UPS + round));
        }
        for (int round = 0; round < rounds; round++) {
            zstd("file", "zstd -1", "cat " + file);
            rivals("file", rivals, "cat " + file);
            measurements.add("file", Measurements.SNAPLEDGER, snapledger("tree", WARM_UPS + round));
        }
        measurements.print();
    }

    private void zstd(String what, String name, String source) throws Exception {
        Path output = directory.resolve("output.zst");
        measurements.script(what, name, source + " | zstd -q -1 -o " + output, output, Map.of());
        Measurements.delete(output);
    }

    private void rivals(String what, List<Rival> rivals, String source) throws Exception {
        for (Rival rival : rivals) {
            rival.begin();
            measurements.script(
                    what, rival.name(), source + " | " + rival.backup(), rival.repository(), rival.environment());
            Measurements.delete(rival.repository());
        }
    }

    private Figures snapledger(String store, int round) throws Exception {
        return meter.measure("dump-1", () -> {
            String backup = cluster.api().createBackup("round-" + round, List.of(store));
            JsonNode end = cluster.api().followBackup(backup, Duration.ofMinutes(30));
            if (!end.path("state").asText().equals("complete")) {
                throw new IllegalStateException("not complete: " + end);
            }
            return end.path("bytesStored").asLong();
        });
    }
}
