package io.snapledger.repository.http;

import static io.snapledger.repository.Samples.STORE;
import static io.snapledger.repository.Samples.attempt;
import static io.snapledger.repository.Samples.snapshot;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.snapledger.repository.DamagedSnapshotException;
import io.snapledger.repository.DecidedSnapshot;
import io.snapledger.repository.Decision;
import io.snapledger.repository.DecisionCodec;
import io.snapledger.repository.DecisionFilter;
import io.snapledger.repository.ObjectMissingException;
import io.snapledger.repository.Pin;
import io.snapledger.repository.PinHolder;
import io.snapledger.repository.RepositoryException;
import io.snapledger.repository.RepositoryFullException;
import io.snapledger.repository.RepositoryReadOnlyException;
import io.snapledger.repository.Samples;
import io.snapledger.repository.SegmentId;
import io.snapledger.repository.WrappedKey;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpRepositoryTest {

    private final byte[] segment = Samples.noise(500_000, 1);
    private final Decision decision = new Decision.Aborted(Samples.subject(snapshot(1)), "deadline", Samples.NOW);
    private final List<String> requests = new ArrayList<>();
    private HttpServer server;
    private HttpRepository repository;
    private RepositoryException failure;
    private String names = "";

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        URI base = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        repository = new HttpRepository("main", base, () -> "token", Duration.ofSeconds(10));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void aRangeOfASegmentIsReadAsFarAsTheSegmentGoes() throws IOException {
        SegmentId id = new SegmentId(STORE, snapshot(1), attempt(1), 1);

        try (InputStream in = repository.segment(id, 100_000, 1000)) {
            assertThat(in.readAllBytes()).isEqualTo(Arrays.copyOfRange(segment, 100_000, 101_000));
        }
        try (InputStream in = repository.segment(id, 499_000, 5000)) {
            assertThat(in.readAllBytes()).hasSize(1000);
        }
        try (InputStream in = repository.segment(id, 600_000, 5000)) {
            assertThat(in.readAllBytes()).isEmpty();
        }
        assertThat(requests.get(0)).isEqualTo("GET /internal/repositories/main/segments/" + id + " Bearer token");
    }

    @Test
    void decisionsComeAsTheyAreStored() {
        assertThat(repository.decision(STORE, snapshot(1))).contains(decision);
        assertThat(repository.decision(STORE, snapshot(2))).isEmpty();
        assertThat(repository.decisions(DecisionFilter.ofStore(STORE).inState(Decision.State.ABORTED)))
                .containsExactly(decision, decision);
        assertThat(requests.get(2)).contains("/decisions?store=shop&state=ABORTED");
    }

    @Test
    void namesOfDecisionsAreTheirStoresAndSnapshots() {
        names = STORE + "/" + snapshot(2) + "\n" + STORE + "/" + snapshot(1) + "\n";

        assertThat(repository.decided(DecisionFilter.ofStore(STORE), stray -> {}))
                .containsExactly(new DecidedSnapshot(STORE, snapshot(2)), new DecidedSnapshot(STORE, snapshot(1)));
        assertThat(requests.get(0)).contains("/decided?store=shop");
    }

    @Test
    void namesThatNoDecisionHasAreNotTaken() {
        for (String line : List.of(
                "shop", "shop/../../etc\n", "SHOP/" + snapshot(1) + "\n", "shop/" + snapshot(1), "\n", "shop/x/y\n")) {
            names = line;

            assertThatThrownBy(() -> repository.decided(DecisionFilter.ALL, stray -> {}))
                    .as(line)
                    .isInstanceOf(RepositoryException.Transient.class)
                    .hasMessageContaining("no answer");
        }
    }

    @Test
    void pinsAndKeysArePutAndDeleted() {
        repository.pin(new Pin(snapshot(1), PinHolder.restore("r-1"), Samples.NOW));
        repository.unpin(snapshot(1), PinHolder.restore("r-1"));
        repository.addWrappedKey(new WrappedKey(STORE, "0123456789abcdef", "fedcba9876543210", new byte[] {1}));

        String pin = "/internal/repositories/main/pins/" + snapshot(1) + "/restore-r-1";
        assertThat(requests)
                .containsExactly(
                        "PUT " + pin + "?deadline=2026-11-21T00%3A10%3A00Z Bearer token",
                        "DELETE " + pin + " Bearer token",
                        "PUT /internal/repositories/main/keys/shop/0123456789abcdef/fedcba9876543210 Bearer token");
        assertThat(repository.wrappedKeys(STORE)).hasSize(1);
    }

    @Test
    void whatTheServerCaughtTheClientThrows() {
        for (RepositoryException thrown : List.of(
                new ObjectMissingException("segments/x"),
                new RepositoryFullException("no room; HINT: make some", null),
                new RepositoryReadOnlyException("may not write", null),
                new DamagedSnapshotException("segments/x", "this", "that"),
                new RepositoryException.Transient("repository-io", "the disk is away"),
                new RepositoryException.Permanent("format-unknown", "version 9"))) {
            failure = thrown;
            assertThatThrownBy(() -> repository.segmentList(STORE, snapshot(1), attempt(1)))
                    .hasSameClassAs(thrown)
                    .satisfies(e -> assertThat(((RepositoryException) e).code()).isEqualTo(thrown.code()))
                    .hasMessageContaining(thrown.getMessage().split(";")[0]);
        }
    }

    @Test
    void aStorageServiceThatIsAwayIsAFailureThatMayPass() {
        server.stop(0);

        assertThatThrownBy(() -> repository.wrappedKeys(STORE))
                .isInstanceOf(RepositoryException.Transient.class)
                .hasMessageContaining("is it running?");
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().toString();
        requests.add(exchange.getRequestMethod() + " " + path + " "
                + exchange.getRequestHeaders().getFirst("Authorization"));
        if (failure != null) {
            send(exchange, RepositoryErrors.status(failure), RepositoryErrors.body(failure));
        } else if (!exchange.getRequestMethod().equals("GET")) {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(204, -1);
        } else if (path.contains("/segments/")) {
            String[] range =
                    exchange.getRequestHeaders().getFirst("Range").substring(6).split("-");
            int from = Integer.parseInt(range[0]);
            if (from >= segment.length) {
                exchange.sendResponseHeaders(416, -1);
            } else {
                int to = Math.min(segment.length, Integer.parseInt(range[1]) + 1);
                send(exchange, 206, Arrays.copyOfRange(segment, from, to));
            }
        } else if (path.endsWith("/decisions/shop/" + snapshot(1))) {
            send(exchange, 200, DecisionCodec.write(decision));
        } else if (path.contains("/decided?")) {
            send(exchange, 200, names.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        } else if (path.contains("/decisions?")) {
            send(exchange, 200, RepositoryBodies.writeDecisions(List.of(decision, decision)));
        } else if (path.endsWith("/keys/shop")) {
            send(
                    exchange,
                    200,
                    RepositoryBodies.writeKeys(
                            List.of(new WrappedKey(STORE, "0123456789abcdef", "fedcba9876543210", new byte[] {1}))));
        } else {
            ObjectMissingException missing = new ObjectMissingException(path);
            send(exchange, RepositoryErrors.status(missing), RepositoryErrors.body(missing));
        }
        exchange.close();
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }
}
