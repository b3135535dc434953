package io.snapledger.stores.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.snapledger.stores.Aftermath;
import io.snapledger.stores.Aftermath.Change;
import io.snapledger.stores.DumpReport;
import io.snapledger.stores.KeptStreams;
import io.snapledger.stores.RestorePlan;
import io.snapledger.stores.RestoreReport;
import io.snapledger.stores.RestoreTarget;
import io.snapledger.stores.SnapshotContent;
import io.snapledger.stores.StoreException;
import io.snapledger.stores.StoreException.Reason;
import io.snapledger.stores.StreamSource;
import io.snapledger.testkit.compare.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a restore does to a target that is not what it should be, or that changes meanwhile. */
class RedisRestoreTest extends RedisFixture {

    private RedisServer from;
    private RedisServer to;
    private final KeptStreams kept = new KeptStreams();

    @BeforeEach
    void startServers() throws Exception {
        from = RedisServer.start();
        to = RedisServer.start();
        SampleKeys.fill(from);
    }

    @AfterEach
    void stopServers() {
        if (from != null) {
            from.close();
            to.close();
        }
    }

    private SnapshotContent dumped() throws Exception {
        return dump(store(from), kept).content();
    }

    private interface Step {
        void run() throws Exception;
    }

    /** A source that does something when it is opened for the nth time. */
    private StreamSource with(int nth, Step step) {
        int[] opened = {0};
        return name -> {
            if (++opened[0] == nth) {
                try {
                    step.run();
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }
            return kept.source().open(name);
        };
    }

    @Test
    void whatIsReplacedIsGone() throws Exception {
        SnapshotContent content = dumped();
        try (TestClient client = to.client()) {
            client.ask(
                    "FUNCTION",
                    "LOAD",
                    SampleKeys.LIBRARY.replace("sample", "other").replace("answer", "question"));
            client.ask("SET", "long", "another");
            client.ask("SELECT", "9");
            client.ask("SET", "more", "x");
        }
        RestorePlan plan = engine.plan(target(to), content);
        assertThat(plan.freshness()).contains("database 9 holds 1 keys").contains("libraries of functions");
        assertThat(plan.changes())
                .contains(
                        new RestorePlan.Change(RestorePlan.Action.REPLACE, "database 0"),
                        new RestorePlan.Change(RestorePlan.Action.CREATE, "database 3"),
                        new RestorePlan.Change(RestorePlan.Action.REPLACE, "functions"));

        assertHolds(target(to), restore(target(to), content, kept.source(), true));

        assertThat(ServerContents.compare(from, to)).matches(Outcome::isEqual);
    }

    /** The snapshot is proved before anything goes, though a server cannot be filled beside. */
    @Test
    void aSnapshotThatIsNotWholeReplacesNothing() throws Exception {
        SnapshotContent content = dumped();
        ask(to, "SET", "before", "x");
        SortedMap<String, String> before = ServerContents.of(to);
        int length = kept.all().get(Sections.STREAM).length;
        byte[] flipped = kept.all().get(Sections.STREAM).clone();
        flipped[length / 2] ^= 1;
        for (StreamSource source : List.<StreamSource>of(
                kept.cut(Sections.STREAM, length - 1),
                kept.cut(Sections.STREAM, length / 2),
                name -> new java.io.ByteArrayInputStream(flipped))) {
            StoreException damaged =
                    catchThrowableOfType(StoreException.class, () -> restore(target(to), content, source, true));
            assertThat(damaged.reason()).isEqualTo(Reason.DAMAGED);
            assertThat(ServerContents.of(to)).isEqualTo(before);
            assertThat(engine.aftermath(target(to), RESTORE))
                    .isEqualTo(new Aftermath(Change.NONE, List.of(), List.of()));
        }
        assertThatThrownBy(() -> restore(target(to), content, kept.damaged(Sections.STREAM, length / 2), true))
                .hasMessage("planted damage");
        assertThat(ServerContents.of(to)).isEqualTo(before);
    }

    @Test
    void aRestoreThatFailsWhileItLoadsIsToldAndWipedByTheNextTry() throws Exception {
        SnapshotContent content = dumped();
        int[] opened = {0};
        StreamSource second = name -> ++opened[0] == 2
                ? kept.damaged(name, kept.all().get(name).length / 2).open(name)
                : kept.source().open(name);

        assertThatThrownBy(() -> restore(target(to), content, second, false)).hasMessage("planted damage");

        Aftermath aftermath = engine.aftermath(target(to), RESTORE);
        assertThat(aftermath.change()).isEqualTo(Change.CHANGED);
        assertThat(aftermath.left()).hasSize(1).allMatch(left -> left.contains(Mark.KEY));
        assertThat(engine.aftermath(target(to), "another").left()).isEmpty();
        assertThat(dump(store(to), new KeptStreams()).warnings()).anyMatch(warning -> warning.contains(Mark.KEY));
        assertHolds(target(to), restore(target(to), content, kept.source(), false));
        assertThat(ServerContents.compare(from, to)).matches(Outcome::isEqual);
        assertThat(engine.aftermath(target(to), RESTORE).left()).isEmpty();
    }

    @Test
    void whoWritesIntoTheTargetMeanwhileLosesNothing() throws Exception {
        SnapshotContent content = dumped();
        StreamSource writing = with(1, () -> ask(to, "SET", "hers", "x"));
        StoreException refused =
                catchThrowableOfType(StoreException.class, () -> restore(target(to), content, writing, false));
        assertThat(refused.reason()).isEqualTo(Reason.NOT_FRESH);
        assertThat(keys(to, 0)).isEqualTo(List.of("hers"));
        ask(to, "FLUSHALL");
        StreamSource later = with(2, () -> ask(to, "SET", "hash:small", "x"));
        StoreException busy =
                catchThrowableOfType(StoreException.class, () -> restore(target(to), content, later, false));
        assertThat(busy.reason()).isEqualTo(Reason.UNSTABLE);
    }

    @Test
    void keysThatHaveExpiredMeanwhileAreToldAndNotMissed() throws Exception {
        ask(from, "SET", "soon", "gone", "PX", "300");
        SnapshotContent content = dumped();
        assertThat(content.details()).containsEntry("database/0/keys-expiring-soon", "2");
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> ask(from, "GET", "soon") == null);

        RestoreReport report = restore(target(to), content, kept.source(), false);

        assertThat(report.warnings()).anyMatch(warning -> warning.startsWith("1 keys of the snapshot had expired"));
        assertHolds(target(to), report);
        assertThat(ServerContents.compare(from, to)).matches(Outcome::isEqual);
    }

    @Test
    void databasesAreRestoredAloneAndUnderOtherNumbers() throws Exception {
        SnapshotContent content = dumped();
        ask(to, "SET", "hers", "x");
        ask(to, "FUNCTION", "LOAD", SampleKeys.LIBRARY);
        RestoreTarget renamed = new RestoreTarget(store(to), Map.of("databases", "3,15", "rename", "3=0,15=7"));
        assertThat(engine.plan(renamed, content).freshness()).isEqualTo("database 0 holds 1 keys");
        renamed = new RestoreTarget(store(to), Map.of("databases", "3,15", "rename", "3=6,15=7"));

        RestoreReport report = restore(renamed, content, kept.source(), false);

        assertHolds(renamed, report);
        assertThat(report.expected().facts()).doesNotContainKey(Inventory.DATABASES);
        assertThat(keys(to, 0)).isEqualTo(List.of("hers"));
        assertThat(keys(to, 6)).hasSize(2);
        assertThat(keys(to, 7)).hasSize(1000);
        try (TestClient client = to.client()) {
            client.ask("SELECT", "7");
            client.ask("SET", "key:5", "changed");
        }
        assertThatThrownBy(() -> assertHolds(
                        new RestoreTarget(store(to), Map.of("databases", "3,15", "rename", "3=6,15=7")), report))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void whatCannotBeRestoredThereIsABlocker() throws Exception {
        SnapshotContent content = dumped();
        assertThat(blocker(content, "databases 4")).contains("no database 15").contains("HINT");
        assertThat(blocker(content, "proto-max-bulk-len 1mb")).contains("proto-max-bulk-len");
        assertThat(blocker(content, "maxmemory 1500000")).contains("maxmemory");
        assertThat(blocker(content, "replicaof 127.0.0.1 1")).contains("is a replica");
        assertThat(blocker(content, "cluster-enabled yes")).contains("node of a cluster");
    }

    private String blocker(SnapshotContent content, String setting) throws Exception {
        try (RedisServer other = RedisServer.start(setting)) {
            RestorePlan plan = engine.plan(target(other), content);
            assertThat(plan.possible()).isFalse();
            StoreException refused = catchThrowableOfType(
                    StoreException.class, () -> restore(target(other), content, kept.source(), true));
            assertThat(refused.reason()).isEqualTo(Reason.BLOCKED);
            return String.join("; ", plan.blockers());
        }
    }

    /** Loading a library runs the lines that make its functions known, in the server's own confinement, and no function. */
    @Test
    void functionsAreMadeKnownAndNotCalled() throws Exception {
        ask(
                from,
                "FUNCTION",
                "LOAD",
                "#!lua name=loud\nredis.log(redis.LOG_WARNING, 'LOUD')\n"
                        + "redis.register_function('loud', function() redis.log(redis.LOG_WARNING, 'CALLED') end)");
        String before = from.log();
        DumpReport report = dump(store(from), kept);
        assertThat(from.log().substring(before.length())).doesNotContain("LOUD").doesNotContain("CALLED");

        assertHolds(target(to), restore(target(to), report.content(), kept.source(), false));

        assertThat(to.log()).contains("LOUD").doesNotContain("CALLED");
        assertThat(ServerContents.compare(from, to)).matches(Outcome::isEqual);
    }
}
