package io.snapledger.stores.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.snapledger.stores.DumpReport;
import io.snapledger.stores.DumpRequest;
import io.snapledger.stores.EngineContext;
import io.snapledger.stores.KeptStreams;
import io.snapledger.stores.Progress;
import io.snapledger.stores.RestoreRequest;
import io.snapledger.stores.RestoreTarget;
import io.snapledger.stores.StoreDefinition;
import io.snapledger.stores.StoreEngine;
import io.snapledger.stores.StoreEngines;
import io.snapledger.stores.StoreException;
import io.snapledger.stores.command.LocalCommandRunner;
import io.snapledger.testkit.compare.Outcome;
import io.snapledger.testkit.compare.PostgresComparison;
import io.snapledger.testkit.postgres.PostgresServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random databases over all classes of objects: dumped, restored, and compared by pg_dump's own words and by ordered digests of the rows. */
class PostgresqlCorpusTest {

    private static final int OBJECTS = 120;

    @TempDir
    private Path scratch;

    @Test
    void randomSchemasComeBackAsTheyWere() throws Exception {
        assertThat(roundTrips(1, 24)).as("not restorable").isEmpty();
    }

    @Test
    @Tag("faults")
    void threeHundredRandomSchemasComeBackAsTheyWere() throws Exception {
        for (int seed = 1000; seed < 1300; seed += 20) {
            roundTrips(seed, 20);
        }
    }

    /** What could not be restored, as the backup had announced. */
    private List<String> roundTrips(int firstSeed, int count) throws Exception {
        Assumptions.assumeTrue(PostgresServer.isAvailable(), "no PostgreSQL server is installed");
        try (PostgresServer from = PostgresServer.start(Map.of("wal_level", "logical"));
                PostgresServer to = PostgresServer.start(Map.of("wal_level", "logical"));
                LocalCommandRunner commands = new LocalCommandRunner(scratch.resolve("tools" + firstSeed))) {
            int objects = 0;
            List<String> databases = new ArrayList<>();
            from.run("postgres", "create role app");
            for (int seed = firstSeed; seed < firstSeed + count; seed++) {
                String database = "seed" + seed;
                databases.add(database);
                from.run("postgres", "create database " + database);
                try (Connection connection = from.connect(database)) {
                    objects += new DdlFuzzer(seed, connection, "app").fill(OBJECTS);
                }
            }
            StoreEngine engine = StoreEngines.load(new EngineContext(commands, Clock.systemUTC()))
                    .of("postgresql");
            KeptStreams kept = new KeptStreams();
            DumpReport report = engine.dump(
                    new DumpRequest(store(from), Clock.systemUTC().instant().plus(Duration.ofMinutes(10))),
                    kept.sink());
            assertThat(report.content().missed())
                    .as(report.content().notIncluded().toString())
                    .isZero();
            List<String> different = new ArrayList<>();
            List<String> announced = new ArrayList<>();
            for (String database : databases) {
                String difference = difference(engine, report, kept, from, to, database);
                if (!difference.isEmpty() && isAnnounced(report, database)) {
                    announced.add(database + ": " + difference);
                } else if (!difference.isEmpty()) {
                    different.add(database + ": " + difference);
                }
            }
            assertThat(different).isEmpty();
            System.out.println(count + " random schemas from seed " + firstSeed + ": " + objects + " statements, "
                    + report.content().objects() + " rows, " + announced.size()
                    + " not restorable as the backup had announced, no other difference");
            return announced;
        }
    }

    private static boolean isAnnounced(DumpReport report, String database) {
        return report.warnings().stream().anyMatch(warning -> warning.startsWith("database " + database + ":"));
    }

    /** Restores one database and compares it; empty: equal. */
    private static String difference(
            StoreEngine engine,
            DumpReport report,
            KeptStreams kept,
            PostgresServer from,
            PostgresServer to,
            String database)
            throws Exception {
        RestoreTarget target = new RestoreTarget(store(to), Map.of("analyze", "false", "databases", database));
        Instant deadline = Clock.systemUTC().instant().plus(Duration.ofMinutes(5));
        try {
            engine.restore(
                    new RestoreRequest("corpus-" + database, target, report.content(), true, deadline),
                    kept.source(),
                    Progress.IGNORED);
        } catch (StoreException e) {
            return e.getMessage();
        }
        if (!definitions(to, database).equals(definitions(from, database))) {
            return "pg_dump says other definitions";
        }
        Outcome outcome = PostgresComparison.compare(
                from.url("postgres"), to.url("postgres"), new TreeMap<>(Map.of(database, database)), false);
        return outcome.isEqual() ? "" : outcome.toString();
    }

    private static StoreDefinition store(PostgresServer server) {
        return new StoreDefinition(
                "s",
                "postgresql",
                Map.of(
                        "port",
                        Integer.toString(server.port()),
                        "password",
                        PostgresServer.PASSWORD,
                        "evidence",
                        "digests"));
    }

    /** What pg_dump says of a database, without the lines that hold a random key. */
    private static String definitions(PostgresServer server, String database) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                PostgresServer.binaries().orElseThrow().resolve("pg_dump").toString(),
                "--schema-only",
                "--create",
                "--host=" + server.host(),
                "--port=" + server.port(),
                "--username=" + PostgresServer.USER,
                "--dbname=" + database);
        builder.environment().put("PGPASSWORD", PostgresServer.PASSWORD);
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        String text = new String(builder.start().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(text).contains("PostgreSQL database dump complete");
        return text.replaceAll("(?m)^\\\\(un)?restrict .*$", "");
    }
}
