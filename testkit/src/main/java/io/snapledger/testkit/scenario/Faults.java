package io.snapledger.testkit.scenario;

import io.snapledger.testkit.cluster.Cluster;
import io.snapledger.testkit.faults.LyingTool;
import io.snapledger.testkit.faults.LyingTool.Mode;
import io.snapledger.testkit.faults.SmallDisk;
import io.snapledger.testkit.postgres.PostgresServer;
import io.snapledger.testkit.samples.SampleTree;
import io.snapledger.testkit.scenario.FaultSite.Sources;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * Full and read-only places, tools that lie, a source that dies. Held for each: what cannot be backed up fails with its reason, or
 * waits and is complete later; a store that is well is backed up all the same; what is called complete restores equal; nothing
 * is left behind; and once the fault is gone the next backup is complete.
 *
 * <pre>java -cp … io.snapledger.testkit.scenario.Faults DIRECTORY [FAULT…]</pre>
 */
public final class Faults {

    private static final long ROWS = 300_000;
    private static final long TREE_BYTES = 30_000_000;
    private static final long MIB = 1 << 20;

    /** One fault, played in an installation of its own. */
    private interface Fault {
        List<String> play(String name, Path directory, Sources sources) throws Exception;
    }

    private static final Map<String, Fault> ALL = new LinkedHashMap<>();

    static {
        ALL.put("lying-tool", Faults::lyingTool);
        ALL.put("source-dies", Faults::sourceDies);
        ALL.put("staging-small", Faults::stagingSmall);
        ALL.put("staging-full", Faults::stagingFull);
        ALL.put("repository-read-only", Faults::repositoryReadOnly);
        ALL.put("repository-turns-read-only", Faults::repositoryTurnsReadOnly);
        ALL.put("repository-full", Faults::repositoryFull);
        ALL.put("repository-stays-full", Faults::repositoryStaysFull);
    }

    private Faults() {}

    public static void main(String[] arguments) throws Exception {
        if (arguments.length < 1) {
            System.err.println("usage: Faults DIRECTORY [FAULT…]; faults: " + String.join(", ", ALL.keySet()));
            System.exit(2);
        }
        List<String> chosen = List.of(arguments).subList(1, arguments.length);
        System.exit(Verdict.tell(
                "faults", run(Path.of(arguments[0]), chosen.isEmpty() ? List.copyOf(ALL.keySet()) : chosen)));
    }

    /** @return what was violated */
    public static List<String> run(Path directory, List<String> faults) throws Exception {
        List<String> violations = new ArrayList<>();
        try (PostgresServer source = PostgresServer.start();
                PostgresServer target = PostgresServer.start()) {
            Sources.fill(source, ROWS);
            Path tree = new SampleTree(directory.resolve("tree"), 7).fill(TREE_BYTES);
            for (String fault : faults) {
                System.out.println("--- " + fault);
                violations.addAll(ALL.get(fault)
                        .play(fault, directory.resolve(fault).toAbsolutePath(), new Sources(source, target, tree)));
            }
        }
        return violations;
    }

    /** One lie to the standalone program: what a test has time for. */
    public static List<String> runSmall(Path directory) throws Exception {
        try (PostgresServer source = PostgresServer.start();
                PostgresServer target = PostgresServer.start()) {
            Sources.fill(source, ROWS / 10);
            Path tree = new SampleTree(directory.resolve("tree"), 7).fill(TREE_BYTES / 10);
            return lies(
                    "lying-tool",
                    directory.resolve("site").toAbsolutePath(),
                    new Sources(source, target, tree),
                    Cluster.Builder::standalone,
                    Map.of(Mode.NOTHING, Set.of("trailer-missing", "empty-dump")));
        }
    }

    private static List<String> lyingTool(String name, Path directory, Sources sources) throws Exception {
        Map<Mode, Set<String>> expected = new LinkedHashMap<>();
        expected.put(Mode.NOTHING, Set.of("trailer-missing", "empty-dump"));
        expected.put(Mode.TRUNCATED, Set.of("trailer-missing"));
        expected.put(Mode.FAILING, Set.of("tool-failed"));
        expected.put(Mode.DYING, Set.of("tool-failed"));
        return lies(name, directory, sources, Cluster.Builder::five, expected);
    }

    private static List<String> lies(
            String name,
            Path directory,
            Sources sources,
            Function<Cluster.Builder, Cluster> layout,
            Map<Mode, Set<String>> expected)
            throws Exception {
        LyingTool tool = LyingTool.in(
                directory.resolve("tools"), PostgresServer.binaries().orElseThrow());
        String tools = tool.directory().toString();
        try (FaultSite site = FaultSite.start(
                name, directory, sources, builder -> builder.config("snapledger.stores.shop.tools", tools), layout)) {
            for (Map.Entry<Mode, Set<String>> lie : expected.entrySet()) {
                System.out.println("pg_dump " + lie.getKey());
                tool.be(lie.getKey());
                String backup = site.begin();
                site.end(backup, "partial");
                site.failed(backup, FaultSite.DATABASE, lie.getValue().toArray(String[]::new));
            }
            tool.be(Mode.HONEST);
            return site.afterwards();
        }
    }

    private static List<String> sourceDies(String name, Path directory, Sources sources) throws Exception {
        try (FaultSite site = FaultSite.start(name, directory, sources, builder -> {})) {
            site.slow(2 * MIB);
            String gone = site.begin();
            site.awaitDumping(0);
            site.source.kill();
            site.await("a final failure", () -> site.reasons(gone, "dump.failed", FaultSite.DATABASE)
                    .contains("store-unreachable"));
            site.end(gone, "partial");
            site.failed(gone, FaultSite.DATABASE, "store-unreachable");

            sources.source().restart();
            long before = site.line.passed();
            String again = site.begin();
            site.awaitDumping(before);
            site.source.kill();
            sources.source().restart();
            site.end(again, "complete");
            return site.afterwards();
        }
    }

    private static List<String> stagingSmall(String name, Path directory, Sources sources) throws Exception {
        long quota = 4 * MIB;
        try (FaultSite site = FaultSite.start(
                name,
                directory,
                sources,
                builder -> builder.config("snapledger.dump.staging-quota", Long.toString(quota)))) {
            AtomicLong peak = new AtomicLong();
            String backup = site.begin();
            site.await("the end", () -> {
                peak.accumulateAndGet(FaultSite.bytesBelow(directory.resolve("staging-dump-1")), Math::max);
                return !site.reasons(backup, "backup.completed", null).isEmpty();
            });
            System.out.printf("most bytes seen in staging: %d of %d%n", peak.get(), quota);
            if (peak.get() > quota + MIB / 4) { // journals are not counted
                site.violation("staging held " + peak.get() + " bytes, the quota is " + quota);
            }
            site.end(backup, "complete");
            return site.afterwards();
        }
    }

    /** The disk of staging is full, since nothing is uploaded: the attempt must fail and let go of the source. */
    private static List<String> stagingFull(String name, Path directory, Sources sources) throws Exception {
        if (!SmallDisk.isAvailable()) {
            return List.of();
        }
        try (SmallDisk disk = SmallDisk.mount(directory.resolve("staging-dump-1"), 8 * MIB);
                FaultSite site = FaultSite.start(
                        name, directory, sources, builder -> builder.config("snapledger.dump.max-stall", "PT10S")
                                .config("snapledger.plans.faults.attempts", "1"))) {
            site.slow(2 * MIB);
            String backup = site.begin();
            site.awaitDumping(0);
            site.cluster.member("storage-1").kill9();
            site.fast();
            site.awaitReason(backup, "dump.failed", "staging-stalled");
            site.cluster.member("storage-1").start();
            site.end(backup, "failed", "partial");
            site.failed(backup, FaultSite.TREE, "staging-stalled");
            return site.afterwards();
        }
    }

    /** Read-only before the first byte: the backup must not be complete before somebody mends it. */
    private static List<String> repositoryReadOnly(String name, Path directory, Sources sources) throws Exception {
        if (!SmallDisk.isAvailable()) {
            return List.of();
        }
        try (SmallDisk disk = SmallDisk.mount(directory.resolve("repository"), 500 * MIB);
                FaultSite site = FaultSite.start(name, directory, sources, builder -> {})) {
            site.end(site.begin(), "complete");
            disk.readOnly();
            String backup = site.begin();
            site.await(
                    "a reason",
                    () -> site.reasons(backup, "dump.failed", null).contains("repository-refused")
                            || site.reasons(backup, "upload.failed", null).contains("repository-read-only"));
            disk.writable();
            site.end(backup, "failed", "complete", "partial");
            return site.afterwards();
        }
    }

    /** Read-only in the middle of a dump, and mended once storage-service has complained: complete without a new trigger. */
    private static List<String> repositoryTurnsReadOnly(String name, Path directory, Sources sources) throws Exception {
        if (!SmallDisk.isAvailable()) {
            return List.of();
        }
        try (SmallDisk disk = SmallDisk.mount(directory.resolve("repository"), 500 * MIB);
                FaultSite site = FaultSite.start(name, directory, sources, builder -> {})) {
            site.slow(4 * MIB);
            String backup = site.begin();
            site.awaitDumping(0);
            disk.readOnly();
            site.awaitReason(backup, "upload.failed", "repository-read-only");
            disk.writable();
            site.end(backup, "complete");
            return site.afterwards();
        }
    }

    /** Full in the middle of the uploads, and made larger once storage-service has complained: complete without a new trigger. */
    private static List<String> repositoryFull(String name, Path directory, Sources sources) throws Exception {
        if (!SmallDisk.isAvailable()) {
            return List.of();
        }
        try (SmallDisk disk = SmallDisk.mount(directory.resolve("repository"), 8 * MIB);
                FaultSite site = FaultSite.start(name, directory, sources, builder -> {})) {
            String backup = site.begin();
            site.awaitReason(backup, "upload.failed", "repository-full");
            disk.resize(500 * MIB);
            site.end(backup, "complete");
            return site.afterwards();
        }
    }

    /** Full until no attempt is left: the failure must be told with its reason as soon as anything can be written. */
    private static List<String> repositoryStaysFull(String name, Path directory, Sources sources) throws Exception {
        if (!SmallDisk.isAvailable()) {
            return List.of();
        }
        try (SmallDisk disk = SmallDisk.mount(directory.resolve("repository"), 8 * MIB);
                FaultSite site = FaultSite.start(name, directory, sources, builder -> {})) {
            String backup = site.begin();
            site.awaitReason(backup, "dump.failed", "repository-full");
            disk.resize(500 * MIB);
            site.end(backup, "failed", "partial");
            site.failed(backup, FaultSite.TREE, "repository-full");
            return site.afterwards();
        }
    }
}
