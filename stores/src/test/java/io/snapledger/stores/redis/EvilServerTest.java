package io.snapledger.stores.redis;

import static io.snapledger.stores.redis.EvilServer.repeating;
import static io.snapledger.stores.redis.EvilServer.saying;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.snapledger.stores.DumpRequest;
import io.snapledger.stores.EngineContext;
import io.snapledger.stores.KeptStreams;
import io.snapledger.stores.Probe;
import io.snapledger.stores.StoreDefinition;
import io.snapledger.stores.StoreException;
import io.snapledger.stores.StoreException.Reason;
import io.snapledger.stores.command.LocalCommandRunner;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that is a stranger: refused within seconds, in bounded memory, with nothing of the secret told. */
class EvilServerTest {

    private static final String SECRET = "hunter2-is-secret";
    private static final Duration TIME = Duration.ofSeconds(4);

    @TempDir
    Path scratch;

    private LocalCommandRunner commands;
    private RedisEngine engine;

    @BeforeEach
    void start() throws Exception {
        commands = new LocalCommandRunner(scratch);
        engine = new RedisEngine(new EngineContext(commands, Clock.systemUTC()));
    }

    @AfterEach
    void stop() throws Exception {
        commands.close();
    }

    private static StoreDefinition store(EvilServer server) {
        return new StoreDefinition(
                "evil",
                RedisEngine.KIND,
                Map.of("port", Integer.toString(server.port()), "password", SECRET, "timeout", "2"));
    }

    private StoreException refusal(EvilServer server) {
        long began = System.nanoTime();
        StoreException refusal = catchThrowableOfType(
                StoreException.class,
                () -> engine.dump(
                        new DumpRequest(
                                store(server), Clock.systemUTC().instant().plus(TIME)),
                        new KeptStreams().sink()));
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(20));
        StringWriter said = new StringWriter();
        refusal.printStackTrace(new PrintWriter(said));
        said.append(refusal.hint());
        assertThat(said.toString()).doesNotContain(SECRET);
        return refusal;
    }

    private Reason reason(String command, EvilServer.Answer answer) throws IOException {
        try (EvilServer server = new EvilServer(command, answer)) {
            return refusal(server).reason();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$-5\r\n",
                "$99999999999\r\n",
                "$99999999999999999999999\r\n",
                "$5\r\nab\r\n",
                "*-9\r\n",
                "*99999999999\r\n",
                "*2147483647\r\n$-1\r\n",
                "!what\r\n",
                "HTTP/1.1 400 Bad Request\r\n\r\n",
                ":x\r\n",
                "$3\r\nabcXY"
            })
    void anAnswerThatIsNoneIsRefused(String answer) throws IOException {
        assertThat(reason("INFO", saying(answer))).isEqualTo(Reason.UNREACHABLE);
    }

    @Test
    void endlessAnswersAreRefused() throws IOException {
        assertThat(reason("INFO", repeating("", "*1\r\n"))).isEqualTo(Reason.UNREACHABLE);
        assertThat(reason("INFO", repeating("+", "long"))).isEqualTo(Reason.UNREACHABLE);
        assertThat(reason("INFO", repeating("*1000000\r\n", "$-1\r\n"))).isNotNull();
        assertThat(reason("INFO", repeating("$60000000\r\n", "x".repeat(1000)))).isEqualTo(Reason.UNREACHABLE);
        assertThat(reason("SYNC", repeating("$EOF:", "x"))).isEqualTo(Reason.UNREACHABLE);
    }

    @Test
    void silenceAndEndlessWaitingEnd() throws IOException {
        assertThat(reason("INFO", saying(""))).isEqualTo(Reason.UNREACHABLE);
        assertThat(reason("SYNC", repeating("", "\n"))).isEqualTo(Reason.DEADLINE);
        assertThat(reason("SYNC", saying("$1000\r\nREDIS0010"))).isEqualTo(Reason.UNREACHABLE);
    }

    @Test
    void whatIsNoRdbIsIncomplete() throws IOException {
        assertThat(reason("SYNC", repeating("$9000000000\r\n", "x"))).isEqualTo(Reason.INCOMPLETE);
        assertThat(reason("SYNC", saying("$18\r\nREDIS0010\u00ff\0\0\0\0\0\0\0\1")))
                .isEqualTo(Reason.INCOMPLETE);
        assertThat(reason("SYNC", saying("$19\r\nREDIS0010\u00ff\0\0\0\0\0\0\0\0x")))
                .isEqualTo(Reason.INCOMPLETE);
        String mark = "m".repeat(40);
        String wrong = "$EOF:" + mark + "\r\nREDIS0010\u00ff\0\0\0\0\0\0\0\0" + "n".repeat(40);
        assertThat(reason("SYNC", saying(wrong))).isEqualTo(Reason.INCOMPLETE);
        assertThat(reason("SYNC", saying("$-7\r\n"))).isEqualTo(Reason.UNREACHABLE);
        assertThat(reason("SYNC", saying("+CONTINUE\r\n"))).isEqualTo(Reason.UNREACHABLE);
    }

    /** One key after the other for ever, in constant memory, until the time is over. */
    @Test
    void anEndlessRdbEndsWithTheTime() throws IOException {
        String begin = "$9000000000000\r\nREDIS0010\u00fe\0";
        assertThat(reason("SYNC", repeating(begin, "\0\3key\5value"))).isEqualTo(Reason.DEADLINE);
        assertThat(reason("SYNC", repeating(begin + "\1\3key\u0081\177\177\177\177\177\177\177\177", "\5value")))
                .isEqualTo(Reason.DEADLINE);
    }

    @Test
    void theSecretIsNotSaidEvenIfTheServerDoes() throws IOException {
        assertThat(reason("AUTH", saying("-ERR invalid password '" + SECRET + "'\r\n")))
                .isEqualTo(Reason.ACCESS_DENIED);
        assertThat(reason("SYNC", saying("-ERR wrong '" + SECRET + "' \u0007\u001b[31m" + "x".repeat(5000) + "\r\n")))
                .isEqualTo(Reason.TOOL_FAILED);
        try (EvilServer server = new EvilServer("INFO", saying("-ERR " + SECRET + "\r\n"))) {
            Probe probe = engine.probe(store(server));
            assertThat(probe.ready()).isFalse();
            assertThat(probe.toString()).doesNotContain(SECRET);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
