package io.snapledger.cli.service;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.snapledger.cli.CliException;
import io.snapledger.cli.Exit;
import io.snapledger.cli.output.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The catalog's live events (server-sent events); goes on behind the last one after a broken connection. */
public final class EventFeed {

    private static final int PAUSE_SECONDS = 2;

    private final Services services;
    private final String path;
    private String last;

    /** @param path of the stream, with its filters */
    public EventFeed(Services services, String path) {
        this(services, path, "");
    }

    /**
     * @param path of the stream, with its filters
     * @param last goes on behind this event; empty from now on
     */
    public EventFeed(Services services, String path, String last) {
        this.services = services;
        this.path = path;
        this.last = last;
    }

    /**
     * Hands over each event as it comes, for ever.
     *
     * @param connected told when a connection stands
     * @throws CliException if the first connection cannot be made
     */
    public void follow(Runnable connected, Consumer<JsonNode> sink) throws InterruptedException {
        boolean ever = false;
        while (true) {
            try {
                HttpResponse<Stream<String>> response = services.lines(Service.CATALOG, path, last);
                try (Stream<String> lines = response.body()) {
                    if (!ever || response.statusCode() < 500) {
                        requireOk(response.statusCode()); // a catalog that is coming up again is asked again
                        ever = true;
                        connected.run();
                        read(lines.iterator(), sink);
                    }
                }
            } catch (IOException | UncheckedIOException e) {
                if (!ever) {
                    throw Answers.unreachable(Service.CATALOG, services.url(Service.CATALOG), e);
                }
            }
            TimeUnit.SECONDS.sleep(PAUSE_SECONDS);
        }
    }

    private void requireOk(int status) {
        if (status != 200) {
            throw new CliException(
                    Answers.exit(status, ""),
                    "http-" + status,
                    "the catalog at " + services.url(Service.CATALOG) + path + " answered HTTP " + status
                            + "; HINT: snapledger events without --follow");
        }
    }

    private void read(Iterator<String> lines, Consumer<JsonNode> sink) {
        StringBuilder data = new StringBuilder();
        String name = "";
        String id = last;
        while (lines.hasNext()) {
            String line = lines.next();
            if (line.isEmpty()) {
                if (data.length() > 0 && name.isEmpty()) {
                    hand(data.toString(), sink);
                }
                last = id; // only now: half an event is sent again
                data.setLength(0);
                name = "";
            } else if (line.startsWith("data:")) {
                data.append(value(line));
            } else if (line.startsWith("event:")) {
                name = value(line).strip();
            } else if (line.startsWith("id:")) {
                id = value(line).strip();
            }
        }
    }

    private static void hand(String data, Consumer<JsonNode> sink) {
        try {
            sink.accept(Json.read(data));
        } catch (JsonProcessingException e) {
            throw new CliException(
                    Exit.FAILED, "not-understood", "the catalog sent an event that is not JSON: " + data, e);
        }
    }

    private static String value(String line) {
        String value = line.substring(line.indexOf(':') + 1);
        return value.startsWith(" ") ? value.substring(1) : value;
    }
}
