package io.snapledger.testkit.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import io.snapledger.testkit.cluster.Cluster;
import io.snapledger.testkit.cluster.ClusterApi.Answer;
import io.snapledger.testkit.cluster.ServiceProcess;
import io.snapledger.testkit.cluster.Stores;
import io.snapledger.testkit.faults.SlowLine;
import io.snapledger.testkit.postgres.PostgresServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The broker is killed with SIGKILL while two dumps run, and stays away: one of them ends meanwhile, the other one after the broker
 * is back. Held: no other process ends; whoever asks for a backup meanwhile is told 503; both are completed by their first
 * attempt, and dumped once by the count of the PostgreSQL server; the next backup is complete as well; both restore equal, and
 * nothing is left behind. If the broker is away for longer than {@link #SAME_ATTEMPT}, the backup may also fail with its reason.
 *
 * <pre>java -cp … io.snapledger.testkit.scenario.BrokerAway DIRECTORY SECONDS [ROWS]</pre>
 */
public final class BrokerAway {

    /** So long an absence must not cost an attempt. */
    private static final Duration SAME_ATTEMPT = Duration.ofMinutes(2);

    private static final Duration AFTERWARDS = Duration.ofSeconds(30);
    private static final Duration LIMIT = Duration.ofMinutes(15);
    private static final long FAST = 1L << 40;
    private static final String TABLE = "public.orders";

    private final Cluster cluster;
    private final Sources sources;
    private final Duration away;
    private final List<String> violations = new ArrayList<>();

    /** One server with two databases, each reached by a line of its own, and a server to restore into. */
    private record Sources(PostgresServer server, PostgresServer target, Map<String, SlowLine> lines) {}

    private BrokerAway(Cluster cluster, Sources sources, Duration away) {
        this.cluster = cluster;
        this.sources = sources;
        this.away = away;
    }

    public static void main(String[] arguments) throws Exception {
        if (arguments.length < 2) {
            System.err.println("usage: BrokerAway DIRECTORY SECONDS [ROWS]");
            System.exit(2);
        }
        Duration away = Duration.ofSeconds(Long.parseLong(arguments[1]));
        long rows = arguments.length > 2 ? Long.parseLong(arguments[2]) : 1_000_000;
        System.exit(Verdict.tell("broker away for " + away, run(Path.of(arguments[0]), away, rows)));
    }

    /** @return what was violated */
    public static List<String> run(Path directory, Duration away, long rows) throws Exception {
        try (PostgresServer server = PostgresServer.start(ServerLog.SETTINGS);
                PostgresServer target = PostgresServer.start()) {
            long bytes = fill(server, "meanwhile", rows);
            fill(server, "afterwards", rows);
            long seconds = away.toSeconds();
            try (SlowLine meanwhile = SlowLine.to(server.port(), bytes / (seconds / 2 + 10));
                    SlowLine afterwards = SlowLine.to(server.port(), bytes / (seconds + AFTERWARDS.toSeconds()))) {
                Sources sources = new Sources(server, target, Map.of("meanwhile", meanwhile, "afterwards", afterwards));
                try (Cluster cluster = cluster(directory, sources)) {
                    cluster.start();
                    return new BrokerAway(cluster, sources, away).story();
                }
            }
        }
    }

    /** Returns about how many bytes its dump has on the line. */
    private static long fill(PostgresServer server, String database, long rows) {
        server.run("postgres", "create database " + database);
        server.run(
                database,
                "create table orders (id bigserial primary key, customer text not null, note text)",
                "insert into orders (customer, note) select 'customer ' || (i % 997), md5('" + database
                        + "' || i) from generate_series(1, " + rows + ") i");
        return Long.parseLong(server.ask(database, "select sum(length(o::text)) from orders o"));
    }

    private static Cluster cluster(Path directory, Sources sources) {
        Cluster.Builder builder = Cluster.in(directory);
        sources.lines().forEach((name, line) -> {
            Stores.database(builder, name, sources.server(), name);
            builder.config("snapledger.stores." + name + ".port", Integer.toString(line.port()));
        });
        Stores.postgresql(builder, "target", sources.target());
        return builder.config(
                        "snapledger.plans.away.stores",
                        String.join(",", sources.lines().keySet()))
                .config("snapledger.plans.away.repository", "local")
                .five();
    }

    private List<String> story() throws Exception {
        String backup = cluster.api().createBackup("away", List.of());
        awaitBytes();
        long begin = System.nanoTime();
        takeBrokerAway();
        JsonNode end = cluster.api().awaitBackup(backup, LIMIT);
        System.out.printf(
                "backup %s ended %s, %d s after the broker was back%n",
                backup,
                end.path("state").asText(),
                TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin) - away.toSeconds());
        boolean complete = end.path("state").asText().equals("complete");
        check(new Ledger(cluster, backup), end, complete);

        sources.lines().values().forEach(line -> line.rate(FAST));
        String next = cluster.api().createBackup("away", List.of());
        JsonNode nextEnd = cluster.api().awaitBackup(next, LIMIT);
        System.out.printf(
                "the next backup %s ended %s%n", next, nextEnd.path("state").asText());
        if (!nextEnd.path("state").asText().equals("complete")) {
            violations.add("the next backup is not complete: " + nextEnd);
        }
        violations.addAll(new Leftovers(cluster, sources.server()).await(Duration.ofSeconds(120)));
        for (String each : complete ? List.of(backup, next) : List.of(next)) {
            for (String store : sources.lines().keySet()) {
                violations.addAll(Restored.oneDatabase(
                        cluster, each, store, sources.server(), store, "target", sources.target()));
            }
        }
        return violations;
    }

    private void awaitBytes() throws InterruptedException {
        long until = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (sources.lines().values().stream().anyMatch(line -> line.passed() < 500_000)) {
            if (System.nanoTime() > until) {
                throw new IllegalStateException("the dumps do not begin");
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private void takeBrokerAway() throws InterruptedException {
        ServiceProcess broker = cluster.member("broker");
        broker.kill9();
        System.out.printf("broker away, %s%n", passed());
        long back = System.nanoTime() + away.toNanos();
        Answer refused = cluster.api().post(cluster.api().scheduler(), "/api/backups", Map.of("plan", "away"));
        if (refused.status() != 503) {
            violations.add("a backup asked for without a broker is answered " + refused);
        }
        TimeUnit.NANOSECONDS.sleep(Math.max(0, back - System.nanoTime()));
        System.out.printf("broker comes back, %s%n", passed());
        cluster.members().stream()
                .filter(member -> member != broker && !member.isAlive())
                .forEach(member -> violations.add(member.name() + " has ended: " + member.logTail()));
        broker.start().awaitReady(Duration.ofSeconds(60));
    }

    private String passed() {
        StringBuilder text = new StringBuilder("bytes dumped:");
        sources.lines()
                .forEach((name, line) ->
                        text.append(' ').append(name).append(' ').append(line.passed()));
        return text.toString();
    }

    private void check(Ledger ledger, JsonNode end, boolean complete) throws InterruptedException {
        System.out.print(ledger.story());
        if (!complete) {
            if (away.compareTo(SAME_ATTEMPT) <= 0) {
                violations.add("the backup is not complete: " + end);
            } else if (ledger.events("dump.failed").stream()
                    .noneMatch(event -> event.path("data").path("final").asBoolean())) {
                violations.add("the backup failed without a reason: " + end);
            }
        }
        for (String store : sources.lines().keySet()) {
            long dumps = ServerLog.dumps(sources.server(), store, TABLE);
            long attempts = ledger.events("dump.requested").stream()
                    .filter(event -> event.path("store").asText().equals(store))
                    .count();
            System.out.printf("%s: %d attempts requested, %d dumps at the server%n", store, attempts, dumps);
            if (away.compareTo(SAME_ATTEMPT) <= 0 && (attempts != 1 || dumps != 1)) {
                violations.add(store + " took " + attempts + " attempts and " + dumps + " dumps at the server");
            }
        }
        int ends = ledger.events("backup.completed").size();
        if (ends != 1) {
            violations.add("backup.completed " + ends + " times");
        }
    }
}
