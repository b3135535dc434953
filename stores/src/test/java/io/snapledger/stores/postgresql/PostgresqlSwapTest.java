package io.snapledger.stores.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.snapledger.stores.Aftermath;
import io.snapledger.stores.Aftermath.Change;
import io.snapledger.stores.Evidence;
import io.snapledger.stores.RestoreReport;
import io.snapledger.stores.SnapshotContent;
import io.snapledger.stores.StoreException;
import java.sql.Connection;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What happens to databases that are replaced, and what is true when a restore fails at any step. */
class PostgresqlSwapTest extends RestoreFixture {

    private static final String SUBSCRIBE =
            "create subscription sub connection 'host=127.0.0.1 port=1 dbname=x' publication p"
                    + " with (connect = false, slot_name = 'theirs')";

    private SnapshotContent shopAtBoth(String... more) throws Exception {
        from.run("postgres", "create database shop");
        from.run("shop", "create table t as select 1 as one");
        from.run("shop", more);
        to.run("postgres", "create database shop");
        to.run("shop", "create table before as select 7 as seven");
        return dump();
    }

    @Test
    void aDatabaseWithASubscriptionIsReplacedAndItsPublisherIsNotAsked() throws Exception {
        SnapshotContent content = shopAtBoth(SUBSCRIBE);
        to.run("shop", SUBSCRIBE, "alter subscription sub enable");
        assertThat(plan(content).warnings()).anyMatch(w -> w.contains("subscription 'sub'"));

        RestoreReport report = restore(content);

        assertThat(report.warnings()).noneMatch(w -> w.contains("still there"));
        assertThat(databases(to)).isEqualTo("postgres shop");
        assertThat(to.ask("shop", "select subenabled || ' ' || subslotname from pg_subscription"))
                .isEqualTo("false theirs");
    }

    @Test
    void aRestoreThatFailsBesideRemovesItsSubscriptionsToo() throws Exception {
        SnapshotContent content = shopAtBoth(SUBSCRIBE);
        SnapshotContent wrong = withFact(content, "database/shop/table/public/t/rows", "2");
        assertThat(refused(wrong).reason()).isEqualTo(StoreException.Reason.DIFFERENT);
        assertThat(databases(to)).isEqualTo("postgres shop");
        assertThat(to.ask("shop", "select seven from before")).isEqualTo("7");
        assertThat(aftermath()).isEqualTo(new Aftermath(Change.NONE, List.of(), List.of()));
    }

    @Test
    void aKeptDatabaseIsClosedAndItsSubscriptionRests() throws Exception {
        SnapshotContent content = shopAtBoth();
        to.run("shop", SUBSCRIBE, "alter subscription sub enable");
        restore(content, "keep-replaced=true");
        assertThat(databases(to)).matches("postgres shop shop__old_[0-9a-f]{10} \\(closed\\)");
        assertThat(to.ask("postgres", "select subenabled from pg_subscription")).isEqualTo("f");
    }

    @Test
    void aDatabaseIsReplacedHoweverEagerlyClientsComeBackAndIsNeverClosed() throws Exception {
        SnapshotContent content = shopAtBoth();
        AtomicBoolean over = new AtomicBoolean();
        List<Thread> clients = java.util.stream.Stream.generate(() -> new Thread(() -> {
                    while (!over.get()) {
                        try (Connection client = to.connect("shop")) {
                            client.isValid(5);
                        } catch (java.sql.SQLException e) {
                            // sent away
                        }
                    }
                }))
                .limit(4)
                .toList();
        clients.forEach(Thread::start);
        try {
            restore(content);
        } finally {
            over.set(true);
        }
        for (Thread client : clients) {
            client.join();
        }
        assertThat(databases(to)).isEqualTo("postgres shop");
    }

    @Test
    void aPreparedTransactionAndAnInvalidDatabaseBlockOnlyTheRestoreOverThem() throws Exception {
        SnapshotContent content = shopAtBoth();
        to.run(
                "postgres",
                "create database half_dropped",
                "update pg_database set datconnlimit = -2 where datname = 'half_dropped'");
        to.run("shop", "begin", "insert into before values (8)", "prepare transaction 'held'");
        try {
            assertThat(plan(content).blockers()).singleElement().asString().contains("prepared transaction 'held'");
            assertThat(refused(content).reason()).isEqualTo(StoreException.Reason.BLOCKED);
            assertThat(plan(content, "rename-suffix=_r").blockers()).isEmpty();
            assertThat(plan(content, "rename-suffix=_r").fresh()).isTrue();
            restore(content, "rename-suffix=_r");
            assertThat(plan(content, "rename=shop=half_dropped").blockers())
                    .singleElement()
                    .asString()
                    .contains("interrupted");
        } finally {
            to.run("shop", "rollback prepared 'held'");
        }
    }

    @Test
    void rolesThatAreThereChangeWithTheSwapOrNotAtAll() throws Exception {
        from.run("postgres", "create role app login connection limit 5");
        SnapshotContent content = shopAtBoth();
        to.run("postgres", "create role app login connection limit 3");
        SnapshotContent wrong = withFact(content, "database/shop/table/public/t/rows", "2");
        assertThat(refused(wrong, "roles=replace").reason()).isEqualTo(StoreException.Reason.DIFFERENT);
        assertThat(to.ask("postgres", "select rolconnlimit from pg_roles where rolname = 'app'"))
                .isEqualTo("3");
        assertThat(plan(content).warnings())
                .anyMatch(w -> w.contains("role 'app' is kept as it is at the target and differs"));
        restore(content, "roles=replace");
        assertThat(to.ask("postgres", "select rolconnlimit from pg_roles where rolname = 'app'"))
                .isEqualTo("5");
    }

    @Test
    void whatATryThatDiedLeftIsToldUntilTheNextTryRemovesIt() throws Exception {
        SnapshotContent content = shopAtBoth();
        Beside beside = new Beside("r1");
        String made = beside.newName("shop");
        String old = beside.oldName("shop");
        to.run("postgres", "create role half");
        mark(made, beside.mark("shop", List.of("half")));
        assertThat(aftermath().change()).isEqualTo(Change.NONE);
        assertThat(aftermath().left())
                .satisfiesExactly(left -> assertThat(left).contains("database " + made), left -> assertThat(left)
                        .contains("role half"));
        mark(old, beside.markOfReplaced("shop"));
        assertThat(aftermath().change()).isEqualTo(Change.CHANGED);
        assertThat(aftermath().changed()).containsExactly("database shop was replaced; the old one is " + old);

        restore(content);

        assertThat(databases(to)).isEqualTo("postgres shop");
        assertThat(aftermath()).isEqualTo(new Aftermath(Change.NONE, List.of(), List.of()));
    }

    @Test
    void nobodyCanTellWhatBecameOfAServerThatIsGone() throws Exception {
        assertThat(engine.aftermath(
                                new io.snapledger.stores.RestoreTarget(
                                        new io.snapledger.stores.StoreDefinition(
                                                "orders", "postgresql", java.util.Map.of("port", "1")),
                                        java.util.Map.of()),
                                "r1")
                        .change())
                .isEqualTo(Change.UNKNOWN);
    }

    private void mark(String database, String comment) {
        to.run(
                "postgres",
                "create database " + Sql.name(database),
                "comment on database " + Sql.name(database) + " is " + Sql.literal(comment));
    }

    static SnapshotContent withFact(SnapshotContent content, String fact, String value) {
        var facts = new java.util.TreeMap<>(content.evidence().facts());
        assertThat(facts).containsKey(fact);
        facts.put(fact, value);
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

    static SnapshotContent withDetail(SnapshotContent content, String detail, String value) {
        var details = new java.util.TreeMap<>(content.details());
        details.put(detail, value);
        return new SnapshotContent(
                content.kind(),
                content.toolVersion(),
                content.serverVersion(),
                content.streams(),
                content.evidence(),
                content.objects(),
                details,
                content.notIncluded());
    }
}
