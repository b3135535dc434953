package io.snapledger.stores.etcd;

import static io.snapledger.stores.etcd.EvilMember.answering;
import static io.snapledger.stores.etcd.EvilMember.repeating;
import static io.snapledger.stores.etcd.EvilMember.saying;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.snapledger.stores.DumpRequest;
import io.snapledger.stores.EngineContext;
import io.snapledger.stores.KeptStreams;
import io.snapledger.stores.Probe;
import io.snapledger.stores.RestoreTarget;
import io.snapledger.stores.StoreDefinition;
import io.snapledger.stores.StoreException;
import io.snapledger.stores.StoreException.Reason;
import io.snapledger.stores.command.LocalCommandRunner;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A member that is a stranger: refused within seconds, in bounded memory, with nothing of the secret told. */
class EvilMemberTest {

    private static final String SECRET = "hunter2-is-secret";
    private static final String SNAPSHOT = "/v3/maintenance/snapshot";
    private static final String OK = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    private static final Duration TIME = Duration.ofSeconds(4);

    @TempDir
    Path scratch;

    private LocalCommandRunner commands;
    private EtcdEngine engine;

    @BeforeEach
    void start() throws Exception {
        commands = new LocalCommandRunner(scratch);
        engine = new EtcdEngine(new EngineContext(commands, Clock.systemUTC()));
    }

    @AfterEach
    void stop() throws Exception {
        commands.close();
    }

    private static StoreDefinition store(EvilMember member) {
        return new StoreDefinition(
                "evil",
                EtcdEngine.KIND,
                Map.of(
                        "port",
                        Integer.toString(member.port()),
                        "username",
                        "root",
                        "password",
                        SECRET,
                        "timeout",
                        "2"));
    }

    private StoreException refusal(EvilMember member) {
        long began = System.nanoTime();
        StoreException refusal = catchThrowableOfType(
                StoreException.class,
                () -> engine.dump(
                        new DumpRequest(
                                store(member), Clock.systemUTC().instant().plus(TIME)),
                        new KeptStreams().sink()));
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(20));
        StringWriter said = new StringWriter();
        refusal.printStackTrace(new PrintWriter(said));
        said.append(refusal.hint());
        assertThat(said.toString()).doesNotContain(SECRET).doesNotContain("token-of-evil");
        return refusal;
    }

    private Reason reason(String path, EvilMember.Answer answer) throws IOException {
        try (EvilMember member = new EvilMember(path, answer)) {
            return refusal(member).reason();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\r\n\r\n",
                "-ERR what\r\n",
                "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n{}",
                "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{",
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\nwhat\r\n",
                "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 204 No Content\r\n\r\n"
            })
    void anAnswerThatIsNoneIsRefused(String answer) throws IOException {
        assertThat(reason("/v3/maintenance/status", saying(answer))).isEqualTo(Reason.UNREACHABLE);
        assertThat(reason("/version", saying(answer))).isEqualTo(Reason.UNREACHABLE);
    }

    @Test
    void endlessAnswersAreRefused() throws IOException {
        for (String path : new String[] {"/version", "/v3/maintenance/status", "/v3/auth/authenticate", SNAPSHOT}) {
            assertThat(reason(path, repeating("", "x"))).as(path).isEqualTo(Reason.UNREACHABLE);
            assertThat(reason(path, repeating("HTTP/1.1 200 OK\r\n", "A: b\r\n")))
                    .as(path)
                    .isEqualTo(Reason.UNREACHABLE);
            assertThat(reason(path, repeating("HTTP/1.1 200 OK\r\n\r\n{\"a\":\"", "long")))
                    .as(path)
                    .isIn(Reason.UNREACHABLE, Reason.DEADLINE);
            assertThat(reason(path, repeating("HTTP/1.1 200 OK\r\n\r\n", "[")))
                    .as(path)
                    .isIn(Reason.UNREACHABLE, Reason.DEADLINE);
            assertThat(reason(path, repeating("HTTP/1.1 200 OK\r\n\r\n", "[1],")))
                    .as(path)
                    .isIn(Reason.UNREACHABLE, Reason.DEADLINE);
            assertThat(reason(path, repeating("HTTP/1.1 200 OK\r\n\r\n{\"a\":[1", ",1")))
                    .as(path)
                    .isIn(Reason.UNREACHABLE, Reason.DEADLINE);
            assertThat(reason(path, repeating("HTTP/1.1 500 X\r\n\r\n", " ")))
                    .as(path)
                    .isIn(Reason.UNREACHABLE, Reason.DEADLINE, Reason.TOOL_FAILED);
        }
    }

    @Test
    void aSnapshotWithoutEndIsRefused() throws IOException {
        String part = "{\"result\":{\"blob\":\"" + "A".repeat(4096) + "\"}}\n";
        assertThat(reason(SNAPSHOT, repeating("HTTP/1.1 200 OK\r\n\r\n", part)))
                .isIn(Reason.INCOMPLETE, Reason.DEADLINE);
        assertThat(reason(SNAPSHOT, repeating("HTTP/1.1 200 OK\r\n\r\n{\"result\":{\"blob\":\"", "AAAA")))
                .isIn(Reason.INCOMPLETE, Reason.DEADLINE);
    }

    @Test
    void silenceAndEndlessWaitingEnd() throws IOException {
        assertThat(reason("/version", saying(""))).isEqualTo(Reason.UNREACHABLE);
        assertThat(reason(SNAPSHOT, saying(OK + "10\r\n"))).isEqualTo(Reason.UNREACHABLE);
        assertThat(reason(SNAPSHOT, out -> {
                    saying(OK).write(out);
                    while (true) {
                        saying("1\r\n \r\n").write(out);
                        sleep();
                    }
                }))
                .isEqualTo(Reason.DEADLINE);
    }

    private static void sleep() throws IOException {
        try {
            Thread.sleep(300);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static String part(byte[] bytes) {
        return "{\"result\":{\"remaining_bytes\":\"1\",\"blob\":\""
                + Base64.getEncoder().encodeToString(bytes) + "\"}}\n";
    }

    private static byte[] sealed(byte[] bytes) throws Exception {
        byte[] seal = MessageDigest.getInstance("SHA-256").digest(bytes);
        byte[] both = Arrays.copyOf(bytes, bytes.length + seal.length);
        System.arraycopy(seal, 0, both, bytes.length, seal.length);
        return both;
    }

    private static byte[] database() {
        return new BoltBytes().change(2, "a", "1").change(3, "b", "2").bytes().array();
    }

    @Test
    void aSnapshotThatIsNotWholeIsNeverComplete() throws Exception {
        byte[] whole = sealed(database());
        assertThat(reason(SNAPSHOT, answering(200, ""))).isEqualTo(Reason.INCOMPLETE);
        assertThat(reason(SNAPSHOT, answering(200, "{}"))).isEqualTo(Reason.INCOMPLETE);
        assertThat(reason(SNAPSHOT, answering(200, part(database())))).isEqualTo(Reason.INCOMPLETE);
        for (int length : new int[] {1, 32, 4096, 8192, whole.length - 1}) {
            assertThat(reason(SNAPSHOT, answering(200, part(Arrays.copyOf(whole, length)))))
                    .as("cut at %s", length)
                    .isEqualTo(Reason.INCOMPLETE);
        }
        byte[] flipped = whole.clone();
        flipped[whole.length / 2] ^= 1;
        assertThat(reason(SNAPSHOT, answering(200, part(flipped)))).isEqualTo(Reason.INCOMPLETE);
        ByteBuffer loop = new BoltBytes().change(2, "a", "1").bytes();
        BoltBytes.meta(loop, BoltBytes.PAGE, BoltBytes.KEYS, 4);
        assertThat(reason(
                        SNAPSHOT,
                        answering(
                                200,
                                part(sealed(loop.putShort(BoltBytes.KEYS * BoltBytes.PAGE + 8, (short) 1)
                                        .array())))))
                .as("a right seal on what is no database")
                .isEqualTo(Reason.INCOMPLETE);
        assertThat(reason(
                        SNAPSHOT,
                        answering(200, part(Arrays.copyOf(whole, 100)) + "{\"error\":{\"message\":\"disk broke\"}}")))
                .isEqualTo(Reason.TOOL_FAILED);
        assertThat(reason(SNAPSHOT, answering(200, part(Arrays.copyOf(whole, 100)) + "{\"result\":{\"blob\":\"AAA")))
                .isEqualTo(Reason.UNREACHABLE);
        assertThat(reason(SNAPSHOT, answering(200, "{\"result\":{\"blob\":[1,2]}}")))
                .isEqualTo(Reason.UNREACHABLE);
        assertThat(reason(SNAPSHOT, answering(200, "{\"result\":{\"blob\":\"!!!!\"}}")))
                .isEqualTo(Reason.UNREACHABLE);
    }

    /** Right bytes, but the cluster's own count of keys at that revision is another: none. */
    @Test
    void aSnapshotThatTheClusterContradictsIsNotComplete() throws Exception {
        byte[] whole = part(sealed(database())).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        try (EvilMember member =
                EvilMember.good(Map.of(SNAPSHOT, new String(whole, java.nio.charset.StandardCharsets.US_ASCII)))) {
            StoreException refusal = refusal(member);
            assertThat(refusal.reason()).isEqualTo(Reason.INCOMPLETE);
            assertThat(refusal).hasMessageContaining("the cluster counts 0 keys, the snapshot that it sent holds 2");
        }
    }

    @Test
    void refusedCredentialsAreShownOnce() throws IOException {
        try (EvilMember member = new EvilMember(
                "/v3/auth/authenticate",
                answering(
                        400,
                        "{\"error\":\"etcdserver: authentication failed, invalid user ID or password\",\"code\":3}"))) {
            StoreException refusal = refusal(member);
            assertThat(refusal.reason()).isEqualTo(Reason.ACCESS_DENIED);
            assertThat(refusal.isTransient()).isFalse();
            assertThat(member.asked()).containsExactly("/v3/auth/authenticate");
        }
    }

    @Test
    void theSecretIsNotSaidEvenIfTheMemberDoes() throws Exception {
        assertThat(reason(SNAPSHOT, answering(500, "{\"error\":{\"message\":\"" + SECRET + " token-of-evil\"}}")))
                .isEqualTo(Reason.TOOL_FAILED);
        assertThat(reason("/v3/auth/authenticate", answering(500, "{\"error\":\"" + SECRET + "x".repeat(5000) + "\"}")))
                .isEqualTo(Reason.TOOL_FAILED);
        try (EvilMember member = new EvilMember(
                "/v3/auth/user/list", answering(403, "{\"error\":\"" + SECRET + " permission denied\"}"))) {
            Probe probe = engine.probe(store(member));
            assertThat(probe.ready()).isFalse();
            assertThat(probe.toString()).doesNotContain(SECRET);
        }
    }

    /** Keys that do not ascend would never end; a page without keys too. */
    @Test
    void keysThatDoNotEndAreRefused() throws Exception {
        String key = "{\"key\":\"YQ==\",\"value\":\"YQ==\"}";
        for (String page : new String[] {
            "{\"kvs\":[" + key + "," + key + "]}",
            "{\"more\":true}",
            "{\"kvs\":[{\"value\":\"YQ==\"}]}",
            "{\"kvs\":[{\"key\":\"!\"}]}",
            "[]"
        }) {
            try (EvilMember member = new EvilMember("/v3/kv/range", new OnlyPages(page))) {
                StoreException refusal = catchThrowableOfType(
                        StoreException.class,
                        () -> engine.evidence(new RestoreTarget(store(member), Map.of()), Optional.empty()));
                assertThat(refusal.reason()).as(page).isEqualTo(Reason.UNREACHABLE);
            }
        }
    }

    /** Answers each request of a connection alike. */
    private record OnlyPages(String page) implements EvilMember.Answer {
        @Override
        public void write(java.io.OutputStream out) throws IOException {
            for (int i = 0; i < 5; i++) {
                answering(200, page).write(out);
            }
        }
    }
}
