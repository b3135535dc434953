package io.snapledger.testkit.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import io.snapledger.testkit.cluster.Cluster;
import io.snapledger.testkit.cluster.Stores;
import io.snapledger.testkit.compare.Outcome;
import io.snapledger.testkit.compare.PostgresComparison;
import io.snapledger.testkit.postgres.PostgresServer;
import io.snapledger.testkit.samples.SampleDatabase;
import io.snapledger.testkit.samples.SampleTree;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Backs up a large PostgreSQL server while rows are inserted, and a large directory tree at the same time, with one dump-service
 * of 128 MiB of heap, restores both beside the originals, and compares with code that shares nothing with the engines. Then changes
 * one row, and one grant, of what was restored: the comparison must see each.
 *
 * <pre>java -cp … io.snapledger.testkit.scenario.LargeDatabase DIRECTORY [ROWS]</pre>
 *
 * 10,000,000 rows, the default, are more than 1 GiB; the tree has 100 bytes for each row.
 */
public final class LargeDatabase {

    private static final Duration LIMIT = Duration.ofMinutes(30);

    private static final int TREE_BYTES_PER_ROW = 100;

    private final Cluster cluster;
    private final Path tree;
    private final PostgresServer source;
    private final PostgresServer target;
    private final List<String> violations = new ArrayList<>();

    private LargeDatabase(Cluster cluster, Path tree, PostgresServer source, PostgresServer target) {
        this.cluster = cluster;
        this.tree = tree;
        this.source = source;
        this.target = target;
    }

    public static void main(String[] arguments) throws Exception {
        if (arguments.length < 1) {
            System.err.println("usage: LargeDatabase DIRECTORY [ROWS]");
            System.exit(2);
        }
        long rows = arguments.length > 1 ? Long.parseLong(arguments[1]) : 10_000_000;
        List<String> violations = run(Path.of(arguments[0]), rows);
        violations.forEach(violation -> System.out.println("  " + violation));
        System.out.println(violations.isEmpty() ? "HOLDS" : "VIOLATED");
        System.exit(violations.isEmpty() ? 0 : 1);
    }

    /** What did not hold. */
    public static List<String> run(Path directory, long rows) throws Exception {
        try (PostgresServer source = PostgresServer.start();
                PostgresServer target = PostgresServer.start()) {
            new SampleDatabase(source.host(), source.port(), PostgresServer.USER, PostgresServer.PASSWORD).fill(rows);
            Path tree = new SampleTree(directory.resolve("papers"), rows).fill(rows * TREE_BYTES_PER_ROW);
            Cluster.Builder builder = Cluster.in(directory)
                    .config("snapledger.plans.large.stores", "shop,papers")
                    .config("snapledger.plans.large.repository", "local")
                    .jvm("dump", "-Xmx128m");
            Stores.postgresql(builder, "shop", source);
            Stores.postgresql(builder, "shop-target", target);
            Stores.files(builder, "papers", tree);
            try (Cluster cluster = builder.five()) {
                cluster.start();
                LargeDatabase scenario = new LargeDatabase(cluster, tree, source, target);
                scenario.run(rows);
                return scenario.violations;
            }
        }
    }

    private void run(long rows) throws Exception {
        System.out.printf(
                "%,d rows, %s%n", rows, source.ask("shop", "select pg_size_pretty(pg_database_size('shop'))"));
        String backup = backUp();
        long begin = System.nanoTime();
        List<String> problems = Restored.restore(cluster, backup, "shop", "shop-target");
        System.out.printf("restored in %s%n", since(begin));
        violations.addAll(problems);
        if (problems.isEmpty()) {
            forgetWhatCameLater(rows);
            compare("what was restored", true);
            controls();
        }
        Path restored = tree.resolveSibling("papers-restored");
        violations.addAll(Restored.tree(cluster, backup, "papers", tree, restored));
    }

    private String backUp() throws Exception {
        String backup;
        try (Inserts inserts = Inserts.into(source)) {
            long begin = System.nanoTime();
            backup = cluster.api().createBackup("large", List.of());
            JsonNode end = cluster.api().awaitBackup(backup, LIMIT);
            System.out.printf(
                    Locale.ROOT,
                    "backed up in %s: %s, %,d bytes read, %,d stored; peak RSS of dump-service %,d bytes at -Xmx128m%n",
                    since(begin),
                    end.path("state").asText(),
                    end.path("bytesRead").asLong(),
                    end.path("bytesStored").asLong(),
                    cluster.member("dump-1").peakResidentBytes());
            if (!end.path("state").asText().equals("complete")) {
                violations.add("the backup is " + end);
            }
        }
        return backup;
    }

    private static String since(long begin) {
        return String.format(Locale.ROOT, "%.1f s", (System.nanoTime() - begin) / 1e9);
    }

    /** Takes out of the source what was inserted after the snapshot, and what no snapshot covers, the sequence. */
    private void forgetWhatCameLater(long rows) {
        long last = number(source, "select max(id) from sales.orders");
        long restored = number(target, "select max(id) from sales.orders");
        System.out.printf(
                "%,d rows were inserted meanwhile, %,d of them before the snapshot%n", last - rows, restored - rows);
        if (restored >= last) {
            violations.add("nothing was inserted after the snapshot: ids end at " + last + ", restored " + restored);
        }
        long sequence = number(target, "select last_value from sales.orders_id_seq");
        if (sequence < restored || sequence > last) {
            violations.add(
                    "the sequence was restored as " + sequence + "; rows end at " + restored + ", later at " + last);
        }
        source.run(
                "shop",
                "delete from sales.orders where id > " + restored,
                "select setval('sales.orders_id_seq', " + sequence + ")",
                "refresh materialized view sales.turnover");
    }

    private static long number(PostgresServer server, String query) {
        return Long.parseLong(server.ask("shop", query));
    }

    private void controls() throws Exception {
        long row = number(target, "select min(id) from sales.orders");
        target.run("shop", "update sales.orders set cents = cents + 1 where id = " + row);
        compare("one changed row", false);
        target.run("shop", "update sales.orders set cents = cents - 1 where id = " + row);
        target.run("shop", "grant insert on sales.orders to reporting");
        compare("one changed grant", false);
    }

    private void compare(String what, boolean equal) throws Exception {
        long begin = System.nanoTime();
        Outcome outcome = PostgresComparison.compare(source.url("postgres"), target.url("postgres"));
        System.out.printf(
                "%s: %,d facts compared in %s, %d differ%n",
                what, outcome.compared(), since(begin), outcome.differences().size());
        if (outcome.isEqual() != equal) {
            violations.add(what + ": " + (equal ? outcome.differences() : "not seen"));
        }
    }
}
