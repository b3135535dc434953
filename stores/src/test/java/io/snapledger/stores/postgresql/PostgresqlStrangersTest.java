package io.snapledger.stores.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.snapledger.stores.DumpReport;
import io.snapledger.stores.DumpRequest;
import io.snapledger.stores.EngineContext;
import io.snapledger.stores.Evidence;
import io.snapledger.stores.KeptStreams;
import io.snapledger.stores.Probe;
import io.snapledger.stores.RestoreTarget;
import io.snapledger.stores.StoreDefinition;
import io.snapledger.stores.StoreEngine;
import io.snapledger.stores.StoreEngines;
import io.snapledger.stores.command.LocalCommandRunner;
import io.snapledger.testkit.postgres.PostgresServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A superuser probes, dumps, plans and compares a server where {@link Traps} are laid, and sets none of them off. */
class PostgresqlStrangersTest {

    private static final String EVIL = "evil\"; select 'x' --";

    @TempDir
    private Path scratch;

    private static PostgresServer server;

    @BeforeAll
    static void plant() throws Exception {
        Assumptions.assumeTrue(PostgresServer.isAvailable(), "no PostgreSQL server is installed");
        server = PostgresServer.start();
        Traps.plant(server, EVIL);
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void aSuperuserWhoReadsADatabaseOfTrapsSetsNoneOff() throws Exception {
        assertThat(planted("pg_operator where oprnamespace")).isGreaterThan(600);
        assertThat(planted("pg_proc where pronamespace")).isGreaterThan(2000);
        try (LocalCommandRunner commands = new LocalCommandRunner(scratch.resolve("tools"))) {
            StoreEngine engine = StoreEngines.load(new EngineContext(commands, Clock.systemUTC()))
                    .of("postgresql");
            StoreDefinition store = new StoreDefinition(
                    "s",
                    "postgresql",
                    Map.of(
                            "port",
                            Integer.toString(server.port()),
                            "password",
                            PostgresServer.PASSWORD,
                            "evidence",
                            "digests"));
            KeptStreams kept = new KeptStreams();

            Probe probe = engine.probe(store);
            DumpReport report = engine.dump(
                    new DumpRequest(store, Clock.systemUTC().instant().plus(Duration.ofMinutes(3))), kept.sink());
            engine.plan(new RestoreTarget(store, Map.of("rename-suffix", "_r")), report.content());
            Evidence live = engine.evidence(
                    new RestoreTarget(store, Map.of()),
                    Optional.of(report.content().evidence()));

            assertThat(server.log()).doesNotContain(Traps.SPRUNG);
            assertThat(probe).matches(Probe::ready);
            assertThat(report.content().missed()).isZero();
            assertThat(Evidence.differences(report.content().evidence(), live)).isEmpty();
        }
        whoLooksWithoutCareIsCaught();
    }

    private static long planted(String what) throws Exception {
        try (Connection connection = patient();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("select pg_catalog.count(*) from pg_catalog." + what
                        + " operator(pg_catalog.=) 'public'::pg_catalog.regnamespace")) {
            result.next();
            return result.getLong(1);
        }
    }

    /** A session that the database's time-outs do not end, and that is careless otherwise. */
    private static Connection patient() throws SQLException {
        return DriverManager.getConnection(
                server.url(EVIL) + "&options=-c%20role=none%20-c%20statement_timeout=0%20-c%20idle_session_timeout=0");
    }

    /** The traps work: a query without a pinned search_path sets one off. */
    private static void whoLooksWithoutCareIsCaught() throws Exception {
        try (Connection connection = patient();
                Statement statement = connection.createStatement()) {
            statement.execute("select 1 from pg_catalog.pg_class c where c.relname = 'pg_class'::pg_catalog.name");
        }
        assertThat(server.log()).contains(Traps.SPRUNG);
    }
}
