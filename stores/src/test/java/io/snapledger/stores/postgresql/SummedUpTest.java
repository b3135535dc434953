package io.snapledger.stores.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.snapledger.stores.DumpRequest;
import io.snapledger.stores.EngineContext;
import io.snapledger.stores.Evidence;
import io.snapledger.stores.KeptStreams;
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
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Facts that are too many to be told one by one still prove a restore, and still find what is different. */
class SummedUpTest {

    private static final String ROOT = "database/shop/";

    private static PostgresServer server;

    @TempDir
    Path scratch;

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

    private static SortedMap<String, String> many(int tables) {
        SortedMap<String, String> facts = new TreeMap<>();
        for (int i = 0; i < tables; i++) {
            facts.put(ROOT + "table/s" + i % 10 + "/t" + i + "/rows", Integer.toString(i));
            facts.put(ROOT + "sequence/s" + i % 10 + "/q" + i, "1");
            facts.put(ROOT + "grants/relation/s" + i % 10 + "/t" + i, "owner " + (i % 2 == 0 ? "app" : "other"));
        }
        facts.put(ROOT + "grants/schema//public", "owner app");
        facts.put(ROOT + "count/functions", "3");
        return facts;
    }

    @Test
    void whatHasRoomIsToldOneByOne() {
        SortedMap<String, String> facts = many(1000);
        assertThat(SummedUp.within(facts.size(), facts, "shop")).isEqualTo(facts);
    }

    @Test
    void twentyThousandTablesAreToldBySchemaOrByDatabase() {
        SortedMap<String, String> facts = many(20_000);
        SortedMap<String, String> bySchema = SummedUp.within(Evidence.MOST_FACTS, facts, "shop");
        SortedMap<String, String> byDatabase = SummedUp.within(10, facts, "shop");

        assertThat(bySchema).hasSize(10 + 10 + 10 + 2 + 1).containsKeys(ROOT + "table/s3", ROOT + "sequence/s9");
        assertThat(byDatabase).hasSize(1 + 1 + 2 + 2 + 1).containsKeys(ROOT + "table", ROOT + "sequence");
        assertThat(bySchema).containsEntry(ROOT + "count/functions", "3").containsKey(ROOT + "grants/schema//public");
        assertThat(byDatabase.values()).anyMatch(value -> value.startsWith("owner other, 10000 facts "));
        assertThat(SummedUp.as(new Evidence(bySchema), facts, "shop")).isEqualTo(bySchema);
        assertThat(SummedUp.as(new Evidence(byDatabase), facts, "shop")).isEqualTo(byDatabase);
    }

    @Test
    void oneChangeChangesASum() {
        SortedMap<String, String> facts = many(20_000);
        SortedMap<String, String> before = SummedUp.within(1000, facts, "shop");
        facts.put(ROOT + "table/s7/t7/rows", "8");
        assertThat(Evidence.differences(
                        new Evidence(before), new Evidence(SummedUp.as(new Evidence(before), facts, "shop"))))
                .extracting(Evidence.Difference::fact)
                .containsExactly(ROOT + "table/s7");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aRestoreIsProvedBySums(boolean widely) throws Exception {
        SampleDatabases.clear(server);
        server.run("postgres", "drop role if exists app", "create role app login", "create database shop owner app");
        server.run(
                "shop",
                "create schema a",
                "create table a.t as select g as n from generate_series(1, 5) g",
                "create table a.u as select 1 as n",
                "create sequence a.q",
                "create table public.t as select 1 as n",
                "grant select on a.t to app");
        StoreDefinition store = new StoreDefinition(
                "orders",
                "postgresql",
                Map.of("port", Integer.toString(server.port()), "password", PostgresServer.PASSWORD));
        KeptStreams kept = new KeptStreams();
        try (LocalCommandRunner commands = new LocalCommandRunner(scratch)) {
            StoreEngine engine = StoreEngines.load(new EngineContext(commands, Clock.systemUTC()))
                    .of("postgresql");
            SnapshotContent content = summed(
                    engine.dump(new DumpRequest(store, later()), kept.sink()).content(), widely);

            assertProved(engine, new RestoreTarget(store, Map.of()), content, kept);
            RestoreTarget leaving = new RestoreTarget(store, Map.of("skip", "TABLE DATA a u"));
            assertProved(engine, leaving, content, kept);
            RestoreTarget schema = new RestoreTarget(store, Map.of("rename-suffix", "_2"), List.of("shop/a"));
            assertProved(engine, schema, content, kept);

            assertProved(engine, new RestoreTarget(store, Map.of()), content, kept);
            server.run("shop", "insert into a.t values (6)");
            RestoreTarget whole = new RestoreTarget(store, Map.of());
            assertThat(Evidence.differences(
                            content.evidence(), engine.evidence(whole, Optional.of(content.evidence()))))
                    .extracting(Evidence.Difference::fact)
                    .singleElement()
                    .asString()
                    .startsWith(ROOT + "table");
        }
    }

    private static void assertProved(
            StoreEngine engine, RestoreTarget target, SnapshotContent content, KeptStreams kept) throws Exception {
        RestoreReport report = engine.restore(
                new RestoreRequest("r1", target, content, true, later()), kept.source(), Progress.IGNORED);
        assertThat(report.expected().facts()).isNotEmpty();
        assertThat(Evidence.differences(report.expected(), engine.evidence(target, Optional.of(report.expected()))))
                .isEmpty();
    }

    private static SnapshotContent summed(SnapshotContent content, boolean widely) {
        SortedMap<String, String> facts = new TreeMap<>(content.evidence().facts());
        SortedMap<String, String> shop = new TreeMap<>(content.evidence().below("database/shop"));
        facts.keySet().removeAll(shop.keySet());
        SortedMap<String, String> told = SummedUp.within(widely ? 1 : shop.size() - 1, shop, "shop");
        assertThat(told).hasSizeLessThan(shop.size()).containsEntry(ROOT + "summed-up", widely ? "DATABASE" : "SCHEMA");
        facts.putAll(told);
        return new SnapshotContent(
                content.kind(),
                content.toolVersion(),
                content.serverVersion(),
                content.streams(),
                new Evidence(facts),
                content.objects(),
                content.details(),
                content.notIncluded());
    }

    private static Instant later() {
        return Clock.systemUTC().instant().plusSeconds(120);
    }
}
