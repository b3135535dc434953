package io.snapledger.stores.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.snapledger.stores.DumpReport;
import io.snapledger.stores.KeptStreams;
import io.snapledger.stores.Probe;
import io.snapledger.stores.RestoreReport;
import io.snapledger.stores.RestoreTarget;
import io.snapledger.stores.StoreDefinition;
import io.snapledger.stores.StoreException;
import io.snapledger.stores.StoreException.Reason;
import io.snapledger.testkit.compare.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Servers as they are set up elsewhere. */
class RedisServersTest extends RedisFixture {

    @Test
    void aServerThatSendsWithoutAFileIsReadLikeAnyOther() throws Exception {
        try (RedisServer from = RedisServer.start("repl-diskless-sync yes", "repl-diskless-sync-delay 0");
                RedisServer to = RedisServer.start()) {
            SampleKeys.fill(from);
            KeptStreams kept = new KeptStreams();
            DumpReport report = dump(store(from, "diskless", "true"), kept);
            assertThat(from.log()).contains("replicas sockets");
            assertThat(report.content().evidence())
                    .isEqualTo(dump(store(from), new KeptStreams()).content().evidence());
            assertHolds(target(to), restore(target(to), report.content(), kept.source(), false));
            assertThat(ServerContents.compare(from, to)).matches(Outcome::isEqual);
        }
    }

    @Test
    void aMissingChecksumIsTold() throws Exception {
        try (RedisServer from = RedisServer.start("rdbchecksum no")) {
            SampleKeys.fill(from);
            DumpReport report = dump(store(from), new KeptStreams());
            assertThat(report.warnings()).anyMatch(warning -> warning.contains("rdbchecksum"));
            assertThat(report.content().details()).containsEntry("rdb/checksum", "none");
        }
    }

    /** As rented servers do. */
    @Test
    void whereNobodyMayBeAReplicaKeysAreReadOneByOne() throws Exception {
        try (RedisServer from = RedisServer.start("rename-command SYNC \"\"", "rename-command PSYNC \"\"");
                RedisServer to = RedisServer.start()) {
            SampleKeys.fill(from);
            StoreException refused =
                    catchThrowableOfType(StoreException.class, () -> dump(store(from), new KeptStreams()));
            assertThat(refused.reason()).isEqualTo(Reason.ACCESS_DENIED);
            assertThat(refused.hint()).contains("method=scan");
            Probe probe = engine.probe(store(from));
            assertThat(probe.problems()).singleElement().asString().contains("method=scan");
            assertThat(engine.probe(store(from, "method", "scan")).ready()).isTrue();

            KeptStreams kept = new KeptStreams();
            DumpReport report = dump(store(from, "method", "scan"), kept);

            assertThat(report.warnings()).anyMatch(warning -> warning.contains("no single moment"));
            RestoreReport restored = restore(target(to), report.content(), kept.source(), false);
            assertHolds(target(to), restored);
            assertHolds(new RestoreTarget(store(from, "method", "scan"), Map.of()), restored);
            assertThat(ServerContents.compare(from, to)).matches(Outcome::isEqual);
        }
    }

    @Test
    void usersNeedTheRightsThatTheDocumentationNames() throws Exception {
        try (RedisServer from = RedisServer.start();
                RedisServer to = RedisServer.start()) {
            SampleKeys.fill(from);
            List<String[]> users = documentedUsers();
            assertThat(users).hasSize(3);
            ask(from, users.get(0));
            ask(from, users.get(1));
            ask(to, users.get(2));
            KeptStreams kept = new KeptStreams();
            StoreDefinition asReader = store(from, "username", "user0", "password", "pw");
            assertThat(engine.probe(asReader)).matches(Probe::ready);
            DumpReport report = dump(asReader, kept);
            dump(store(from, "username", "user1", "password", "pw", "method", "scan"), new KeptStreams());
            RestoreTarget target = new RestoreTarget(store(to, "username", "user2", "password", "pw"), Map.of());
            assertHolds(target, restore(target, report.content(), kept.source(), true));
            assertThat(ServerContents.compare(from, to)).matches(Outcome::isEqual);

            ask(from, "ACL", "SETUSER", "user0", "-sync");
            StoreException refused =
                    catchThrowableOfType(StoreException.class, () -> dump(asReader, new KeptStreams()));
            assertThat(refused.reason()).isEqualTo(Reason.ACCESS_DENIED);
            assertThat(refused.hint()).contains("+sync");
        }
    }

    /** The lines of the documentation, for three users. */
    private static List<String[]> documentedUsers() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("../docs/redis.md")).stream()
                .filter(line -> line.startsWith("ACL SETUSER "))
                .toList();
        List<String[]> users = new ArrayList<>();
        for (String line : lines) {
            String[] words =
                    line.replaceFirst(" +#.*", "").replace("PASSWORD", "pw").split(" ");
            words[2] = "user" + users.size();
            users.add(words);
        }
        return users;
    }

    @Test
    void aReplicaIsDumpedWhileItHasItsMaster() throws Exception {
        try (RedisServer master = RedisServer.start("repl-diskless-sync-delay 0")) {
            SampleKeys.fill(master);
            try (RedisServer replica = RedisServer.start(
                    "replicaof 127.0.0.1 " + master.port(),
                    "masterauth \"" + RedisServer.PASSWORD.replace("\"", "\\\"") + "\"")) {
                Awaitility.await()
                        .atMost(Duration.ofSeconds(20))
                        .until(() -> ask(replica, "INFO").toString().contains("master_link_status:up"));
                assertThat(engine.probe(store(replica)).warnings()).anyMatch(each -> each.contains("may lag"));
                assertThat(dump(store(replica), new KeptStreams()).content().evidence())
                        .isEqualTo(
                                dump(store(master), new KeptStreams()).content().evidence());
                master.close();
                Awaitility.await()
                        .atMost(Duration.ofSeconds(20))
                        .until(() -> ask(replica, "INFO").toString().contains("master_link_status:down"));
                assertThat(engine.probe(store(replica)).problems()).anyMatch(each -> each.contains("lost its master"));
                StoreException lost =
                        catchThrowableOfType(StoreException.class, () -> dump(store(replica), new KeptStreams()));
                assertThat(lost.isTransient()).isTrue();
            }
        }
    }

    @Test
    void aClusterIsRefusedClearly() throws Exception {
        try (RedisServer node = RedisServer.start("cluster-enabled yes")) {
            assertThat(engine.probe(store(node)).problems()).anyMatch(each -> each.contains("cluster"));
            StoreException refused =
                    catchThrowableOfType(StoreException.class, () -> dump(store(node), new KeptStreams()));
            assertThat(refused.reason()).isEqualTo(Reason.BLOCKED);
        }
    }

    @Test
    void theCertificateAndItsNameAreChecked() throws Exception {
        Path openssl = Path.of("/usr/bin/openssl");
        Assumptions.assumeTrue(openssl.toFile().canExecute(), "no openssl");
        Path key = scratch.resolve("key.pem");
        Path certificate = scratch.resolve("certificate.pem");
        Process made = new ProcessBuilder(
                        openssl.toString(),
                        "req",
                        "-x509",
                        "-newkey",
                        "rsa:2048",
                        "-nodes",
                        "-days",
                        "2",
                        "-subj",
                        "/CN=localhost",
                        "-addext",
                        "subjectAltName=DNS:localhost",
                        "-keyout",
                        key.toString(),
                        "-out",
                        certificate.toString())
                .redirectErrorStream(true)
                .redirectOutput(scratch.resolve("openssl").toFile())
                .start();
        assertThat(made.waitFor()).isZero();
        int port = io.snapledger.events.broker.FreePort.choose();
        try (RedisServer server = RedisServer.start(
                "tls-port " + port, "tls-cert-file " + certificate, "tls-key-file " + key, "tls-auth-clients no")) {
            SampleKeys.fill(server);
            String[] options = {"port", Integer.toString(port), "tls", "true", "host", "localhost", "timeout", "3"};
            StoreDefinition trusting = with(store(server, options), "ca-file", certificate.toString());
            assertThat(dump(trusting, new KeptStreams()).content().objects()).isPositive();
            assertThat(engine.probe(store(server, options)).ready())
                    .as("signed by nobody")
                    .isFalse();
            assertThat(engine.probe(with(trusting, "host", "127.0.0.1")).ready())
                    .as("another name")
                    .isFalse();
            assertThat(engine.probe(with(trusting, "port", Integer.toString(server.port())))
                            .ready())
                    .as("no TLS there")
                    .isFalse();
        }
    }

    private static StoreDefinition with(StoreDefinition store, String option, String value) {
        return RedisContract.with(store, option, value);
    }
}
