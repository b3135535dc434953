package io.snapledger.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** The services with canned answers. Strict: a request that nobody expected is remembered and answered with 500. */
final class FakeServices implements AutoCloseable {

    private record Answer(int status, String body) {}

    private final HttpServer server;
    private final Map<String, Deque<Answer>> answers = new ConcurrentHashMap<>();
    private final List<String> unexpected = new CopyOnWriteArrayList<>();
    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private final List<String> authorizations = new CopyOnWriteArrayList<>();
    private volatile String challenge;

    FakeServices() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "fake");
            thread.setDaemon(true);
            return thread;
        }));
        server.createContext("/", this::answer);
        server.start();
    }

    /** Answers {@code GET /path?query}; the last answer given for a request stays. */
    FakeServices on(String request, int status, String body) {
        answers.computeIfAbsent(request, key -> new ArrayDeque<>()).add(new Answer(status, body));
        return this;
    }

    /** Hears only who shows a token, and says in which file it lies. */
    FakeServices locked(java.nio.file.Path tokenFile) {
        challenge = "Bearer realm=\"snapledger\", token_file=\"" + tokenFile + "\"";
        return this;
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    List<String> unexpected() {
        return unexpected;
    }

    /** What was posted. */
    List<String> bodies() {
        return bodies;
    }

    /** What was shown to prove who asks. */
    List<String> authorizations() {
        return authorizations;
    }

    private void answer(HttpExchange exchange) throws IOException {
        String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        if (!body.isEmpty()) {
            bodies.add(body);
        }
        authorizations.addAll(exchange.getRequestHeaders().getOrDefault("Authorization", List.of()));
        boolean stranger = challenge != null && !exchange.getRequestHeaders().containsKey("Authorization");
        if (stranger) {
            exchange.getResponseHeaders().add("WWW-Authenticate", challenge);
        }
        Answer answer = stranger ? new Answer(401, Canned.error("unauthorized")) : next(request);
        byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private synchronized Answer next(String request) {
        Deque<Answer> known = answers.get(request);
        if (known == null) {
            if (request.contains("/api/events/stream")) {
                return new Answer(404, ""); // without live events the command line looks each second
            }
            if (request.equals("GET /api/installation")) {
                return new Answer(404, ""); // services in processes of their own
            }
            unexpected.add(request);
            return new Answer(500, "{\"code\":\"unexpected\",\"message\":\"" + request + "\",\"hint\":\"\"}");
        }
        return known.size() > 1 ? known.poll() : known.peek();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
