package io.snapledger.stores.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.snapledger.stores.Aftermath;
import io.snapledger.stores.Aftermath.Change;
import io.snapledger.stores.Progress;
import io.snapledger.stores.RestoreRequest;
import io.snapledger.stores.RestoreTarget;
import io.snapledger.stores.SnapshotContent;
import io.snapledger.stores.StoreDefinition;
import io.snapledger.testkit.postgres.PostgresServer;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A restore that is killed at a step of its swap: either the old or the new database is there, whole, and open as it was; the next restore goes through. */
class PostgresqlKilledSwapTest extends RestoreFixture {

    private SnapshotContent content;

    @BeforeEach
    void replaceOneByAnother() throws Exception {
        from.run("postgres", "create database shop connection limit 33");
        from.run("shop", "create table mark as select 'new' as which");
        to.run("postgres", "create database shop connection limit 21");
        to.run("shop", "create table mark as select 'old' as which");
        content = dump();
    }

    /** The steps that change what is there. */
    @ParameterizedTest(name = "{0}, the {1}., forwarded: {2}")
    @CsvSource({"COMMIT,1,false,r1", "rename to,2,true,r2", "drop database if exists,2,false,r2"})
    void killedAtAStepThatMatters(String statement, int nth, boolean forwards, String next) throws Exception {
        killed(statement, nth, forwards, next);
    }

    @Tag("faults")
    @ParameterizedTest(name = "{0}, the {1}., forwarded: {2}")
    @CsvSource({
        "rename to,1,false,r1",
        "rename to,1,true,r2",
        "rename to,2,false,r2",
        "rename to,2,true,r1",
        "snapledger: replaced,1,true,r1",
        "snapledger: replaced,1,false,r2",
        "COMMIT,1,true,r1",
        "COMMIT,1,false,r2",
        "drop database if exists,2,true,r1",
        "drop database if exists,2,true,r2",
        "drop database if exists,2,false,r1",
        "allow_connections false,1,true,r1",
        "allow_connections false,1,false,r2",
        "drop role,1,true,r1",
        "drop role,1,false,r2"
    })
    void killedAtAnyStep(String statement, int nth, boolean forwards, String next) throws Exception {
        killed(statement, nth, forwards, next);
    }

    private void killed(String statement, int nth, boolean forwards, String next) throws Exception {
        Map<String, String> options =
                Map.of("analyze", "false", "keep-replaced", Boolean.toString(statement.startsWith("allow")));
        try (SeveringProxy proxy = new SeveringProxy(to.port(), statement, nth, forwards)) {
            StoreDefinition through = new StoreDefinition(
                    "orders",
                    "postgresql",
                    Map.of("port", Integer.toString(proxy.port()), "password", PostgresServer.PASSWORD));
            Throwable failure = catchThrowable(() -> engine.restore(
                    new RestoreRequest("r1", new RestoreTarget(through, options), content, true, later()),
                    kept.source(),
                    Progress.IGNORED));
            assertThat(proxy.hasSevered()).as("killed at '%s'", statement).isTrue();
            System.out.println("killed at " + statement + " " + nth + ", forwarded " + forwards + ": "
                    + (failure == null ? "the databases were exchanged" : failure.getMessage()));
        }
        theServerIsDoneWithIt();

        String which = to.ask("shop", "select which from mark");
        assertThat(to.ask(
                        "postgres",
                        "select datallowconn || ' ' || datconnlimit from pg_database where datname = 'shop'"))
                .isEqualTo("true " + (which.equals("old") ? 21 : 33));
        Aftermath aftermath = aftermath();
        boolean oldOneIsThere = to.ask(
                        "postgres", "select count(*) from pg_database where datname like 'shop\\_\\_old%'")
                .equals("1");
        assertThat(aftermath.change())
                .as("%s, %s", which, databases(to))
                .isEqualTo(oldOneIsThere ? Change.CHANGED : Change.NONE);
        assertThat(oldOneIsThere).isIn(false, which.equals("new"));

        RestoreTarget target = target("analyze=false");
        engine.restore(new RestoreRequest(next, target, content, true, later()), kept.source(), Progress.IGNORED);

        assertThat(to.ask("shop", "select which from mark")).isEqualTo("new");
        assertThat(to.ask("postgres", "select datconnlimit from pg_database where datname = 'shop'"))
                .isEqualTo("33");
        if (next.equals("r1")) {
            assertThat(databases(to)).isEqualTo("postgres shop");
            assertThat(to.ask("postgres", "select count(*) from pg_roles where rolname like 'snapledger%'"))
                    .isEqualTo("0");
            assertThat(aftermath().left()).isEmpty();
        } else if (!databases(to).equals("postgres shop")) {
            assertThat(aftermath().left()).isNotEmpty(); // of the killed one, by its id
        }
    }

    private static void theServerIsDoneWithIt() {
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> to.ask(
                        "postgres", "select count(*) from pg_stat_activity where application_name like 'snapledger%'")
                .equals("0"));
    }
}
