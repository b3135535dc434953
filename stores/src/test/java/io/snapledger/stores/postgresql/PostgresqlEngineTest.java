package io.snapledger.stores.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.snapledger.stores.DumpRequest;
import io.snapledger.stores.Evidence;
import io.snapledger.stores.KeptStreams;
import io.snapledger.stores.Progress;
import io.snapledger.stores.RestoreReport;
import io.snapledger.stores.RestoreRequest;
import io.snapledger.stores.RestoreTarget;
import io.snapledger.stores.SnapshotContent;
import io.snapledger.stores.StoreDefinition;
import io.snapledger.stores.StoreEngineContract;
import io.snapledger.stores.StoreException;
import io.snapledger.stores.StoreException.Reason;
import io.snapledger.testkit.compare.Outcome;
import io.snapledger.testkit.compare.PostgresComparison;
import io.snapledger.testkit.postgres.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PostgresqlEngineTest extends StoreEngineContract {

    private static PostgresServer from;
    private static PostgresServer to;
    private static boolean fromIsDirty;

    private boolean removed;
    private final Map<String, String> extra = new HashMap<>();

    @BeforeAll
    static void startServers() {
        Assumptions.assumeTrue(PostgresServer.isAvailable(), "no PostgreSQL server is installed");
        from = PostgresServer.start();
        to = PostgresServer.start();
        SampleDatabases.fill(from);
    }

    @AfterAll
    static void stopServers() {
        if (from != null) {
            from.close();
            to.close();
        }
    }

    @Override
    protected void prepare() {
        extra.clear();
        SampleDatabases.clear(to);
        if (fromIsDirty) {
            SampleDatabases.clear(from);
            SampleDatabases.fill(from);
            fromIsDirty = false;
        }
    }

    @Override
    protected StoreDefinition source() {
        StoreDefinition definition = definition("orders", from);
        if (!removed) {
            return definition;
        }
        Map<String, String> nowhere = new HashMap<>(definition.options());
        nowhere.put("port", "1"); // nobody listens there
        return new StoreDefinition("orders", "postgresql", nowhere);
    }

    @Override
    protected RestoreTarget target() {
        return new RestoreTarget(definition("restored", to), Map.of());
    }

    private StoreDefinition definition(String name, PostgresServer server) {
        Map<String, String> options = new HashMap<>(extra);
        options.put("port", Integer.toString(server.port()));
        options.put("password", PostgresServer.PASSWORD);
        return new StoreDefinition(name, "postgresql", options);
    }

    @Override
    protected Outcome compareIndependently() throws Exception {
        return PostgresComparison.compare(from.url("postgres"), to.url("postgres"));
    }

    @Override
    protected void changeOneThing() {
        fromIsDirty = true;
        from.run("shop", "insert into shop.cache values (2)");
    }

    @Override
    protected void occupyTarget() {
        to.run("postgres", "create database shop");
        to.run("shop", "create table before as select 1 as one");
    }

    @Override
    protected String fingerprintOfTarget() {
        String shop = to.ask("postgres", "select count(*) from pg_database where datname = 'shop'")
                        .equals("1")
                ? to.ask(
                        "shop",
                        "select coalesce(string_agg(relname, ' ' order by relname), '') from pg_class c join"
                                + " pg_namespace n on n.oid = relnamespace where nspname !~ '^pg_' and nspname <> 'information_schema'")
                : "no shop";
        return shop
                + to.ask(
                        "postgres", "select string_agg(datname || datallowconn, ' ' order by datname) from pg_database")
                + to.ask("postgres", "select string_agg(rolname, ' ' order by rolname) from pg_roles");
    }

    @Override
    protected void removeSource() {
        removed = true;
    }

    @Test
    void noTransactionAndNoConnectionStaysAfterADump() throws Exception {
        dump(new KeptStreams());
        assertThat(
                        from.ask(
                                "postgres",
                                "select count(*) from pg_stat_activity where application_name = 'snapledger' and state <> 'idle'"))
                .isEqualTo("0");
    }

    @Test
    void countsAreThoseOfTheDumpWhileRowsAreWritten() throws Exception {
        fromIsDirty = true;
        Thread writer = new Thread(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                from.run("shop", "insert into shop.orders (name) select 'late' from generate_series(1, 50)");
            }
        });
        KeptStreams kept = new KeptStreams();
        writer.start();
        SnapshotContent content;
        try {
            content = dump(kept);
        } finally {
            writer.interrupt();
            writer.join();
        }
        RestoreReport report = restore(content, kept.source(), false);
        assertEvidenceHolds(report);
    }

    @Test
    void digestsFindAChangedRowThatCountsCannot() throws Exception {
        extra.put("evidence", "digests");
        SnapshotContent content = dump(new KeptStreams());
        fromIsDirty = true;
        from.run("shop", "update shop.orders set name = 'changed' where id = 77");
        Evidence now =
                engine.evidence(new RestoreTarget(source(), Map.of()), java.util.Optional.of(content.evidence()));
        assertThat(Evidence.differences(content.evidence(), now))
                .extracting(Evidence.Difference::fact)
                .containsExactly("database/shop/table/shop/orders/digest");
    }

    @Test
    void databasesAreRestoredBesideUnderOtherNames() throws Exception {
        KeptStreams kept = new KeptStreams();
        SnapshotContent content = dump(kept);
        occupyTarget();
        RestoreTarget renamed = new RestoreTarget(
                target().store(), Map.of("rename-suffix", "_restored", "databases", "shop", "roles", "create"));
        assertThat(engine.plan(renamed, content).fresh()).isTrue();
        RestoreReport report = engine.restore(
                new RestoreRequest("beside", renamed, content, false, soon()), kept.source(), Progress.IGNORED);
        assertThat(Evidence.differences(
                        report.expected(), engine.evidence(renamed, java.util.Optional.of(report.expected()))))
                .isEmpty();
        assertThat(PostgresComparison.compare(
                        from.url("postgres"), to.url("postgres"), new TreeMap<>(Map.of("shop", "shop_restored")), true))
                .matches(Outcome::isEqual);
        assertThat(to.ask("shop", "select count(*) from before")).isEqualTo("1");
    }

    @Test
    void aStaleMaterializedViewIsMadeAnewAndIsNoDifference() throws Exception {
        fromIsDirty = true;
        from.run(
                "shop",
                "create materialized view shop.by_price as select price, count(*) from shop.orders group by price",
                "update shop.orders set price = (select max(price) + 1 from shop.orders)");
        KeptStreams kept = new KeptStreams();
        SnapshotContent content = dump(kept);
        RestoreReport report = restore(content, kept.source(), false);
        assertThat(Evidence.differences(
                        report.expected(), engine.evidence(target(), java.util.Optional.of(report.expected()))))
                .isEmpty();
        assertThat(to.ask("shop", "select count(*) from shop.by_price"))
                .isEqualTo("1")
                .isNotEqualTo(from.ask("shop", "select count(*) from shop.by_price"));
        assertThat(content.notIncluded()).anyMatch(not -> not.what().contains("materialized"));
    }

    @Test
    void theSecretIsInNoArgumentAndNoMessage() throws Exception {
        SecretHunt hunt = SecretHunt.start("odd'signs");
        KeptStreams kept = new KeptStreams();
        SnapshotContent content = dump(kept);
        restore(content, kept.source(), false);
        assertThat(hunt.found()).isEmpty();
        assertThat(source().toString()).doesNotContain(PostgresServer.PASSWORD);
        extra.put("username", "nobody-here");
        StoreException refused = catchThrowableOfType(StoreException.class, () -> dump(new KeptStreams()));
        assertThat(refused.reason()).isEqualTo(Reason.ACCESS_DENIED);
        assertThat(refused.toString()).doesNotContain("odd'signs");
    }

    @Test
    void aToolThatSaysSuccessAfterNothingOrHalfIsRefused() throws Exception {
        for (String fake : List.of("exit 0", "head -c 1 | cat; exit 0", "echo PGDMP; exit 0")) {
            StoreException refused = dumpWithFake("pg_dump", fake);
            assertThat(refused.reason()).isEqualTo(Reason.INCOMPLETE);
        }
        for (int bytes : List.of(3, 700, 5_000, 200_000)) {
            StoreException refused =
                    dumpWithFake("pg_dump", "\"$REAL\" \"$@\" | head -c " + bytes + "; cat >/dev/null; exit 0");
            assertThat(refused.reason()).as("cut at %s", bytes).isEqualTo(Reason.INCOMPLETE);
        }
        StoreException cut = dumpWithFake("pg_dumpall", "\"$REAL\" \"$@\" | head -c 500; exit 0");
        assertThat(cut.reason()).isEqualTo(Reason.INCOMPLETE);
    }

    @Test
    void aToolThatDiesMidwayIsAFailedDump() throws Exception {
        StoreException died = dumpWithFake("pg_dump", "\"$REAL\" \"$@\" | head -c 2000; kill -9 $$");
        assertThat(died.reason()).isEqualTo(Reason.TOOL_FAILED);
        assertThat(died).hasMessageContaining("137");
    }

    @Test
    void aToolThatHangsIsKilledAtTheDeadline() throws Exception {
        fakeTools("pg_dump", "sleep 1000 & sleep 1000");
        StoreException late = catchThrowableOfType(
                StoreException.class,
                () -> engine.dump(
                        new DumpRequest(source(), Clock.systemUTC().instant().plus(Duration.ofSeconds(3))),
                        new KeptStreams().sink()));
        assertThat(late.reason()).isEqualTo(Reason.DEADLINE);
    }

    private StoreException dumpWithFake(String program, String script) throws Exception {
        fakeTools(program, script);
        return catchThrowableOfType(StoreException.class, () -> dump(new KeptStreams()));
    }

    /** A directory of tools of which one is a script, except for its version. */
    private void fakeTools(String program, String script) throws Exception {
        Path directory = Files.createDirectories(scratch.resolve("fake"));
        Path real = PostgresServer.binaries().orElseThrow();
        for (String tool : List.of("pg_dump", "pg_dumpall", "pg_restore")) {
            Path path = directory.resolve(tool);
            Files.deleteIfExists(path);
            String body = tool.equals(program) ? script : "exec \"$REAL\" \"$@\"";
            Files.writeString(
                    path,
                    "#!/bin/sh\nREAL=" + real.resolve(tool) + "\n[ \"$1\" = --version ] && exec \"$REAL\" --version\n"
                            + body + "\n");
            Files.setAttribute(path, "unix:mode", 0755);
        }
        extra.put("tools", directory.toString());
    }
}
