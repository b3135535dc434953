package io.snapledger.repository.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.snapledger.repository.BackendContext;
import io.snapledger.repository.DamagedSnapshotException;
import io.snapledger.repository.ObjectSource;
import io.snapledger.repository.RepositoryBackend;
import io.snapledger.repository.RepositoryException;
import io.snapledger.repository.RepositoryFullException;
import io.snapledger.repository.RepositoryKinds;
import io.snapledger.repository.RepositoryReadOnlyException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Adversary: a server that answers whatever it likes. */
class HostileServerTest {

    private HttpServer server;
    private RepositoryBackend backend;
    private volatile Answer answer;

    @FunctionalInterface
    private interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                exchange.getRequestBody().readAllBytes();
                answer.to(exchange);
            }
        });
        server.start();
        backend = RepositoryKinds.onClassPath()
                .open(
                        "main",
                        Map.of(
                                "kind", "s3",
                                "bucket", "hostile",
                                "prefix", "ours",
                                "endpoint",
                                        "http://127.0.0.1:"
                                                + server.getAddress().getPort(),
                                "access-key", "anybody",
                                "secret-key", "anything"),
                        BackendContext.writing(Clock.systemUTC()));
    }

    @AfterEach
    void end() {
        backend.close();
        server.stop(0);
    }

    @Test
    void aListingOutOfOrderIsRefused() {
        answer = page(false, "ours/b", "ours/a");

        assertUnsound();
    }

    @Test
    void aListingThatNeverEndsIsRefused() {
        answer = page(true, "ours/a");

        assertUnsound();
    }

    @Test
    void emptyPagesWithoutEndAreRefused() {
        AtomicInteger pages = new AtomicInteger();
        answer = exchange -> {
            pages.incrementAndGet();
            page(true).to(exchange);
        };

        assertUnsound();
        assertThat(pages.get()).isLessThan(200);
    }

    @Test
    void whatIsOutsideOfThePrefixOrHasNoNameOfOursIsAStray() {
        answer = page(false, "elsewhere/x", "ours/../keys/x", "ours/.tmp", "ours/a", "ours/b/", "ours/b/c");
        List<String> keys = new ArrayList<>();
        List<String> strays = new ArrayList<>();

        backend.list("", object -> keys.add(object.key()), stray -> strays.add(stray.name()));

        assertThat(keys).containsExactly("a", "b/c");
        assertThat(strays).containsExactly("elsewhere/x", "../keys/x", ".tmp", "b/");
    }

    @Test
    void aPageLongerThanAnyIsNotReadToItsEnd() {
        byte[] filler = new byte[1 << 20];
        Arrays.fill(filler, (byte) ' ');
        AtomicInteger sent = new AtomicInteger();
        answer = exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write("<ListBucketResult>".getBytes(UTF_8));
                for (int i = 0; i < 1_000; i++) {
                    out.write(filler);
                    sent.incrementAndGet();
                }
            }
        };

        assertThatThrownBy(() -> backend.list("", object -> {})).isInstanceOf(RepositoryException.class);
        assertThat(sent.get()).isLessThan(100);
    }

    @Test
    void anObjectLongerThanItsKindIsNotReadToItsEnd() {
        answer = exchange -> {
            exchange.getResponseHeaders().add("ETag", "\"x\"");
            exchange.sendResponseHeaders(200, 0); // without a length
            try (OutputStream out = exchange.getResponseBody()) {
                for (int i = 0; i < 100_000; i++) {
                    out.write(new byte[8192]);
                }
            } catch (IOException e) {
                // nobody reads any more
            }
        };

        assertThatThrownBy(() -> backend.get("a", 1_000)).isInstanceOf(DamagedSnapshotException.class);
    }

    @Test
    void anotherRangeThanWasAskedForIsNotTakenForIt() {
        answer = exchange -> {
            byte[] whole = "the whole object".getBytes(UTF_8);
            exchange.sendResponseHeaders(200, whole.length);
            exchange.getResponseBody().write(whole);
        };

        assertThatThrownBy(() -> backend.read("a", 4, 5)).isInstanceOf(RepositoryException.Permanent.class);
    }

    @Test
    void aRangeHasNoMoreBytesThanWereAskedFor() throws IOException {
        answer = exchange -> {
            exchange.getResponseHeaders().add("Content-Range", "bytes 4-8/100");
            exchange.sendResponseHeaders(206, 50);
            exchange.getResponseBody().write(new byte[50]);
        };

        try (InputStream in = backend.read("a", 4, 5)) {
            assertThat(in.readAllBytes()).hasSize(5);
        }
    }

    @Test
    void anAnswerThatBreaksOffIsNoObject() {
        answer = exchange -> {
            exchange.getResponseHeaders().add("ETag", "\"x\"");
            exchange.sendResponseHeaders(200, 50);
            exchange.getResponseBody().write(new byte[20]);
        };

        assertThatThrownBy(() -> backend.get("a", 1_000)).isInstanceOf(RepositoryException.Transient.class);
    }

    @ParameterizedTest
    @CsvSource({
        "500, InternalError, io.snapledger.repository.RepositoryException$Transient, repository-io",
        "503, SlowDown, io.snapledger.repository.RepositoryException$Transient, repository-io",
        "507, InsufficientStorage, io.snapledger.repository.RepositoryFullException, repository-full",
        "403, QuotaExceeded, io.snapledger.repository.RepositoryFullException, repository-full",
        "403, AccessDenied, io.snapledger.repository.RepositoryReadOnlyException, repository-read-only",
        "403, SignatureDoesNotMatch, io.snapledger.repository.RepositoryException$Permanent, repository-denied",
        "501, NotImplemented, io.snapledger.repository.RepositoryException$Permanent, repository-unsound",
        "400, InvalidArgument, io.snapledger.repository.RepositoryException$Permanent, repository-unsound",
    })
    void eachRefusalOfAWriteHasItsMeaning(int status, String code, Class<?> type, String word) {
        answer = refusal(status, code);

        assertThatThrownBy(() -> backend.create("a", ObjectSource.bytes(new byte[1])))
                .isInstanceOf(type)
                .satisfies(e -> assertThat(((RepositoryException) e).code()).isEqualTo(word));
    }

    @Test
    void whoMayNotReadIsNotToldThatHeMayNotWrite() {
        answer = refusal(403, "AccessDenied");

        assertThatThrownBy(() -> backend.get("a", 1))
                .isNotInstanceOf(RepositoryReadOnlyException.class)
                .isNotInstanceOf(RepositoryFullException.class)
                .satisfies(e -> assertThat(((RepositoryException) e).code()).isEqualTo("repository-denied"));
    }

    @Test
    void deletionsThatFailAreCollected() {
        answer = xml(200, """
                <DeleteResult><Error><Key>ours/a</Key><Code>AccessDenied</Code><Message>no</Message></Error>
                <Error><Key>ours/b</Key><Code>InternalError</Code><Message>no</Message></Error>
                <Error><Key>ours/c</Key><Code>NoSuchKey</Code><Message>no</Message></Error></DeleteResult>""");

        assertThatThrownBy(() -> backend.delete(List.of("a", "b", "c")))
                .isInstanceOf(RepositoryReadOnlyException.class)
                .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
    }

    private void assertUnsound() {
        assertThatThrownBy(() -> backend.list("", object -> {}))
                .isInstanceOf(RepositoryException.Permanent.class)
                .satisfies(e -> assertThat(((RepositoryException) e).code()).isEqualTo("repository-unsound"));
    }

    private static Answer page(boolean more, String... keys) {
        String contents = Stream.of(keys)
                .map(key -> "<Contents><Key>" + key + "</Key><Size>1</Size><ETag>\"e\"</ETag></Contents>")
                .collect(Collectors.joining());
        return xml(
                200,
                "<ListBucketResult><IsTruncated>" + more + "</IsTruncated>"
                        + (more ? "<NextContinuationToken>again</NextContinuationToken>" : "") + contents
                        + "</ListBucketResult>");
    }

    private static Answer refusal(int status, String code) {
        return xml(status, "<Error><Code>" + code + "</Code><Message>because</Message></Error>");
    }

    private static Answer xml(int status, String text) {
        return exchange -> {
            byte[] bytes = ("<?xml version=\"1.0\"?>" + text).getBytes(UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/xml");
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        };
    }
}
