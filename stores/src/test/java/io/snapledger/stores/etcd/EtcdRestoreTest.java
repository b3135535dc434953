package io.snapledger.stores.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.snapledger.stores.Aftermath;
import io.snapledger.stores.DumpReport;
import io.snapledger.stores.KeptStreams;
import io.snapledger.stores.NotIncluded;
import io.snapledger.stores.Probe;
import io.snapledger.stores.RestorePlan;
import io.snapledger.stores.RestoreReport;
import io.snapledger.stores.RestoreTarget;
import io.snapledger.stores.StoreException;
import io.snapledger.stores.StoreException.Reason;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a restore into a running cluster does, and what a look at one tells. */
class EtcdRestoreTest extends EtcdFixture {

    @Test
    void belowAPrefixNothingElseIsTouched() throws Exception {
        try (EtcdServer from = EtcdServer.start();
                EtcdServer to = EtcdServer.start()) {
            SampleKeys.fill(from);
            EtcdClient client = to.client();
            for (String other : new String[] {"a", "copy", "copy0", "z", "\u00ff"}) {
                client.put(other, "stays");
            }
            client.put("copy/old", "goes");
            KeptStreams kept = new KeptStreams();
            DumpReport report = dump(store(from), kept);
            RestoreTarget target = into(store(to), "prefix", "copy/");
            RestorePlan plan = engine.plan(target, report.content());
            assertThat(plan.fresh()).isFalse();
            assertThat(plan.changes())
                    .extracting(RestorePlan.Change::object)
                    .containsExactly("keys that begin with 'copy/': 1 go, 3006 come");
            assertThat(catchThrowableOfType(
                                    StoreException.class, () -> restore(target, report.content(), kept.source(), false))
                            .reason())
                    .isEqualTo(Reason.NOT_FRESH);

            RestoreReport restored = restore(target, report.content(), kept.source(), true);

            assertHolds(target, restored);
            SortedMap<String, String> expected = new TreeMap<>(
                    Map.of("a", "stays", "copy", "stays", "copy0", "stays", "z", "stays", "\u00ff", "stays"));
            from.client().contents().forEach((key, value) -> expected.put("copy/" + key, value));
            assertThat(client.contents().equals(expected)).isTrue();
        }
    }

    @Test
    void keysWithALeaseComeWithItOrNotAtAll() throws Exception {
        try (EtcdServer from = EtcdServer.start();
                EtcdServer to = EtcdServer.start()) {
            EtcdClient client = from.client();
            client.grant(77, 2);
            client.grant(-5, 10_000);
            client.put("stays", "x");
            client.putWithLease("short", "x", 77);
            client.putWithLease("long", "x", -5);
            KeptStreams kept = new KeptStreams();
            DumpReport report = dump(store(from), kept);
            assertThat(report.content().objects()).isEqualTo(3);
            assertThat(report.content().details()).containsEntry("keys/with-lease", "2");

            assertHolds(into(store(to)), restore(into(store(to)), report.content(), kept.source(), false));
            assertThat(to.client().contents())
                    .containsEntry("long", "x with lease -5")
                    .hasSize(3);
            TimeUnit.SECONDS.sleep(5);
            assertThat(to.client().contents()).hasSize(2);

            RestoreTarget without = into(store(to), "leases", "leave-out");
            assertHolds(without, restore(without, report.content(), kept.source(), true));
            assertThat(to.client().contents()).containsOnlyKeys("stays");
        }
    }

    @Test
    void whatRefusesOrForbidsIsSaidAsSuch() throws Exception {
        try (EtcdServer server = EtcdServer.start().askingForUsers()) {
            server.client().put("a", "1");
            assertThat(dump(store(server, "username", "root", "password", EtcdServer.PASSWORD), new KeptStreams())
                            .content()
                            .details())
                    .containsEntry("auth/enabled", "true")
                    .containsEntry("auth/users", "2");
            for (String[] who : new String[][] {
                {"username", "root", "password", "wrong"},
                {"username", "nobody", "password", "wrong"},
                {"username", "plain", "password", EtcdServer.PASSWORD},
                {}
            }) {
                Probe probe = engine.probe(store(server, who));
                assertThat(probe.ready()).as(probe.toString()).isFalse();
                assertThat(probe.problems().get(0)).contains("refuses").contains("HINT");
                StoreException denied =
                        catchThrowableOfType(StoreException.class, () -> dump(store(server, who), new KeptStreams()));
                assertThat(denied.reason()).isEqualTo(Reason.ACCESS_DENIED);
            }
        }
    }

    @Test
    void whoMayWriteBelowAPrefixMayRestoreThere() throws Exception {
        try (EtcdServer from = EtcdServer.start();
                EtcdServer to = EtcdServer.start().askingForUsers()) {
            from.client().put("a", "1");
            from.client().put("b", "2");
            KeptStreams kept = new KeptStreams();
            DumpReport report = dump(store(from), kept);
            EtcdClient root = to.client();
            root.ask("/v3/auth/role/add", Map.of("name", "restorer"));
            grant(root, "app/", "app0");
            grant(root, Mark.KEY, "");
            root.ask("/v3/auth/user/grant", Map.of("user", "plain", "role", "restorer"));
            RestoreTarget target =
                    into(store(to, "username", "plain", "password", EtcdServer.PASSWORD), "prefix", "app/");

            assertHolds(target, restore(target, report.content(), kept.source(), false));

            assertThat(root.contents()).isEqualTo(Map.of("app/a", "1", "app/b", "2"));
            RestoreTarget whole = into(store(to, "username", "plain", "password", EtcdServer.PASSWORD));
            assertThat(engine.plan(whole, report.content()).blockers())
                    .singleElement()
                    .asString()
                    .contains("permission denied");
        }
    }

    private static void grant(EtcdClient root, String key, String end) throws Exception {
        root.ask(
                "/v3/auth/role/grant",
                Map.of(
                        "name",
                        "restorer",
                        "perm",
                        Map.of(
                                "permType", "READWRITE",
                                "key", EtcdClient.base64(key),
                                "range_end", EtcdClient.base64(end))));
    }

    @Test
    void usersAndRolesThatDoNotComeAreNamed() throws Exception {
        try (EtcdServer from = EtcdServer.start().askingForUsers();
                EtcdServer to = EtcdServer.start()) {
            DumpReport report =
                    dump(store(from, "username", "root", "password", EtcdServer.PASSWORD), new KeptStreams());
            assertThat(engine.plan(into(store(to)), report.content()).warnings())
                    .anyMatch(warning -> warning.startsWith("the snapshot's 2 users and 1 roles are not restored"));
        }
    }

    @Test
    void aClusterThatIsFullIsSaidToBe() throws Exception {
        try (EtcdServer from = EtcdServer.start();
                EtcdServer to = EtcdServer.start("--quota-backend-bytes=1000000")) {
            SampleKeys.fill(from);
            KeptStreams kept = new KeptStreams();
            DumpReport report = dump(store(from), kept);
            StoreException full = catchThrowableOfType(
                    StoreException.class, () -> restore(into(store(to)), report.content(), kept.source(), false));
            assertThat(full.reason()).isEqualTo(Reason.NO_SPACE);
            assertThat(engine.aftermath(into(store(to)), RESTORE).change()).isEqualTo(Aftermath.Change.CHANGED);
            assertThat(engine.plan(into(store(to)), report.content()).blockers())
                    .anyMatch(blocker -> blocker.contains("NOSPACE") && blocker.contains("HINT"));
            assertThat(engine.probe(store(to)).warnings()).anyMatch(warning -> warning.contains("NOSPACE"));
            assertThat(dump(store(to), new KeptStreams()).warnings())
                    .contains("the cluster has the alarm NOSPACE")
                    .anyMatch(warning -> warning.contains(Mark.KEY));
        }
    }

    /** Keys of the older API lie in no snapshot. */
    @Test
    void keysOfVersion2AreNamedAsMissed() throws Exception {
        try (EtcdServer server = EtcdServer.start("--enable-v2=true")) {
            server.client().ask("/v3/kv/put", Map.of("key", "YQ==", "value", "YQ=="));
            putOfVersion2(server);
            assertThat(dump(store(server), new KeptStreams()).content().notIncluded())
                    .filteredOn(each -> each.cause() == NotIncluded.Cause.MISSED)
                    .extracting(NotIncluded::what)
                    .containsExactly("keys of the API of version 2");
        }
    }

    private static void putOfVersion2(EtcdServer server) throws Exception {
        java.net.HttpURLConnection connection = (java.net.HttpURLConnection)
                new java.net.URL("http://127.0.0.1:" + server.port() + "/v2/keys/old").openConnection();
        connection.setRequestMethod("PUT");
        connection.setDoOutput(true);
        connection.getOutputStream().write("value=x".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        assertThat(connection.getResponseCode()).isEqualTo(201);
        connection.disconnect();
    }

    @Test
    void optionsOfTheOtherFormAreRefused() throws Exception {
        try (EtcdServer server = EtcdServer.start()) {
            DumpReport report = dump(store(server), new KeptStreams());
            assertThat(catchThrowableOfType(
                            StoreException.class,
                            () -> engine.plan(into(store(server), "member", "m1"), report.content())))
                    .hasMessageContaining("'member' is for a restore into a data directory");
            assertThat(catchThrowableOfType(
                            StoreException.class,
                            () -> engine.plan(
                                    into(store(server, "path", scratch + "/d"), "prefix", "x"), report.content())))
                    .hasMessageContaining("'prefix' is for a restore into a running cluster");
        }
    }
}
