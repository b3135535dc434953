package io.snapledger.testkit.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import io.snapledger.testkit.cluster.Cluster;
import io.snapledger.testkit.cluster.ServiceProcess;
import io.snapledger.testkit.cluster.Stores;
import io.snapledger.testkit.postgres.PostgresServer;
import io.snapledger.testkit.samples.SampleDatabase;
import io.snapledger.testkit.samples.SampleTree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * Kills a process with SIGKILL at a random moment of a backup, starts it again, and looks what became of the backup, again
 * and again. Held for each: the backup ends once, complete, without a second trigger, within its deadline and 60 s; nothing is
 * left behind; what is complete restores equal.
 *
 * <pre>java -cp … io.snapledger.testkit.scenario.KillStorm DIRECTORY standalone|five KILLS [SEED] [ROWS]</pre>
 */
public final class KillStorm {

    private static final Duration DEADLINE = Duration.ofMinutes(4);
    private static final Duration GRACE = Duration.ofSeconds(60);

    private final Cluster cluster;
    private final PostgresServer source;
    private final PostgresServer target;
    private final Path tree;
    private final Random random;
    private final List<String> victims;
    private final List<String> violations = new ArrayList<>();
    private int complete;
    private int ended;

    private KillStorm(Cluster cluster, PostgresServer source, PostgresServer target, Path tree, long seed) {
        this.cluster = cluster;
        this.source = source;
        this.target = target;
        this.tree = tree;
        this.random = new Random(seed);
        this.victims = cluster.members().stream().map(ServiceProcess::name).toList();
    }

    /** What a storm found. */
    public record Result(int kills, int ended, int complete, List<String> violations) {

        /** At least 95 of 100 complete, everything ended, nothing violated. */
        public boolean holds() {
            return violations.isEmpty() && ended == kills && complete * 100 >= kills * 95;
        }
    }

    public static void main(String[] arguments) throws Exception {
        if (arguments.length < 3) {
            System.err.println("usage: KillStorm DIRECTORY standalone|five KILLS [SEED] [ROWS]");
            System.exit(2);
        }
        long seed = arguments.length > 3 ? Long.parseLong(arguments[3]) : System.nanoTime();
        long rows = arguments.length > 4 ? Long.parseLong(arguments[4]) : 400_000;
        Result result = run(Path.of(arguments[0]), arguments[1], Integer.parseInt(arguments[2]), seed, rows);
        System.exit(result.holds() ? 0 : 1);
    }

    /** @param layout {@code standalone} or {@code five} */
    public static Result run(Path directory, String layout, int kills, long seed, long rows) throws Exception {
        System.out.printf("kill storm: %s, %d kills, seed %d%n", layout, kills, seed);
        try (PostgresServer source = PostgresServer.start();
                PostgresServer target = PostgresServer.start()) {
            new SampleDatabase(source.host(), source.port(), PostgresServer.USER, PostgresServer.PASSWORD).fill(rows);
            Path tree = new SampleTree(directory.resolve("tree"), seed).fill(30_000_000);
            try (Cluster cluster = cluster(directory, layout, source, target, tree)) {
                cluster.start();
                return new KillStorm(cluster, source, target, tree, seed).storm(kills);
            }
        }
    }

    private static Cluster cluster(
            Path directory, String layout, PostgresServer source, PostgresServer target, Path tree) {
        Cluster.Builder builder = Cluster.in(directory.resolve(layout))
                .config("snapledger.stores.tree.kind", "files")
                .config("snapledger.stores.tree.path", tree.toString())
                .config("snapledger.plans.storm.stores", "shop,tree")
                .config("snapledger.plans.storm.repository", "local")
                .config("snapledger.plans.storm.attempts", "5")
                .config("snapledger.plans.storm.deadline", "PT" + DEADLINE.toSeconds() + "S")
                .config("snapledger.plans.storm.start-within", "PT3M")
                .config("snapledger.timing.dead-after", "PT20S")
                .config("snapledger.timing.heartbeat", "PT3S");
        Stores.postgresql(builder, "shop", source);
        Stores.postgresql(builder, "shop-target", target);
        return layout.equals("standalone") ? builder.standalone() : builder.five();
    }

    private Result storm(int kills) throws Exception {
        long calm = calm();
        System.out.printf("a backup without a kill takes %d ms%n", calm);
        for (int kill = 1; kill <= kills; kill++) {
            ServiceProcess victim = cluster.member(victims.get((kill - 1) % victims.size()));
            strike(kill, victim, random.nextLong(calm * 5 / 4 + 200));
        }
        Result result = new Result(kills, ended, complete, List.copyOf(violations));
        System.out.printf(
                "%d kills: %d backups ended, %d complete, %d violations -> %s%n",
                kills, ended, complete, violations.size(), result.holds() ? "HOLDS" : "VIOLATED");
        violations.forEach(violation -> System.out.println("  " + shortened(List.of(violation))));
        return result;
    }

    private static String shortened(List<String> found) {
        String text = found.toString();
        return text.length() <= 600 ? text : text.substring(0, 600) + "…";
    }

    private long calm() throws Exception {
        long begin = System.nanoTime();
        String backup = cluster.api().createBackup("storm", List.of());
        JsonNode end = cluster.api().awaitBackup(backup, DEADLINE);
        if (!end.path("state").asText().equals("complete")) {
            throw new IllegalStateException("even a backup without a kill is not complete: " + end);
        }
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
    }

    private void strike(int number, ServiceProcess victim, long afterMillis) throws Exception {
        String backup = cluster.api().createBackup("storm", List.of());
        long begin = System.nanoTime();
        TimeUnit.MILLISECONDS.sleep(afterMillis);
        victim.kill9();
        victim.start().awaitReady(Duration.ofMinutes(5)); // a busy machine starts slowly
        String state = "not ended";
        try {
            JsonNode end = cluster.api().awaitBackup(backup, DEADLINE.plus(GRACE));
            state = end.path("state").asText();
            ended++;
            if (state.equals("complete")) {
                complete++;
            }
        } catch (IllegalStateException e) {
            violations.add(backup + " after kill of " + victim.name() + ": " + e.getMessage());
        }
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
        List<String> found = new Leftovers(cluster, source).await(Duration.ofSeconds(90));
        once(backup, found);
        if (state.equals("complete")) {
            compare(backup, found);
        }
        found.forEach(leftover -> violations.add(backup + " after kill of " + victim.name() + ": " + leftover));
        System.out.printf(
                "%3d  kill %-10s after %5d ms: %s in %d ms%s%n",
                number, victim.name(), afterMillis, state, millis, found.isEmpty() ? "" : "  " + shortened(found));
    }

    private void once(String backup, List<String> found) throws InterruptedException {
        JsonNode events = cluster.api()
                .get(cluster.api().catalog(), "/api/events?type=backup.completed&backup=" + backup)
                .body();
        int ends = events.path("items").size();
        if (ends != 1) {
            found.add("backup.completed " + ends + " times");
        }
    }

    private void compare(String backup, List<String> found) throws Exception {
        Path restored =
                Files.createTempDirectory(cluster.directory(), "restored-").resolve("tree");
        found.addAll(Restored.tree(cluster, backup, "tree", tree, restored));
        found.addAll(Restored.database(cluster, backup, "shop", source, "shop-target", target));
    }
}
