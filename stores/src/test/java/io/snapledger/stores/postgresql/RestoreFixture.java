package io.snapledger.stores.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.snapledger.stores.Aftermath;
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
import io.snapledger.stores.StreamSource;
import io.snapledger.stores.command.LocalCommandRunner;
import io.snapledger.testkit.postgres.PostgresServer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A server that is dumped and another one that is restored into. */
abstract class RestoreFixture {

    static PostgresServer from;
    static PostgresServer to;

    @TempDir
    Path scratch;

    LocalCommandRunner commands;
    StoreEngine engine;
    KeptStreams kept = new KeptStreams();
    String user = PostgresServer.USER;

    @BeforeAll
    static void startServers() {
        Assumptions.assumeTrue(PostgresServer.isAvailable(), "no PostgreSQL server is installed");
        Map<String, String> settings = Map.of("wal_level", "logical", "max_prepared_transactions", "5");
        from = PostgresServer.start(settings);
        to = PostgresServer.start(settings);
    }

    @AfterAll
    static void stopServers() {
        if (from != null) {
            from.close();
            to.close();
        }
    }

    @BeforeEach
    void begin() throws Exception {
        SampleDatabases.clear(from);
        SampleDatabases.clear(to);
        commands = new LocalCommandRunner(scratch);
        engine = StoreEngines.load(new EngineContext(commands, Clock.systemUTC()))
                .of("postgresql");
    }

    @AfterEach
    void end() {
        commands.close();
    }

    StoreDefinition store(PostgresServer server) {
        return new StoreDefinition(
                "orders",
                "postgresql",
                Map.of(
                        "port",
                        Integer.toString(server.port()),
                        "username",
                        server == to ? user : PostgresServer.USER,
                        "password",
                        PostgresServer.PASSWORD));
    }

    static Instant later() {
        return Clock.systemUTC().instant().plusSeconds(180);
    }

    SnapshotContent dump() throws Exception {
        kept = new KeptStreams();
        return engine.dump(new DumpRequest(store(from), later()), kept.sink()).content();
    }

    RestoreTarget target(String... options) {
        return only(List.of(), options);
    }

    RestoreTarget only(List<String> paths, String... options) {
        Map<String, String> all = new HashMap<>();
        for (String option : options) {
            String[] pair = option.split("=", 2);
            all.put(pair[0], pair[1]);
        }
        return new RestoreTarget(store(to), all, paths);
    }

    RestorePlan plan(SnapshotContent content, String... options) throws Exception {
        return engine.plan(target(options), content);
    }

    RestoreReport restore(SnapshotContent content, RestoreTarget target, boolean replace, StreamSource source)
            throws Exception {
        return engine.restore(new RestoreRequest("r1", target, content, replace, later()), source, Progress.IGNORED);
    }

    /** Restores over whatever is there; the evidence must hold. */
    RestoreReport restore(SnapshotContent content, String... options) throws Exception {
        return restore(content, target(options));
    }

    RestoreReport restore(SnapshotContent content, RestoreTarget target) throws Exception {
        RestoreReport report = restore(content, target, true, kept.source());
        assertThat(content.evidence().facts())
                .containsAllEntriesOf(report.expected().facts());
        assertThat(Evidence.differences(report.expected(), engine.evidence(target, Optional.of(report.expected()))))
                .isEmpty();
        return report;
    }

    StoreException refused(SnapshotContent content, String... options) {
        return catchThrowableOfType(StoreException.class, () -> restore(content, options));
    }

    Aftermath aftermath() throws Exception {
        return engine.aftermath(target(), "r1");
    }

    static String databases(PostgresServer server) {
        return server.ask(
                "postgres",
                "select string_agg(datname || case when datallowconn then '' else ' (closed)' end, ' ' order by datname)"
                        + " from pg_database where not datistemplate");
    }
}
