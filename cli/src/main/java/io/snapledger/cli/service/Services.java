package io.snapledger.cli.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.snapledger.cli.CliException;
import io.snapledger.cli.Exit;
import io.snapledger.cli.Surroundings;
import io.snapledger.cli.output.Json;
import io.snapledger.repository.SnapshotRepository;
import io.snapledger.repository.http.HttpRepository;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The HTTP interface of the services: the only place that makes requests. */
public final class Services {

    /** Longest wait for an ordinary answer. */
    public static final Duration SOON = Duration.ofSeconds(30);
    /** Longest wait for an answer that needs a look at stores or repositories. */
    public static final Duration LATER = Duration.ofMinutes(10);

    private static final int UNAUTHORIZED = 401;
    private static final Duration CONNECT = Duration.ofSeconds(5);

    private final Addresses addresses;
    private final CallerToken token;
    private LocalInstallation local;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(CONNECT).build();

    /**
     * @param given where all services are; null: as the environment says
     * @throws CliException if that is no address
     * @param tokenFile the token to show; null for none
     */
    public Services(Surroundings surroundings, String given, Path tokenFile) {
        this.addresses = new Addresses(surroundings, given);
        this.token = new CallerToken(tokenFile);
    }

    /** Where a service is. */
    public URI url(Service service) {
        return addresses.of(service);
    }

    /** Where a service is, as far as it was said. */
    public Optional<URI> address(Service service) {
        return addresses.said(service);
    }

    /** The file with the token that is shown to storage-service: as given, or that of the services on this machine. */
    public Optional<Path> tokenFile() {
        local(); // who was asked once has told where his token lies
        return token.file(url(Service.STORAGE));
    }

    /** Where the services keep things, if they run in one process on this machine. */
    public synchronized LocalInstallation local() {
        if (local == null) {
            local = LocalInstallation.NONE;
            if (CallerToken.isLoopback(url(Service.STORAGE))) {
                try {
                    local = LocalInstallation.of(find(Service.STORAGE, "/api/installation"));
                } catch (CliException e) {
                    // Then it is not known; what needs it says so.
                }
            }
        }
        return local;
    }

    /**
     * A repository behind storage-service.
     *
     * @throws CliException if no token is known
     */
    public SnapshotRepository repository(String name) {
        if (tokenFile().isEmpty()) {
            throw new CliException(
                    Exit.DENIED,
                    "unauthorized",
                    "no token is known; HINT: --token-file FILE, set SNAPLEDGER_TOKEN_FILE, or read the repository"
                            + " itself with --from REPOSITORY");
        }
        return new HttpRepository(
                name, url(Service.STORAGE), () -> token.of(url(Service.STORAGE)).orElse(""), SOON);
    }

    public JsonNode get(Service service, String path) {
        return Answers.checked(
                service, send(service, request(service, path, SOON).GET()));
    }

    /** Like {@link #get}, but 503 is an answer as well. */
    JsonNode health(Service service, String path) {
        HttpResponse<String> response =
                send(service, request(service, path, SOON).GET());
        return response.statusCode() == 503 ? Answers.body(service, response) : Answers.checked(service, response);
    }

    /** Like {@link #get}, but nothing instead of an error where there is no such thing. */
    public JsonNode find(Service service, String path) {
        HttpResponse<String> response =
                send(service, request(service, path, SOON).GET());
        return response.statusCode() == 404 ? MissingNode.getInstance() : Answers.checked(service, response);
    }

    /**
     * Hands over each line of an answer as it comes.
     *
     * @throws CliException also those of {@code sink}, which end it
     */
    public void each(Service service, String path, Consumer<JsonNode> sink) {
        HttpRequest.Builder request = request(service, path, LATER).setHeader("Accept", "application/jsonl");
        try {
            HttpResponse<InputStream> response = exchange(service, request.GET(), BodyHandlers.ofInputStream());
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(response.body(), UTF_8))) {
                if (response.statusCode() >= 400) {
                    throw Answers.failure(service, response, Answers.error(lines));
                }
                for (String line; (line = lines.readLine()) != null; ) {
                    sink.accept(Json.read(line));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CliException(Exit.INTERRUPTED, "interrupted", "interrupted", e);
        } catch (IOException e) {
            throw Answers.unreachable(service, url(service), e);
        }
    }

    /** @param body null for none */
    public JsonNode post(Service service, String path, JsonNode body, Duration within) {
        HttpRequest.Builder request = request(service, path, within);
        request.header("Content-Type", "application/json")
                .POST(body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(Json.line(body)));
        return Answers.checked(service, send(service, request));
    }

    /** Takes something away. */
    public JsonNode delete(Service service, String path) {
        HttpRequest.Builder request = request(service, path, SOON);
        request.header("Content-Type", "application/json").DELETE();
        return Answers.checked(service, send(service, request));
    }

    /** Opens a stream of lines that stays open. */
    HttpResponse<Stream<String>> lines(Service service, String path, String lastEventId)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(resolve(service, path)).header("Accept", "text/event-stream");
        if (!lastEventId.isEmpty()) {
            request.header("Last-Event-ID", lastEventId);
        }
        return exchange(service, request, BodyHandlers.ofLines());
    }

    private HttpRequest.Builder request(Service service, String path, Duration within) {
        return HttpRequest.newBuilder(resolve(service, path)).timeout(within).header("Accept", "application/json");
    }

    private URI resolve(Service service, String path) {
        String base = url(service).toString();
        return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path);
    }

    /** Shows the token if it is known; if the service says where it lies, shows that. */
    private <T> HttpResponse<T> exchange(Service service, HttpRequest.Builder request, BodyHandler<T> handler)
            throws IOException, InterruptedException {
        URI address = url(service);
        token.of(address).ifPresent(known -> request.setHeader("Authorization", "Bearer " + known));
        HttpResponse<T> response = http.send(request.build(), handler);
        boolean known = response.statusCode() == UNAUTHORIZED
                && token.learn(address, response.headers().firstValue("WWW-Authenticate"));
        return known ? exchange(service, request, handler) : response;
    }

    private HttpResponse<String> send(Service service, HttpRequest.Builder request) {
        try {
            return exchange(service, request, BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CliException(Exit.INTERRUPTED, "interrupted", "interrupted", e);
        } catch (IOException | IllegalArgumentException e) {
            throw Answers.unreachable(service, url(service), e);
        }
    }
}
