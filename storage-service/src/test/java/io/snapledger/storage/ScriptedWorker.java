package io.snapledger.storage;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.snapledger.testkit.kafka.TestSeal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A real server that offers staged segments the way dump-service does, and misbehaves when told. */
public final class ScriptedWorker implements AutoCloseable {

    public static final String TOKEN = TestSeal.TOKEN;

    /** What is wrong with it. */
    public enum Mood {
        WELL,
        /** Answers 503. */
        UNWELL,
        /** The last byte of a body is another. */
        CHANGES,
        /** One byte less than announced by the event. */
        SHORTER,
        /** One byte more. */
        LONGER,
        /** The connection ends in the middle of a body. */
        CUTS,
        /** Points elsewhere. */
        REDIRECTS
    }

    private final Map<String, byte[]> files = new ConcurrentHashMap<>();
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final AtomicInteger gets = new AtomicInteger();
    private final ExecutorService executor = Executors.newFixedThreadPool(4);
    private final HttpServer server;
    private volatile Mood mood = Mood.WELL;

    public ScriptedWorker() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(executor);
        server.createContext("/segments/", this::answer);
        server.start();
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    public void mood(Mood now) {
        mood = now;
    }

    /** Holds a file from now on: {@code <snapshot>/<attempt>/<number or list>}. */
    public void offer(String path, byte[] content) {
        files.put(path, content);
    }

    /** Loses a file. */
    public void lose(String path) {
        files.remove(path);
    }

    /** What was deleted. */
    public Set<String> acknowledged() {
        return Set.copyOf(acknowledged);
    }

    /** How many bodies were asked for. */
    public int gets() {
        return gets.get();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath().substring("/segments/".length());
            byte[] content = files.get(path);
            if (!("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                exchange.sendResponseHeaders(401, -1);
            } else if (mood == Mood.UNWELL) {
                exchange.sendResponseHeaders(503, -1);
            } else if (mood == Mood.REDIRECTS) {
                exchange.getResponseHeaders().add("Location", address() + "/elsewhere");
                exchange.sendResponseHeaders(302, -1);
            } else if (content == null) {
                exchange.sendResponseHeaders(404, -1);
            } else if (exchange.getRequestMethod().equals("DELETE")) {
                files.remove(path);
                acknowledged.add(path);
                exchange.sendResponseHeaders(204, -1);
            } else {
                give(exchange, altered(content));
            }
        }
    }

    private byte[] altered(byte[] content) {
        return switch (mood) {
            case SHORTER -> Arrays.copyOf(content, content.length - 1);
            case LONGER -> Arrays.copyOf(content, content.length + 1);
            case CHANGES -> {
                byte[] other = content.clone();
                other[other.length - 1]++;
                yield other;
            }
            default -> content;
        };
    }

    private void give(HttpExchange exchange, byte[] content) throws IOException {
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().add("Content-Length", Integer.toString(content.length));
            exchange.sendResponseHeaders(200, -1);
            return;
        }
        gets.incrementAndGet();
        exchange.sendResponseHeaders(200, content.length);
        int told = mood == Mood.CUTS ? content.length / 2 : content.length;
        exchange.getResponseBody().write(content, 0, told);
        exchange.getResponseBody().flush();
    }

    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow();
    }
}
