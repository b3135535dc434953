package io.snapledger.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import io.snapledger.testkit.cluster.Cluster;
import io.snapledger.testkit.cluster.ServiceProcess;
import io.snapledger.testkit.postgres.PostgresServer;
import io.snapledger.testkit.samples.SampleDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Backs up the same database, and then the same file, with Snapledger's real services and with other tools, interleaved, in
 * one run: wall, CPU, bytes, peak memory, and ratios of the medians. Tools that are not installed are left out, and said so.
 *
 * <pre>benchmarks/run [ROWS] [FILE_MB] [ROUNDS]</pre>
 *
 * CPU is that of the tool and what it starts, without the database server; Snapledger's is that of all five services and the broker.
 */
public final class BackupBenchmark {

    /** Services run for months; their first backups, while Java still compiles, are printed by themselves. */
    private static final int WARM_UPS = 3;

    private static final String COLD = "not counted, ";

    private static final Path TIME = Path.of("/usr/bin/time");

    private final Path directory;
    private final PostgresServer server;
    private final Cluster cluster;
    private final Map<String, List<Figures>> results = new LinkedHashMap<>();

    private BackupBenchmark(Path directory, PostgresServer server, Cluster cluster) {
        this.directory = directory;
        this.server = server;
        this.cluster = cluster;
    }

    /**
     * One run of one tool.
     *
     * @param wall seconds
     * @param cpu seconds of user and system
     * @param stored bytes
     * @param peak bytes of resident memory, 0 if not known
     */
    private record Figures(double wall, double cpu, long stored, long peak) {}

    public static void main(String[] arguments) throws Exception {
        long rows = arguments.length > 0 ? Long.parseLong(arguments[0]) : 8_000_000;
        int megabytes = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 2000;
        int rounds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 3;
        Path directory = Files.createTempDirectory(Path.of("").toAbsolutePath(), "benchmark-");
        try (PostgresServer server = PostgresServer.start()) {
            new SampleDatabase(server.host(), server.port(), PostgresServer.USER, PostgresServer.PASSWORD).fill(rows);
            server.run("shop", "vacuum analyze", "checkpoint");
            Path tree = Files.createDirectories(directory.resolve("tree"));
            SampleFile.write(tree.resolve("file"), megabytes);
            try (Cluster cluster = cluster(directory, server, tree, rounds)) {
                cluster.start();
                new BackupBenchmark(directory, server, cluster).run(rounds, tree, megabytes);
            }
        } finally {
            delete(directory);
        }
    }

    private static Cluster cluster(Path directory, PostgresServer server, Path tree, int rounds) {
        Cluster.Builder builder = Cluster.in(directory.resolve("cluster"))
                .config("snapledger.stores.shop.kind", "postgresql")
                .config("snapledger.stores.shop.host", server.host())
                .config("snapledger.stores.shop.port", "" + server.port())
                .config("snapledger.stores.shop.username", PostgresServer.USER)
                .config("snapledger.stores.shop.password-env", "BENCHMARK_PASSWORD")
                .config("snapledger.stores.shop.databases", "shop")
                .environment("BENCHMARK_PASSWORD", PostgresServer.PASSWORD)
                .config("snapledger.stores.tree.kind", "files")
                .config("snapledger.stores.tree.path", tree.toString())
                .config(
                        "snapledger.storage.staging-directories.dump-1",
                        directory.resolve("cluster/staging-dump-1").toString())
                .jvm("dump", "-Xmx128m");
        return stores(builder, rounds + WARM_UPS).five();
    }

    /** Each round gets a store name of its own, so that none deduplicates against the round before. */
    private static Cluster.Builder stores(Cluster.Builder builder, int rounds) {
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

    private void run(int rounds, Path tree, int megabytes) throws Exception {
        Path password = directory.resolve("pgpass");
        Files.writeString(
                password,
                server.host() + ":*:*:*:"
                        + PostgresServer.PASSWORD.replace("\\", "\\\\").replace(":", "\\:") + "\n");
        Files.setPosixFilePermissions(password, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
        String dump = "PGPASSFILE=" + password + " pg_dump -w -h " + server.host() + " -p " + server.port() + " -U "
                + PostgresServer.USER + " shop";
        System.out.printf(
                "database: %s, file: %d MB, %d rounds, interleaved%n",
                server.ask("shop", "select pg_size_pretty(pg_database_size('shop'))"), megabytes, rounds);
        for (int round = 0; round < WARM_UPS; round++) {
            snapledger(COLD + "database", "shop", round);
            snapledger(COLD + "file", "tree", round);
        }
        for (int round = 0; round < rounds; round++) {
            command("database", "pg_dump > /dev/null", dump + " > /dev/null", null);
            command("database", "pg_dump | zstd -1", dump + " | zstd -q -1 -o @", "zst");
            restic("database", dump + " | restic backup -q --stdin", round);
            borg("database", dump + " | borg create --compression zstd,1 @::a -", round);
            snapledger("database", "shop", WARM_UPS + round);
        }
        String file = "cat " + tree.resolve("file");
        for (int round = 0; round < rounds; round++) {
            command("file", "zstd -1", file + " | zstd -q -1 -o @", "zst");
            restic("file", file + " | restic backup -q --stdin", rounds + round);
            borg("file", file + " | borg create --compression zstd,1 @::a -", rounds + round);
            snapledger("file", "tree", WARM_UPS + round);
        }
        print();
    }

    private void command(String what, String name, String script, String suffix) throws Exception {
        Path output = directory.resolve("output." + suffix);
        Files.deleteIfExists(output);
        measured(what + ": " + name, script.replace("@", output.toString()), suffix == null ? null : output, Map.of());
        Files.deleteIfExists(output);
    }

    private void restic(String what, String script, int round) throws Exception {
        if (missing("restic")) {
            return;
        }
        Path repository = directory.resolve("restic-" + round);
        Map<String, String> environment = Map.of(
                "RESTIC_REPOSITORY", repository.toString(),
                "RESTIC_PASSWORD", "benchmark",
                "RESTIC_CACHE_DIR", directory.resolve("restic-cache").toString());
        shell("restic init -q", environment);
        measured(what + ": restic", script, repository, environment);
        delete(repository);
    }

    private void borg(String what, String script, int round) throws Exception {
        if (missing("borg")) {
            return;
        }
        Path repository = directory.resolve("borg-" + round);
        Map<String, String> environment = Map.of(
                "BORG_PASSPHRASE",
                "benchmark",
                "BORG_BASE_DIR",
                directory.resolve("borg-home").toString());
        shell("borg init -e repokey-blake2 " + repository, environment);
        measured(what + ": borg", script.replace("@", repository.toString()), repository, environment);
        delete(repository);
    }

    private static boolean missing(String tool) throws Exception {
        boolean missing = new ProcessBuilder("sh", "-c", "command -v " + tool)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                != 0;
        if (missing) {
            System.out.println(tool + " is not installed: left out");
        }
        return missing;
    }

    private void shell(String script, Map<String, String> environment) throws Exception {
        ProcessBuilder builder = new ProcessBuilder("bash", "-o", "pipefail", "-c", script).inheritIO();
        builder.environment().putAll(environment);
        if (builder.start().waitFor() != 0) {
            throw new IllegalStateException("failed: " + script);
        }
    }

    private void measured(String name, String script, Path stored, Map<String, String> environment) throws Exception {
        Path report = directory.resolve("time");
        List<String> command = new ArrayList<>();
        if (Files.isExecutable(TIME)) {
            command.addAll(List.of(TIME.toString(), "-o", report.toString(), "-f", "%U %S %M"));
        }
        command.addAll(List.of("bash", "-o", "pipefail", "-c", script));
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        builder.environment().putAll(environment);
        long begin = System.nanoTime();
        if (builder.start().waitFor() != 0) {
            throw new IllegalStateException("failed: " + script);
        }
        double wall = (System.nanoTime() - begin) / 1e9;
        String[] words =
                Files.exists(report) ? Files.readString(report).strip().split(" ") : new String[] {"0", "0", "0"};
        add(
                name,
                new Figures(
                        wall,
                        Double.parseDouble(words[0]) + Double.parseDouble(words[1]),
                        stored == null ? 0 : size(stored),
                        Long.parseLong(words[2]) * 1024));
    }

    private void snapledger(String what, String store, int round) throws Exception {
        Map<String, Double> before = cpu();
        long begin = System.nanoTime();
        String backup = cluster.api().createBackup("round-" + round, List.of(store));
        JsonNode end = cluster.api().followBackup(backup, Duration.ofMinutes(30));
        double wall = (System.nanoTime() - begin) / 1e9;
        if (!end.path("state").asText().equals("complete")) {
            throw new IllegalStateException("not complete: " + end);
        }
        Map<String, Double> used = cpu();
        used.replaceAll((member, seconds) -> seconds - before.get(member));
        double cpu = used.values().stream().mapToDouble(Double::doubleValue).sum();
        long peak = cluster.member("dump-1").peakResidentBytes();
        add(
                what + ": Snapledger",
                new Figures(wall, cpu, end.path("bytesStored").asLong(), peak));
        used.forEach((member, seconds) -> System.out.printf("    of which %-23s cpu %7.2f s%n", member, seconds));
    }

    /** Seconds of CPU of each member and of the tools that they have waited for, from proc(5). */
    private Map<String, Double> cpu() throws IOException {
        Map<String, Double> seconds = new LinkedHashMap<>();
        for (ServiceProcess member : cluster.members()) {
            double ticks = 0;
            String stat = Files.readString(Path.of("/proc/" + member.pid() + "/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            for (int field = 11; field <= 14; field++) { // utime, stime, cutime, cstime
                ticks += Double.parseDouble(fields[field]);
            }
            seconds.put(member.name(), ticks / 100);
        }
        return seconds;
    }

    private void add(String name, Figures figures) {
        if (!name.startsWith(COLD)) {
            results.computeIfAbsent(name, key -> new ArrayList<>()).add(figures);
        }
        System.out.printf(
                "  %-40s wall %7.2f s  cpu %7.2f s  stored %8.1f MB  peak %6.1f MB%n",
                name, figures.wall(), figures.cpu(), figures.stored() / 1e6, figures.peak() / 1e6);
    }

    private void print() {
        System.out.println("medians, and the wall of Snapledger divided by that of each");
        results.forEach((name, runs) -> {
            String what = name.substring(0, name.indexOf(':'));
            double ours = median(results.get(what + ": Snapledger").stream()
                    .map(Figures::wall)
                    .toList());
            double wall = median(runs.stream().map(Figures::wall).toList());
            System.out.printf(
                    "  %-40s wall %7.2f s  cpu %7.2f s  ratio %5.2f%n",
                    name, wall, median(runs.stream().map(Figures::cpu).toList()), ours / wall);
        });
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
    }

    private static long size(Path path) throws IOException {
        try (Stream<Path> all = Files.walk(path)) {
            return all.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
