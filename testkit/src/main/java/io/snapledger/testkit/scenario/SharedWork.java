package io.snapledger.testkit.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import io.snapledger.testkit.cluster.Cluster;
import io.snapledger.testkit.cluster.Stores;
import io.snapledger.testkit.postgres.PostgresServer;
import io.snapledger.testkit.samples.SampleTree;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/**
 * Two dump-services and three storage-services share a backup of twenty stores, and one of each is killed with SIGKILL in the
 * middle of it and stays dead until the backup has ended. Held: all twenty are complete; each of the five has worked on at least two
 * stores; what the dead dump-service had not begun or had finished was dumped exactly once, by the count of the PostgreSQL
 * server; nothing is left behind once the dead are started again; every store restores equal.
 *
 * <pre>java -cp … io.snapledger.testkit.scenario.SharedWork DIRECTORY [ROWS] [TREE_BYTES]</pre>
 */
public final class SharedWork {

    private static final int DATABASES = 12;
    private static final int TREES = 8;
    private static final int ATTEMPTS = 4;
    private static final Duration LIMIT = Duration.ofMinutes(20);
    private static final String TABLE = "public.orders";

    private final Cluster cluster;
    private final PostgresServer source;
    private final PostgresServer target;
    private final Map<String, Path> trees;
    private final List<String> violations = new ArrayList<>();

    private SharedWork(Cluster cluster, PostgresServer source, PostgresServer target, Map<String, Path> trees) {
        this.cluster = cluster;
        this.source = source;
        this.target = target;
        this.trees = trees;
    }

    public static void main(String[] arguments) throws Exception {
        if (arguments.length < 1) {
            System.err.println("usage: SharedWork DIRECTORY [ROWS] [TREE_BYTES]");
            System.exit(2);
        }
        long rows = arguments.length > 1 ? Long.parseLong(arguments[1]) : 300_000;
        long treeBytes = arguments.length > 2 ? Long.parseLong(arguments[2]) : 60_000_000;
        System.exit(Verdict.tell("shared work", run(Path.of(arguments[0]), rows, treeBytes)));
    }

    /** @return what was violated */
    public static List<String> run(Path directory, long rows, long treeBytes) throws Exception {
        try (PostgresServer source = PostgresServer.start(ServerLog.SETTINGS);
                PostgresServer target = PostgresServer.start()) {
            for (int i = 1; i <= DATABASES; i++) {
                fill(source, database(i), rows);
            }
            Map<String, Path> trees = new TreeMap<>();
            for (int i = 1; i <= TREES; i++) {
                trees.put("tree-" + i, new SampleTree(directory.resolve("tree-" + i), i).fill(treeBytes));
            }
            try (Cluster cluster = cluster(directory, source, target, trees)) {
                cluster.start();
                return new SharedWork(cluster, source, target, trees).share();
            }
        }
    }

    private static String database(int number) {
        return "shop" + number;
    }

    private static String store(int number) {
        return "shop-" + number;
    }

    private static void fill(PostgresServer server, String database, long rows) {
        server.run("postgres", "create database " + database);
        server.run(
                database,
                "create table orders (id bigserial primary key, customer text not null, note text)",
                "insert into orders (customer, note) select 'customer ' || (i % 997), md5('" + database
                        + "' || i) from generate_series(1, " + rows + ") i",
                "create view regulars as select customer, count(*) from orders group by 1 having count(*) > 1");
    }

    private static Cluster cluster(
            Path directory, PostgresServer source, PostgresServer target, Map<String, Path> trees) {
        List<String> stores = new ArrayList<>();
        Cluster.Builder builder = Cluster.in(directory).dumpServices(2).storageServices(3);
        for (int i = 1; i <= DATABASES; i++) {
            Stores.database(builder, store(i), source, database(i));
            stores.add(store(i));
        }
        trees.forEach((name, path) -> {
            Stores.files(builder, name, path);
            stores.add(name);
        });
        Stores.postgresql(builder, "shop-target", target);
        return builder.config("snapledger.plans.shared.stores", String.join(",", stores))
                .config("snapledger.plans.shared.repository", "local")
                .config("snapledger.plans.shared.attempts", Integer.toString(ATTEMPTS))
                .config("snapledger.plans.shared.deadline", "PT" + LIMIT.toSeconds() + "S")
                .config("snapledger.timing.dead-after", "PT20S")
                .config("snapledger.timing.heartbeat", "PT3S")
                .config("snapledger.timing.answer-within", "PT3M")
                .five();
    }

    private List<String> share() throws Exception {
        String kafka = cluster.api().kafka();
        Replicas.await(kafka, "dump", 2);
        Replicas.await(kafka, "storage", 3);
        Replicas.await(kafka, "storage-hints", 3);

        long begin = System.nanoTime();
        String backup = cluster.api().createBackup("shared", List.of());
        Ledger ledger = new Ledger(cluster, backup);
        Set<String> touched = killHalfway(ledger);
        System.out.printf("killed after %d ms; it had begun and not finished %s%n", millisSince(begin), touched);
        JsonNode end = cluster.api().awaitBackup(backup, LIMIT.plusMinutes(2));
        System.out.printf(
                "backup %s ended %s after %d ms%n", backup, end.path("state").asText(), millisSince(begin));
        System.out.print(ledger.story());

        complete(ledger, end);
        cluster.start(); // the dead ones: what they had accepted or staged must dissolve
        violations.addAll(new Leftovers(cluster, source).await(Duration.ofSeconds(120)));
        shared(ledger);
        dumpedOnce(ledger, touched);
        restoreAll(backup);
        return violations;
    }

    /** Kills when half of the stores are complete and both victims have done their share; returns the stores that the kill hit. */
    private Set<String> killHalfway(Ledger ledger) throws InterruptedException {
        long until = System.nanoTime() + LIMIT.toNanos();
        while (System.nanoTime() < until) {
            Set<String> complete = ledger.stores("upload.finished");
            Map<String, Set<String>> claims = ledger.claims();
            String storage = commits("storage-2") >= commits("storage-3") ? "storage-2" : "storage-3";
            for (String dump : List.of("dump-2", "dump-1")) {
                Set<String> claimed = claims.getOrDefault(dump, Set.of());
                Set<String> running = new TreeSet<>(claimed);
                running.removeAll(ledger.stores("dump.completed"));
                boolean half = complete.size() >= (DATABASES + TREES) / 2 && claimed.size() >= 2 && !running.isEmpty();
                if (half && commits(storage) >= 2) {
                    cluster.member(dump).kill9();
                    cluster.member(storage).kill9();
                    System.out.println("killed " + dump + " and " + storage);
                    return hit(ledger, dump, complete);
                }
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        throw new IllegalStateException("there was no moment for the kill: " + ledger.claims());
    }

    /** What the dead one had claimed, its last claim included, and was not complete before the kill. */
    private static Set<String> hit(Ledger ledger, String dump, Set<String> completeBefore) throws InterruptedException {
        TimeUnit.SECONDS.sleep(2); // the catalog may not have read the last claim yet
        Set<String> hit = new TreeSet<>(ledger.claims().get(dump));
        hit.removeAll(completeBefore);
        return hit;
    }

    private void complete(Ledger ledger, JsonNode end) throws InterruptedException {
        if (!end.path("state").asText().equals("complete")) {
            violations.add("the backup is not complete: " + end);
        }
        int finished = ledger.stores("upload.finished").size();
        if (finished != DATABASES + TREES) {
            violations.add(finished + " of " + (DATABASES + TREES) + " stores are committed");
        }
        if (ledger.events("backup.completed").size() != 1) {
            violations.add(
                    "backup.completed " + ledger.events("backup.completed").size() + " times");
        }
    }

    private void shared(Ledger ledger) throws InterruptedException {
        Map<String, Integer> work = new TreeMap<>();
        Map<String, Set<String>> claims = ledger.claims();
        for (String dump : List.of("dump-1", "dump-2")) {
            work.put(dump, claims.getOrDefault(dump, Set.of()).size());
        }
        for (String storage : List.of("storage-1", "storage-2", "storage-3")) {
            work.put(storage, commits(storage));
        }
        System.out.println("stores by service: " + work);
        work.forEach((service, stores) -> {
            if (stores < 2) {
                violations.add(service + " has worked on " + stores + " stores");
            }
        });
    }

    /** Events of storage do not name the replica; its log does. */
    private int commits(String storage) {
        Set<String> stores = new TreeSet<>();
        for (String line : cluster.member(storage).log().split("\n")) {
            int at = line.indexOf("committed: store ");
            if (at >= 0) {
                stores.add(line.substring(at).split("[ ,]+")[2]);
            }
        }
        return stores.size();
    }

    private void dumpedOnce(Ledger ledger, Set<String> touched) throws InterruptedException {
        Map<String, Long> atServer = new HashMap<>();
        for (int i = 1; i <= DATABASES; i++) {
            atServer.put(store(i), ServerLog.dumps(source, database(i), TABLE));
        }
        atServer.forEach((store, dumps) -> {
            boolean right = touched.contains(store) ? dumps >= 1 && dumps <= ATTEMPTS : dumps == 1;
            if (!right) {
                violations.add("the server has dumped " + store + " " + dumps + " times");
            }
        });
        for (String tree : trees.keySet()) {
            long begun = ledger.events("dump.started").stream()
                    .filter(event -> event.path("store").asText().equals(tree))
                    .count();
            if (!touched.contains(tree) && begun != 1) {
                violations.add("the dump of " + tree + " was begun " + begun + " times");
            }
        }
        System.out.printf(
                "at the server: %d databases dumped, %d of them once%n",
                atServer.size(),
                atServer.values().stream().filter(dumps -> dumps == 1).count());
    }

    private void restoreAll(String backup) throws Exception {
        for (int i = 1; i <= DATABASES; i++) {
            violations.addAll(
                    Restored.oneDatabase(cluster, backup, store(i), source, database(i), "shop-target", target));
        }
        for (Map.Entry<String, Path> tree : trees.entrySet()) {
            Path into = cluster.directory().resolve("restored").resolve(tree.getKey());
            violations.addAll(Restored.tree(cluster, backup, tree.getKey(), tree.getValue(), into));
        }
        System.out.println("restored and compared: " + (DATABASES + TREES) + " stores");
    }

    private static long millisSince(long begin) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
    }
}
