package io.snapledger.testkit.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The public HTTP interface of an installation, as a foreign platform would use it.
 *
 * @param kafka bootstrap servers
 * @param tokenFile the token that callers show; made by the first start of a standalone installation
 */
public record ClusterApi(URI scheduler, URI catalog, URI restore, URI storage, String kafka, Path tokenFile) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private static final Set<String> ENDED = Set.of("complete", "partial", "failed", "cancelled", "undecided");
    private static final Set<String> RESTORE_ENDED = Set.of("completed", "failed", "planned", "cancelled");

    static ClusterApi standalone(URI url, String kafka, Path tokenFile) {
        return new ClusterApi(url, url, url, url, kafka, tokenFile);
    }

    /** An answer: its status code, and its JSON ({@code null} node if it has none). */
    public record Answer(int status, JsonNode body) {

        public Answer expect(int code) {
            if (status != code) {
                throw new IllegalStateException("expected HTTP " + code + ", got " + status + ": " + body);
            }
            return this;
        }
    }

    /** Asks for a backup of some stores of a plan (none = all); returns its id. Repeats until Kafka has the trigger. */
    public String createBackup(String plan, List<String> stores) throws InterruptedException {
        Answer answer = post(scheduler, "/api/backups", Map.of("plan", plan, "stores", stores));
        for (int i = 0; i < 60 && answer.status() != 202; i++) {
            TimeUnit.SECONDS.sleep(1);
            answer = post(scheduler, "/api/backups", Map.of("plan", plan, "stores", stores));
        }
        return answer.expect(202).body().get("backup").asText();
    }

    /** The backup as the catalog knows it once it has ended, or a failure after the limit. */
    public JsonNode awaitBackup(String backup, Duration limit) throws InterruptedException {
        return awaitState("/api/backups/" + backup, catalog, ENDED, limit);
    }

    /** Like {@link #awaitBackup}, but told by the stream of events, as the CLI is, instead of asking again and again. */
    public JsonNode followBackup(String backup, Duration limit) throws InterruptedException {
        HttpRequest request = request(catalog.resolve("/api/events/stream?backup=" + backup))
                .version(HttpClient.Version.HTTP_1_1)
                .build();
        try (Stream<String> lines = HTTP.send(request, BodyHandlers.ofLines()).body()) {
            JsonNode now = get(catalog, "/api/backups/" + backup).body();
            if (ENDED.contains(now.path("state").asText())) {
                return now;
            }
            if (lines.noneMatch(line -> line.startsWith("data:") && line.contains("backup.completed"))) {
                throw new IllegalStateException("the stream of events ended before backup " + backup);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the stream of events of " + backup + " ended", e);
        }
        return awaitBackup(backup, limit);
    }

    public JsonNode awaitRestore(String restore, Duration limit) throws InterruptedException {
        return awaitState("/api/restores/" + restore, catalog, RESTORE_ENDED, limit);
    }

    private JsonNode awaitState(String path, URI service, Set<String> ended, Duration limit)
            throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        Answer last = new Answer(0, JSON.nullNode());
        while (System.nanoTime() < end) {
            last = get(service, path);
            if (last.status() == 200 && ended.contains(last.body().path("state").asText())) {
                return last.body();
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        throw new IllegalStateException(path + " has not ended within " + limit + "; last answer " + last);
    }

    /** Asks for a restore; returns its id. */
    public String createRestore(Map<String, ?> request) throws InterruptedException {
        return post(restore, "/api/restores", request)
                .expect(202)
                .body()
                .get("restore")
                .asText();
    }

    /**
     * Restores one store of a backup, over what is there and without a safety snapshot; the restore as the catalog knows it once
     * it has ended.
     *
     * @param target where to: {@code store} or {@code options}
     */
    public JsonNode restore(String backup, String store, Map<String, ?> target, Duration limit)
            throws InterruptedException {
        String id = createRestore(Map.of(
                "from",
                backup,
                "stores",
                List.of(store),
                "targets",
                Map.of(store, target),
                "overwrite",
                true,
                "skipSafetySnapshot",
                true));
        return awaitRestore(id, limit);
    }

    /** An answer with status 0 means that nobody answered. */
    public Answer get(URI service, String path) throws InterruptedException {
        return send(request(service.resolve(path)).GET());
    }

    public Answer post(URI service, String path, Map<String, ?> body) throws InterruptedException {
        try {
            return send(request(service.resolve(path))
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(JSON.writeValueAsString(body))));
        } catch (IOException e) {
            throw new IllegalArgumentException("not JSON: " + body, e);
        }
    }

    /** Sends a CloudEvent in binary mode over HTTP. */
    public Answer event(URI service, String type, String source, String id, Map<String, ?> data)
            throws InterruptedException {
        try {
            return send(request(service.resolve("/events"))
                    .header("Content-Type", "application/json")
                    .header("ce-specversion", "1.0")
                    .header("ce-type", type)
                    .header("ce-source", source)
                    .header("ce-id", id)
                    .POST(BodyPublishers.ofString(JSON.writeValueAsString(data))));
        } catch (IOException e) {
            throw new IllegalArgumentException("not JSON: " + data, e);
        }
    }

    /** A request that shows the token. */
    private HttpRequest.Builder request(URI address) {
        try {
            return HttpRequest.newBuilder(address)
                    .header(
                            "Authorization",
                            "Bearer " + Files.readString(tokenFile).strip());
        } catch (IOException e) {
            throw new UncheckedIOException("no token in " + tokenFile + "; was the cluster ever started?", e);
        }
    }

    private Answer send(HttpRequest.Builder request) throws InterruptedException {
        try {
            HttpResponse<byte[]> response =
                    HTTP.send(request.timeout(Duration.ofSeconds(30)).build(), BodyHandlers.ofByteArray());
            return new Answer(response.statusCode(), json(response.body()));
        } catch (IOException e) {
            return new Answer(0, JSON.getNodeFactory().textNode(String.valueOf(e)));
        }
    }

    private static JsonNode json(byte[] body) {
        try {
            return body.length == 0 ? JSON.nullNode() : JSON.readTree(body);
        } catch (IOException e) {
            return JSON.getNodeFactory().textNode(new String(body, java.nio.charset.StandardCharsets.UTF_8));
        }
    }
}
