package io.snapledger.stores.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.snapledger.stores.DumpRequest;
import io.snapledger.stores.EngineContext;
import io.snapledger.stores.Evidence;
import io.snapledger.stores.KeptStreams;
import io.snapledger.stores.Probe;
import io.snapledger.stores.Progress;
import io.snapledger.stores.RestoreReport;
import io.snapledger.stores.RestoreRequest;
import io.snapledger.stores.RestoreTarget;
import io.snapledger.stores.SnapshotContent;
import io.snapledger.stores.StoreDefinition;
import io.snapledger.stores.StoreEngine;
import io.snapledger.stores.StoreEngines;
import io.snapledger.stores.command.LocalCommandRunner;
import io.snapledger.testkit.postgres.PostgresServer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.BiPredicate;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Versions of PostgreSQL that this machine has, as sources and targets of each other. */
class PostgresqlVersionsTest {

    @TempDir
    private Path scratch;

    @Test
    void everyVersionIsRestoredIntoItselfAndIntoTheNewest() throws Exception {
        SortedMap<Integer, Path> installations = several();
        matrix(installations, (from, to) -> from.equals(to) || to.equals(installations.lastKey()));
    }

    @Test
    @Tag("faults")
    void everyVersionIsRestoredIntoEachThatIsNotOlder() throws Exception {
        matrix(several(), (from, to) -> from <= to);
    }

    private static SortedMap<Integer, Path> several() {
        SortedMap<Integer, Path> installations = PostgresServer.installations();
        if (installations.size() < 2) {
            System.out.println("skipped: only PostgreSQL " + installations.keySet() + " is there; "
                    + PostgresServer.MORE + " may name a directory with more, each as <major>/bin");
        }
        Assumptions.assumeTrue(installations.size() > 1, "only one version of PostgreSQL is there");
        return installations;
    }

    private void matrix(SortedMap<Integer, Path> installations, BiPredicate<Integer, Integer> chosen) throws Exception {
        for (int major : installations.keySet()) {
            try (PostgresServer from = PostgresServer.start(installations.get(major), Map.of());
                    LocalCommandRunner commands = new LocalCommandRunner(scratch.resolve("tools" + major))) {
                SampleDatabases.fill(from);
                StoreEngine engine = StoreEngines.load(new EngineContext(commands, Clock.systemUTC()))
                        .of("postgresql");
                StoreDefinition source = store(from, installations.get(major));
                assertThat(engine.probe(source)).matches(Probe::ready);
                KeptStreams kept = new KeptStreams();
                SnapshotContent content = engine.dump(new DumpRequest(source, soon()), kept.sink())
                        .content();
                assertThat(content.missed()).isZero();
                for (int target : installations.keySet()) {
                    if (chosen.test(major, target)) {
                        restore(engine, content, kept, installations.get(target));
                        System.out.println("PostgreSQL " + major + ": restored into " + target);
                    }
                }
            }
        }
    }

    private static void restore(StoreEngine engine, SnapshotContent content, KeptStreams kept, Path binaries)
            throws Exception {
        try (PostgresServer to = PostgresServer.start(binaries, Map.of())) {
            RestoreTarget target = new RestoreTarget(store(to, binaries), Map.of());
            RestoreReport report = engine.restore(
                    new RestoreRequest("versions", target, content, false, soon()), kept.source(), Progress.IGNORED);
            assertThat(Evidence.differences(report.expected(), engine.evidence(target, Optional.of(report.expected()))))
                    .isEmpty();
        }
    }

    private static StoreDefinition store(PostgresServer server, Path tools) {
        return new StoreDefinition(
                "s",
                "postgresql",
                Map.of(
                        "port",
                        Integer.toString(server.port()),
                        "password",
                        PostgresServer.PASSWORD,
                        "tools",
                        tools.toString(),
                        "evidence",
                        "digests"));
    }

    private static Instant soon() {
        return Clock.systemUTC().instant().plus(Duration.ofMinutes(3));
    }
}
