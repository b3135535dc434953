package io.snapledger.catalog.inbound;

import io.snapledger.testkit.http.Caller;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A client of server-sent events that keeps every line. */
final class Streamed implements AutoCloseable {

    private final HttpURLConnection connection;
    private final List<String> lines = new CopyOnWriteArrayList<>();

    Streamed(URI uri, String lastEventId) throws IOException {
        connection = (HttpURLConnection) uri.toURL().openConnection();
        connection.setRequestProperty("Authorization", "Bearer " + Caller.TOKEN);
        connection.setReadTimeout(30_000);
        connection.setRequestProperty("Accept", "text/event-stream");
        if (lastEventId != null) {
            connection.setRequestProperty("Last-Event-ID", lastEventId);
        }
        if (connection.getResponseCode() != 200) {
            throw new IOException("HTTP " + connection.getResponseCode());
        }
        Thread reader = new Thread(this::read, "streamed");
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        try (BufferedReader in =
                new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8))) {
            in.lines().forEach(lines::add);
        } catch (IOException | UncheckedIOException e) {
            // closed by either side
        }
    }

    List<String> lines() {
        return List.copyOf(lines);
    }

    boolean holds(String text) {
        return lines.stream().anyMatch(it -> it.contains(text));
    }

    /** The value of the last `id:` line. */
    String lastId() {
        return lines.stream()
                .filter(it -> it.startsWith("id:"))
                .reduce((one, other) -> other)
                .orElseThrow()
                .substring(3)
                .strip();
    }

    @Override
    public void close() {
        connection.disconnect();
    }
}
