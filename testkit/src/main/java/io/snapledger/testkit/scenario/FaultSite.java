package io.snapledger.testkit.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import io.snapledger.testkit.cluster.Cluster;
import io.snapledger.testkit.cluster.Stores;
import io.snapledger.testkit.faults.SlowLine;
import io.snapledger.testkit.postgres.PostgresServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/** An installation with a database and a tree to back up, and what every fault is judged by. */
final class FaultSite implements AutoCloseable {

    static final String DATABASE = "shop";
    static final String TREE = "tree";
    static final int ATTEMPTS = 2;
    private static final long FAST = 1L << 40;
    private static final Duration LIMIT = Duration.ofMinutes(5);

    final Cluster cluster;
    final PostgresServer source;
    final SlowLine line;
    private final PostgresServer target;
    private final Path tree;
    private final String fault;
    private final List<String> violations = new ArrayList<>();

    private FaultSite(
            String fault, Cluster cluster, PostgresServer source, PostgresServer target, SlowLine line, Path tree) {
        this.fault = fault;
        this.cluster = cluster;
        this.source = source;
        this.target = target;
        this.line = line;
        this.tree = tree;
    }

    /** What the faults share: servers and a tree that are filled once. */
    record Sources(PostgresServer source, PostgresServer target, Path tree) {

        static void fill(PostgresServer source, long rows) {
            source.run("postgres", "create database " + DATABASE);
            source.run(
                    DATABASE,
                    "create table orders (id bigserial primary key, customer text not null, note text)",
                    "insert into orders (customer, note) select 'customer ' || (i % 997), md5(i::text)"
                            + " from generate_series(1, " + rows + ") i");
        }
    }

    /** Starts it as five processes. @param configure adds settings */
    static FaultSite start(String fault, Path directory, Sources sources, Consumer<Cluster.Builder> configure)
            throws InterruptedException {
        return start(fault, directory, sources, configure, Cluster.Builder::five);
    }

    /** @param layout one process, or five and a broker */
    static FaultSite start(
            String fault,
            Path directory,
            Sources sources,
            Consumer<Cluster.Builder> configure,
            Function<Cluster.Builder, Cluster> layout)
            throws InterruptedException {
        SlowLine line = SlowLine.to(sources.source().port(), FAST);
        Cluster.Builder builder = Cluster.in(directory);
        Stores.database(builder, DATABASE, sources.source(), DATABASE);
        Stores.files(builder, TREE, sources.tree());
        Stores.postgresql(builder, "target", sources.target());
        builder.config("snapledger.stores.shop.port", Integer.toString(line.port()))
                .config("snapledger.plans.faults.stores", DATABASE + "," + TREE)
                .config("snapledger.plans.faults.repository", "local")
                .config("snapledger.plans.faults.attempts", Integer.toString(ATTEMPTS))
                .config("snapledger.plans.faults.deadline", "PT10M")
                .config("snapledger.timing.dead-after", "PT20S")
                .config("snapledger.timing.heartbeat", "PT3S")
                .config("snapledger.timing.retry-after", "PT2S");
        configure.accept(builder);
        Cluster cluster = layout.apply(builder).start();
        return new FaultSite(fault, cluster, sources.source(), sources.target(), line, sources.tree());
    }

    /** Asks for a backup. */
    String begin() throws InterruptedException {
        return cluster.api().createBackup("faults", List.of());
    }

    /** Lets so many bytes a second through from the database, from now on. */
    void slow(long bytesPerSecond) {
        line.rate(bytesPerSecond);
    }

    void fast() {
        line.rate(FAST);
    }

    /** Waits until a good deal of the database has been dumped since. */
    void awaitDumping(long since) throws InterruptedException {
        await("the dump is under way", () -> line.passed() > since + 500_000);
    }

    void await(String what, BooleanSupplier condition) throws InterruptedException {
        long until = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > until) {
                throw new IllegalStateException("not within " + LIMIT + ": " + what);
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    /** Waits until an event of the type gives one of the reasons. */
    void awaitReason(String backup, String type, String... reasons) throws InterruptedException {
        await(type + " with " + List.of(reasons), () -> {
            Set<String> found = reasons(backup, type, null);
            found.retainAll(Set.of(reasons));
            return !found.isEmpty();
        });
    }

    /** Reasons that events of a type give, of one store or of all. */
    Set<String> reasons(String backup, String type, String store) {
        try {
            Set<String> reasons = new TreeSet<>();
            for (JsonNode event : new Ledger(cluster, backup).events(type)) {
                if (store == null || event.path("store").asText().equals(store)) {
                    reasons.add(event.path("data").path("reason").asText());
                }
            }
            return reasons;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The end of a backup must be one of these states, be told once, and what is complete must restore equal. */
    String end(String backup, String... states) throws Exception {
        JsonNode end = cluster.api().awaitBackup(backup, LIMIT);
        String state = end.path("state").asText();
        Ledger ledger = new Ledger(cluster, backup);
        System.out.printf("%s: %s%n%s", fault, state, ledger.story());
        if (!List.of(states).contains(state)) {
            violation("ended " + state + ", expected " + List.of(states) + ": " + end);
        }
        if (ledger.events("backup.completed").size() != 1) {
            violation("backup.completed " + ledger.events("backup.completed").size() + " times");
        }
        Set<String> committed = ledger.stores("upload.finished");
        if (state.equals("complete") && committed.size() != 2) {
            violation("complete, but committed are only " + committed);
        }
        restore(backup, committed);
        return state;
    }

    private void restore(String backup, Set<String> stores) throws Exception {
        if (stores.contains(DATABASE)) {
            Restored.oneDatabase(cluster, backup, DATABASE, source, DATABASE, "target", target)
                    .forEach(this::violation);
        }
        if (stores.contains(TREE)) {
            Path into =
                    Files.createTempDirectory(cluster.directory(), "restored-").resolve(TREE);
            Restored.tree(cluster, backup, TREE, tree, into).forEach(this::violation);
        }
    }

    /** A store must have failed for good with one of these reasons. */
    void failed(String backup, String store, String... reasons) throws InterruptedException {
        Set<String> given = new TreeSet<>();
        for (JsonNode event : new Ledger(cluster, backup).events("dump.failed")) {
            JsonNode data = event.path("data");
            if (event.path("store").asText().equals(store) && data.path("final").asBoolean()) {
                given.add(data.path("reason").asText());
            }
        }
        if (given.size() != 1 || !List.of(reasons).containsAll(given)) {
            violation(store + " failed for " + given + ", expected " + List.of(reasons));
        }
        if (new Ledger(cluster, backup).stores("upload.finished").contains(store)) {
            violation(store + " failed and is committed");
        }
    }

    /** After the fault: nothing is left of it, and the next backup is complete and restores equal. */
    List<String> afterwards() throws Exception {
        fast();
        new Leftovers(cluster, source).await(Duration.ofSeconds(120)).forEach(this::violation);
        end(begin(), "complete");
        new Leftovers(cluster, source).await(Duration.ofSeconds(120)).forEach(this::violation);
        return violations;
    }

    void violation(String what) {
        violations.add(fault + ": " + what);
    }

    /** Bytes of all files below a directory; files come and go meanwhile. */
    static long bytesBelow(Path directory) {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.mapToLong(file -> file.toFile().isFile() ? file.toFile().length() : 0)
                    .sum();
        } catch (IOException | UncheckedIOException e) {
            return 0;
        }
    }

    @Override
    public void close() {
        cluster.close();
        line.close();
    }
}
