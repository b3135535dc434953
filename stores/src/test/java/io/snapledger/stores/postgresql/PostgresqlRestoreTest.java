package io.snapledger.stores.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.snapledger.stores.DumpRequest;
import io.snapledger.stores.EngineContext;
import io.snapledger.stores.Evidence;
import io.snapledger.stores.KeptStreams;
import io.snapledger.stores.Progress;
import io.snapledger.stores.RestorePlan;
import io.snapledger.stores.RestoreReport;
import io.snapledger.stores.RestoreRequest;
import io.snapledger.stores.RestoreTarget;
import io.snapledger.stores.SnapshotContent;
import io.snapledger.stores.StoreDefinition;
import io.snapledger.stores.StoreEngine;
import io.snapledger.stores.StoreEngines;
import io.snapledger.stores.StoreException;
import io.snapledger.stores.command.LocalCommandRunner;
import io.snapledger.testkit.postgres.PostgresServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Restores into a server in use. */
class PostgresqlRestoreTest {

    private static PostgresServer server;

    @TempDir
    Path scratch;

    private LocalCommandRunner commands;
    private StoreEngine engine;
    private StoreDefinition store;
    private final KeptStreams kept = new KeptStreams();

    @BeforeAll
    static void startServer() {
        Assumptions.assumeTrue(PostgresServer.isAvailable(), "no PostgreSQL server is installed");
        server = PostgresServer.start();
    }

    @AfterAll
    static void stopServer() {
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void fill() throws Exception {
        SampleDatabases.clear(server);
        server.run("postgres", "drop table if exists mine", "create role app login", "create database shop owner app");
        server.run("shop", "create table t as select 1 as one");
        commands = new LocalCommandRunner(scratch);
        engine = StoreEngines.load(new EngineContext(commands, Clock.systemUTC()))
                .of("postgresql");
        store = new StoreDefinition(
                "orders",
                "postgresql",
                Map.of("port", Integer.toString(server.port()), "password", PostgresServer.PASSWORD));
    }

    @AfterEach
    void end() {
        commands.close();
    }

    private static Instant later() {
        return Clock.systemUTC().instant().plusSeconds(120);
    }

    private SnapshotContent dump() throws Exception {
        return engine.dump(new DumpRequest(store, later()), kept.sink()).content();
    }

    private RestoreReport replace(SnapshotContent content, Map<String, String> options) throws Exception {
        RestoreTarget target = new RestoreTarget(store, options);
        RestoreReport report = engine.restore(
                new RestoreRequest("r1", target, content, true, later()), kept.source(), Progress.IGNORED);
        assertThat(Evidence.differences(report.expected(), engine.evidence(target, Optional.of(report.expected()))))
                .isEmpty();
        return report;
    }

    private String databases() {
        return server.ask(
                "postgres",
                "select string_agg(datname, ' ' order by datname) from pg_database where not datistemplate");
    }

    @Test
    void aDatabaseInUseIsReplacedAndItsClientsSentAway() throws Exception {
        SnapshotContent content = dump();
        server.run("shop", "insert into t values (2)", "create table later (n int)");
        try (Connection client = server.connect("shop")) {
            replace(content, Map.of());
            assertThat(client.isValid(5)).isFalse();
        }
        assertThat(server.ask("shop", "select count(*) from t")).isEqualTo("1");
        assertThat(databases()).isEqualTo("postgres shop");
    }

    @Test
    void whatWasReplacedCanBeKept() throws Exception {
        SnapshotContent content = dump();
        replace(content, Map.of("keep-replaced", "true"));
        assertThat(databases()).matches("postgres shop shop__old_[0-9a-f]{10}");
    }

    @Test
    void theMaintenanceDatabaseItselfIsRestored() throws Exception {
        server.run("postgres", "create table mine as select 7 as seven");
        SnapshotContent content = dump();
        server.run("postgres", "drop table mine");
        replace(content, Map.of());
        assertThat(server.ask("postgres", "select seven from mine")).isEqualTo("7");
        server.run("postgres", "drop table mine");
    }

    @Test
    void aRoleThatIsThereIsKeptAndNotExpectedToBeEqual() throws Exception {
        SnapshotContent content = dump();
        server.run("postgres", "alter role app connection limit 3");
        RestoreReport report = replace(content, Map.of());
        assertThat(report.done()).contains(new RestorePlan.Change(RestorePlan.Action.KEEP, "role app"));
        assertThat(server.ask("postgres", "select rolconnlimit from pg_roles where rolname = 'app'"))
                .isEqualTo("3");

        replace(content, Map.of("roles", "replace"));
        assertThat(server.ask("postgres", "select rolconnlimit from pg_roles where rolname = 'app'"))
                .isEqualTo("-1");
    }

    @Test
    void aTryThatDiedInItsSwapHadClosedTheDatabaseWhichTheNextOneOpens() throws Exception {
        SnapshotContent content = dump();
        Beside beside = new Beside("r1");
        String name = Sql.name(beside.newName("shop"));
        server.run(
                "postgres",
                "create role half",
                "create database " + name,
                "comment on database " + name + " is " + Sql.literal(beside.mark("shop", java.util.List.of("half"))),
                "alter database shop with allow_connections false");
        replace(content, Map.of());
        assertThat(databases()).isEqualTo("postgres shop");
        assertThat(server.ask("shop", "select count(*) from t")).isEqualTo("1");
        assertThat(server.ask("postgres", "select count(*) from pg_roles where rolname = 'half'"))
                .isEqualTo("0");
    }

    @Test
    void anOlderServerIsRefused() throws Exception {
        SnapshotContent content = dump();
        SortedMap<String, String> newer = new TreeMap<>(content.details());
        newer.put("server-version-number", "170002");
        SnapshotContent ofNewer = new SnapshotContent(
                content.kind(),
                content.toolVersion(),
                "PostgreSQL 17.2",
                content.streams(),
                content.evidence(),
                content.objects(),
                newer,
                content.notIncluded());
        assertThat(engine.plan(new RestoreTarget(store, Map.of()), ofNewer).blockers())
                .anyMatch(blocker -> blocker.contains("restoring into an older server is not supported"));
        StoreException refused = catchThrowableOfType(StoreException.class, () -> replace(ofNewer, Map.of()));
        assertThat(refused.reason()).isEqualTo(StoreException.Reason.BLOCKED);
    }

    @Test
    void aServerKilledInTheMiddleOfADumpIsToldAsUnreachable() throws Exception {
        server.run(
                "shop", "create table big as select repeat(md5(g::text), 100) as x from generate_series(1, 20000) g");
        boolean[] killed = {false};
        StoreException gone = catchThrowableOfType(
                StoreException.class,
                () -> engine.dump(new DumpRequest(store, later()), name -> new java.io.OutputStream() {
                    @Override
                    public void write(int b) {}

                    @Override
                    public void write(byte[] bytes, int offset, int length) {
                        if (name.equals("shop.dump") && !killed[0]) {
                            killed[0] = true;
                            server.kill();
                        }
                    }
                }));
        try {
            assertThat(killed[0]).isTrue();
            assertThat(gone).as("the dump of a server that was killed").isNotNull();
            assertThat(gone.reason()).isEqualTo(StoreException.Reason.UNREACHABLE);
        } finally {
            server.restart();
        }
    }
}
