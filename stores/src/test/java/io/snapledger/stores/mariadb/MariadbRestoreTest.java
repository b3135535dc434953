package io.snapledger.stores.mariadb;

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
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Restores by whom and as whom, under which names, and what is told of one that fails in its last step. */
class MariadbRestoreTest {

    private static final String PLAIN = "secret of the plain one";

    private static MariadbServer from;
    private static MariadbServer to;

    @TempDir
    Path scratch;

    private LocalCommandRunner commands;
    private StoreEngine engine;

    @BeforeAll
    static void startServers() {
        Assumptions.assumeTrue(MariadbServer.isAvailable(), "no MariaDB server is installed");
        from = MariadbServer.start();
        to = MariadbServer.start();
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
        SampleData.clear(from);
        SampleData.clear(to);
        commands = new LocalCommandRunner(scratch.resolve("tools"));
        engine = StoreEngines.load(new EngineContext(commands, Clock.systemUTC()))
                .of("mariadb");
        from.run(
                "",
                "create database shop",
                "create table shop.orders (id int primary key, price int)",
                "insert into shop.orders values (1, 10), (2, 20)",
                "create user maker@'%' identified by 'x'",
                "grant select, insert on shop.* to maker@'%'",
                "create definer = maker@'%' view shop.cheap as select o.id from shop.orders o where o.price < 15",
                "create definer = maker@'%' trigger shop.added before insert on shop.orders for each row set new.price = new.price + 1",
                "create definer = maker@'%' event shop.later on schedule every 1 day starts current_timestamp + interval 1 day"
                        + " do insert into shop.orders values (3, 3)");
    }

    @AfterEach
    void end() throws Exception {
        commands.close();
    }

    private static StoreDefinition store(MariadbServer server, String user, String password) {
        Map<String, String> options = new HashMap<>();
        options.put("port", Integer.toString(server.port()));
        options.put("username", user);
        options.put("password", password);
        return new StoreDefinition("shop", "mariadb", options);
    }

    private static StoreDefinition asRoot(MariadbServer server) {
        return store(server, "root", MariadbServer.PASSWORD);
    }

    private static RestoreTarget into(StoreDefinition store, String... options) {
        Map<String, String> all = new HashMap<>();
        for (int i = 0; i < options.length; i += 2) {
            all.put(options[i], options[i + 1]);
        }
        return new RestoreTarget(store, all);
    }

    private static Instant soon() {
        return Clock.systemUTC().instant().plus(Duration.ofMinutes(2));
    }

    private SnapshotContent dump(StoreDefinition store, KeptStreams kept) throws Exception {
        return engine.dump(new DumpRequest(store, soon()), kept.sink()).content();
    }

    private void restore(RestoreTarget target, SnapshotContent content, KeptStreams kept, boolean replace)
            throws Exception {
        RestoreReport report = engine.restore(
                new RestoreRequest("r-1", target, content, replace, soon()), kept.source(), Progress.IGNORED);
        assertThat(Evidence.differences(report.expected(), engine.evidence(target, Optional.of(report.expected()))))
                .isEmpty();
    }

    @Test
    void aViewWhoseDefinerLacksRightsIsRestoredAsItWas() throws Exception {
        from.run("", "revoke all privileges, grant option from maker@'%'");
        KeptStreams kept = new KeptStreams();
        SnapshotContent content = dump(asRoot(from), kept);

        restore(into(asRoot(to)), content, kept, false);
        restore(into(asRoot(to), "rename", "shop=shop2"), content, kept, false);

        to.run("", "grant select on *.* to maker@'%'", "delete from shop.orders where id = 1");
        assertThat(to.ask("select id from shop.cheap")).isEmpty();
        assertThat(to.ask("select id from shop2.cheap")).as("its own table").containsExactly("1");
    }

    @Test
    void aPlainUserDumpsAndRestoresWithTheRightsThatAreTold() throws Exception {
        from.run("", "create user plain@'%' identified by '" + PLAIN + "'");
        to.run("", "create user plain@'%' identified by '" + PLAIN + "'");
        StoreDefinition source = store(from, "plain", PLAIN);
        StoreDefinition target = store(to, "plain", PLAIN);
        grant(from, engine.probe(source).warnings());
        KeptStreams kept = new KeptStreams();
        SnapshotContent content = dump(source, kept);
        RestorePlan refused = engine.plan(into(target), content);
        assertThat(refused.blockers())
                .anyMatch(told ->
                        told.contains("GRANT OPTION") || content.streams().size() == 1);
        grant(to, refused.blockers());

        restore(into(target), content, kept, false);

        assertThat(to.ask("select id, price from shop.orders order by id")).containsExactly("1|10", "2|20");
    }

    /** Runs the statements that hints tell, until there are none. */
    private static void grant(MariadbServer server, List<String> told) {
        for (String each : told) {
            int at = each.indexOf("HINT: GRANT ");
            if (at >= 0) {
                server.run("", each.substring(at + "HINT: ".length()));
            }
        }
    }

    @Test
    void withCurrentDefinersEverythingRunsAsWhoRestores() throws Exception {
        KeptStreams kept = new KeptStreams();
        SnapshotContent content = dump(asRoot(from), kept);

        restore(into(asRoot(to), "definer", "current", "users", "skip"), content, kept, false);

        assertThat(to.ask("select definer from information_schema.views where table_schema = 'shop'"))
                .singleElement()
                .asString()
                .startsWith("root@");
        assertThat(to.ask("select definer from information_schema.events where event_schema = 'shop'"))
                .singleElement()
                .asString()
                .startsWith("root@");
        assertThat(to.ask("select count(*) from mysql.user where user = 'maker'"))
                .containsExactly("0");
    }

    @Test
    void whatFailsWhileDatabasesArePutInPlaceIsToldAndBegunAnewByTheNextTry() throws Exception {
        KeptStreams kept = new KeptStreams();
        SnapshotContent content = dump(asRoot(from), kept);
        to.run("", "create database shop", "create table shop.parent (id int primary key)");
        to.run("", "create database other");
        to.run(
                "",
                "create table other.child (id int primary key, p int, foreign key (p) references shop.parent (id))",
                "insert into shop.parent values (1)",
                "insert into other.child values (1, 1)");
        to.run("", "set global event_scheduler = off");
        Thread lock = holdTableOf("shop.parent");

        StoreException failed = catchThrowableOfType(
                StoreException.class,
                () -> engine.restore(
                        new RestoreRequest("r-1", into(asRoot(to)), content, true, soon()),
                        kept.source(),
                        Progress.IGNORED));
        lock.interrupt();
        lock.join();

        assertThat(failed.getMessage()).contains("stopped while databases took the target's names");
        assertThat(engine.aftermath(into(asRoot(to)), "r-1").left()).isNotEmpty();

        restore(into(asRoot(to)), content, kept, true);
        assertThat(engine.aftermath(into(asRoot(to)), "r-1").left()).isEmpty();
    }

    /** Somebody reads a table in a transaction: it can be dropped only when he has ended, for which nobody waits for ever. */
    private static Thread holdTableOf(String table) throws Exception {
        java.util.concurrent.CountDownLatch held = new java.util.concurrent.CountDownLatch(1);
        Thread thread = new Thread(() -> {
            try (java.sql.Connection connection = to.connect();
                    java.sql.Statement statement = connection.createStatement()) {
                statement.execute("start transaction");
                statement.execute("select * from " + table);
                held.countDown();
                Thread.sleep(Duration.ofMinutes(5).toMillis());
            } catch (java.sql.SQLException e) {
                throw new IllegalStateException(e);
            } catch (InterruptedException e) {
                return; // the connection is closed
            }
        });
        thread.start();
        assertThat(held.await(30, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
        return thread;
    }
}
