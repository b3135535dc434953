package io.snapledger.testkit.storage;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.snapledger.repository.AttemptId;
import io.snapledger.repository.Decision;
import io.snapledger.repository.DecisionCodec;
import io.snapledger.repository.DecisionFilter;
import io.snapledger.repository.ObjectMissingException;
import io.snapledger.repository.Pin;
import io.snapledger.repository.PinHolder;
import io.snapledger.repository.RepositoryException;
import io.snapledger.repository.RepositoryInfoCodec;
import io.snapledger.repository.SegmentId;
import io.snapledger.repository.SnapshotId;
import io.snapledger.repository.SnapshotRepository;
import io.snapledger.repository.StoreName;
import io.snapledger.repository.WrappedKey;
import io.snapledger.repository.http.RepositoryBodies;
import io.snapledger.repository.http.RepositoryErrors;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The addresses of storage-service that its clients use, over one repository: what {@code HttpRepository} asks for, answered in
 * the words of the real service. Refuses whoever does not show the token, and every address it does not know with 405.
 */
public final class StorageHttpDouble implements AutoCloseable {

    private final SnapshotRepository repository;
    private final String token;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(4);

    /** Serves on a free port of loopback until it is closed. */
    public StorageHttpDouble(SnapshotRepository repository, String token) throws IOException {
        this.repository = repository;
        this.token = token;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/internal/repositories/" + repository.name(), this::handle);
        server.start();
    }

    /** Where it is: {@code http://127.0.0.1:<port>}. */
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!("Bearer " + token).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                exchange.sendResponseHeaders(401, -1);
                return;
            }
            try {
                answer(exchange, exchange.getRequestBody().readAllBytes());
            } catch (RepositoryException e) {
                send(exchange, RepositoryErrors.status(e), RepositoryErrors.body(e));
            }
        }
    }

    private void answer(HttpExchange exchange, byte[] body) throws IOException {
        String[] path = exchange.getRequestURI()
                .getPath()
                .substring("/internal/repositories/".length())
                .split("/");
        String what = exchange.getRequestMethod() + " " + (path.length > 1 ? path[1] : "info") + " " + path.length;
        switch (what) {
            case "GET info 1" -> send(exchange, 200, RepositoryInfoCodec.write(repository.info()));
            case "GET decisions 2" ->
                send(exchange, 200, RepositoryBodies.writeDecisions(repository.decisions(filter(exchange))));
            case "GET decided 2" ->
                send(exchange, 200, RepositoryBodies.writeDecided(repository.decided(filter(exchange), stray -> {})));
            case "GET decisions 4" ->
                send(
                        exchange,
                        200,
                        DecisionCodec.write(repository
                                .decision(new StoreName(path[2]), new SnapshotId(path[3]))
                                .orElseThrow(() -> ObjectMissingException.told("no decision of " + path[3]))));
            case "GET segments 6" -> segment(exchange, path);
            case "GET lists 5" ->
                send(
                        exchange,
                        200,
                        repository.segmentList(
                                new StoreName(path[2]), new SnapshotId(path[3]), AttemptId.parse(path[4])));
            case "PUT pins 4" -> {
                repository.pin(new Pin(
                        new SnapshotId(path[2]),
                        new PinHolder(path[3]),
                        parameter(exchange, "deadline").map(Instant::parse).orElse(null)));
                exchange.sendResponseHeaders(204, -1);
            }
            case "DELETE pins 4" -> {
                repository.unpin(new SnapshotId(path[2]), new PinHolder(path[3]));
                exchange.sendResponseHeaders(204, -1);
            }
            case "GET keys 3" ->
                send(exchange, 200, RepositoryBodies.writeKeys(repository.wrappedKeys(new StoreName(path[2]))));
            case "PUT keys 5" -> {
                repository.addWrappedKey(new WrappedKey(new StoreName(path[2]), path[3], path[4], body));
                exchange.sendResponseHeaders(204, -1);
            }
            default -> exchange.sendResponseHeaders(405, -1);
        }
    }

    private static DecisionFilter filter(HttpExchange exchange) {
        return new DecisionFilter(
                parameter(exchange, "store").map(StoreName::new).orElse(null),
                parameter(exchange, "plan").orElse(null),
                parameter(exchange, "backup").orElse(null),
                parameters(exchange, "state").map(Decision.State::valueOf).collect(Collectors.toSet()),
                parameter(exchange, "since").map(Instant::parse).orElse(null),
                parameter(exchange, "until").map(Instant::parse).orElse(null));
    }

    private static Optional<String> parameter(HttpExchange exchange, String name) {
        return parameters(exchange, name).findFirst();
    }

    private static Stream<String> parameters(HttpExchange exchange, String name) {
        String query = exchange.getRequestURI().getQuery();
        return query == null
                ? Stream.empty()
                : Stream.of(query.split("&"))
                        .filter(parameter -> parameter.startsWith(name + "="))
                        .map(parameter -> parameter.substring(name.length() + 1));
    }

    private void segment(HttpExchange exchange, String[] path) throws IOException {
        String[] range = exchange.getRequestHeaders()
                .getFirst("Range")
                .substring("bytes=".length())
                .split("-");
        long first = Long.parseLong(range[0]);
        SegmentId id = new SegmentId(
                new StoreName(path[2]), new SnapshotId(path[3]), AttemptId.parse(path[4]), Integer.parseInt(path[5]));
        byte[] bytes;
        try (var in = repository.segment(id, first, Long.parseLong(range[1]) - first + 1)) {
            bytes = in.readAllBytes();
        }
        send(exchange, bytes.length == 0 ? 416 : 206, bytes);
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
