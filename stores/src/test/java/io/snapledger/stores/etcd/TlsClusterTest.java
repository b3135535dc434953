package io.snapledger.stores.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.snapledger.stores.DumpReport;
import io.snapledger.stores.KeptStreams;
import io.snapledger.stores.RestoreTarget;
import io.snapledger.stores.StoreDefinition;
import io.snapledger.stores.StoreException;
import io.snapledger.stores.StoreException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Three members with TLS, to which somebody writes: dumped, prepared member by member, started again as a cluster. */
class TlsClusterTest extends EtcdFixture {

    private static StoreDefinition store(TlsCluster cluster, int member, String... options) {
        return store(
                cluster.member(member).port(),
                options(
                                new HashMap<>(Map.of(
                                        "ca-file", cluster.file("ca.pem").toString(),
                                        "cert-file", cluster.file("client.pem").toString(),
                                        "key-file", cluster.file("client.key").toString())),
                                options)
                        .entrySet()
                        .stream()
                        .flatMap(option -> java.util.stream.Stream.of(option.getKey(), option.getValue()))
                        .toArray(String[]::new));
    }

    @Test
    void aClusterThatIsWrittenToComesBackMemberByMember() throws Exception {
        Assumptions.assumeTrue(TlsCluster.isAvailable(), "no openssl");
        Path files = Files.createDirectory(scratch.resolve("cluster"));
        KeptStreams kept = new KeptStreams();
        DumpReport report;
        TlsCluster before = TlsCluster.start(files);
        try (before) {
            SampleKeys.fill(before.member(0));
            AtomicBoolean goOn = new AtomicBoolean(true);
            FutureTask<Long> writer = new FutureTask<>(() -> write(before.member(1), goOn));
            new Thread(writer).start();
            report = dump(store(before, 2), kept);
            for (int i = 0; i < 5; i++) {
                dump(store(before, i % 3, "key-file", before.file("client8.key").toString()), new KeptStreams());
            }
            goOn.set(false);
            assertThat(writer.get()).isPositive();
            assertThat(report.warnings()).isEmpty();
            assertThat(report.content().details()).containsEntry("cluster/members", "a,b,c");
            refuseWhomItDoesNotKnow(before);
        }
        Map<String, Integer> peers = TlsCluster.peerPorts();
        Map<String, Path> data = new HashMap<>();
        for (String name : TlsCluster.names()) {
            Path directory = scratch.resolve("data-" + name);
            RestoreTarget target = into(
                    store(1, "path", directory.toString()),
                    "member",
                    name,
                    "initial-cluster",
                    TlsCluster.initialCluster(peers),
                    "peer-url",
                    "https://127.0.0.1:" + peers.get(name));
            assertHolds(target, restore(target, report.content(), kept.source(), false));
            data.put(name, directory);
        }
        try (TlsCluster after = TlsCluster.continued(before, data, peers)) {
            SortedMap<String, String> contents = after.member(0).client().contents();
            assertThat((long) contents.size()).isEqualTo(report.content().objects());
            assertThat(contents.get("one")).isEqualTo(contents.get("two"));
            assertThat(after.member(2).client().contents().equals(contents)).isTrue();
            assertThat(dump(store(after, 1), new KeptStreams()).content().evidence())
                    .isEqualTo(report.content().evidence());
        }
    }

    /** Two keys are always changed in one step: so are they in the snapshot. */
    private static long write(EtcdServer server, AtomicBoolean goOn) throws IOException {
        long count = 0;
        EtcdClient client = server.client();
        while (goOn.get()) {
            String value = EtcdClient.base64(Long.toString(++count));
            client.ask(
                    "/v3/kv/txn",
                    Map.of(
                            "success",
                            java.util.List.of(
                                    Map.of("request_put", Map.of("key", EtcdClient.base64("one"), "value", value)),
                                    Map.of("request_put", Map.of("key", EtcdClient.base64("two"), "value", value)))));
        }
        return count;
    }

    private void refuseWhomItDoesNotKnow(TlsCluster cluster) {
        int port = cluster.member(0).port();
        for (String[] options : new String[][] {
            {}, {"tls", "true"}, {"ca-file", cluster.file("ca.pem").toString()}
        }) {
            StoreException refused =
                    catchThrowableOfType(StoreException.class, () -> dump(store(port, options), new KeptStreams()));
            assertThat(refused.reason()).isEqualTo(Reason.UNREACHABLE);
        }
        StoreException alone = catchThrowableOfType(
                StoreException.class,
                () -> dump(store(port, "cert-file", cluster.file("client.pem").toString()), new KeptStreams()));
        assertThat(alone.reason()).isEqualTo(Reason.BAD_OPTIONS);
        StoreException noKey = catchThrowableOfType(
                StoreException.class,
                () -> dump(store(cluster, 0, "key-file", cluster.file("ca.pem").toString()), new KeptStreams()));
        assertThat(noKey.reason()).isEqualTo(Reason.BAD_OPTIONS);
        assertThat(noKey).hasMessageContaining("key-file");
    }
}
