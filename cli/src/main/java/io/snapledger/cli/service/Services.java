package io.snapledger.cli.service;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.snapledger.cli.CliException;
import io.snapledger.cli.Exit;
import io.snapledger.cli.Reasons;
import io.snapledger.cli.Surroundings;
import io.snapledger.cli.output.Json;
import io.snapledger.repository.SnapshotRepository;
import io.snapledger.repository.http.HttpRepository;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/** The HTTP interface of the services: the only place that makes requests. */
public final class Services {

    /** Longest wait for an ordinary answer. */
    public static final Duration SOON = Duration.ofSeconds(30);
    /** Longest wait for an answer that needs a look at stores or repositories. */
    public static final Duration LATER = Duration.ofMinutes(10);

    private static final String INTERNAL = "/internal/";
    private static final URI DEFAULT = URI.create("http://127.0.0.1:8080");
    private static final Duration CONNECT = Duration.ofSeconds(5);

    private final Surroundings surroundings;
    private final URI given;
    private final Path tokenFile;
    private LocalInstallation local;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(CONNECT).build();

    /**
     * @param given where all services are; null: as the environment says
     * @param tokenFile the token to show; null for none
     */
    public Services(Surroundings surroundings, URI given, Path tokenFile) {
        this.surroundings = surroundings;
        this.given = given;
        this.tokenFile = tokenFile;
    }

    /** Where a service is: {@code --url}, then its own variable, then SNAPLEDGER_URL. */
    public URI url(Service service) {
        if (given != null) {
            return given;
        }
        return surroundings
                .variable(service.variable())
                .or(() -> surroundings.variable("SNAPLEDGER_URL"))
                .map(Services::uri)
                .orElse(DEFAULT);
    }

    /**
     * Where a service is, as far as it was said: an address that is assumed counts only while none is given, since services that
     * run in processes of their own have an address each.
     */
    public Optional<URI> address(Service service) {
        boolean own = surroundings.variable(service.variable()).isPresent();
        boolean all = given != null || surroundings.variable("SNAPLEDGER_URL").isPresent();
        boolean others = Stream.of(Service.values())
                .anyMatch(other -> surroundings.variable(other.variable()).isPresent());
        return own || all || !others ? Optional.of(url(service)) : Optional.empty();
    }

    /** The file with the service token: as given, or that of the services on this machine. */
    public Optional<Path> tokenFile() {
        return tokenFile == null ? local().token() : Optional.of(tokenFile);
    }

    /** Where the services keep things, if they run in one process on this machine. */
    public synchronized LocalInstallation local() {
        if (local == null) {
            local = LocalInstallation.NONE;
            if (isLoopback(url(Service.STORAGE))) {
                try {
                    local = LocalInstallation.of(find(Service.STORAGE, "/api/installation"));
                } catch (CliException e) {
                    // Then it is not known; what needs it says so.
                }
            }
        }
        return local;
    }

    private static boolean isLoopback(URI uri) {
        String host = uri.getHost() == null ? "" : uri.getHost();
        return host.equals("localhost") || host.equals("[::1]") || host.matches("127(\\.[0-9]{1,3}){3}");
    }

    /**
     * A repository behind storage-service.
     *
     * @throws CliException if no service token is known
     */
    public SnapshotRepository repository(String name) {
        Path file = tokenFile()
                .orElseThrow(() -> new CliException(
                        Exit.DENIED,
                        "unauthorized",
                        "no service token is known; HINT: --token-file FILE, set SNAPLEDGER_TOKEN_FILE, or read the"
                                + " repository itself with --from DIRECTORY"));
        return new HttpRepository(name, url(Service.STORAGE), () -> token(file), SOON);
    }

    private static URI uri(String text) {
        try {
            return URI.create(text.strip());
        } catch (IllegalArgumentException e) {
            throw new CliException(
                    Exit.USAGE, "usage", "'" + text + "' is no address; HINT: such as http://127.0.0.1:8080", e);
        }
    }

    public JsonNode get(Service service, String path) {
        return checked(service, send(service, request(service, path, SOON).GET()));
    }

    /** Like {@link #get}, but 503 is an answer as well. */
    JsonNode health(Service service, String path) {
        HttpResponse<String> response =
                send(service, request(service, path, SOON).GET());
        return response.statusCode() == 503 ? body(service, response) : checked(service, response);
    }

    /** Like {@link #get}, but nothing instead of an error where there is no such thing. */
    public JsonNode find(Service service, String path) {
        HttpResponse<String> response =
                send(service, request(service, path, SOON).GET());
        return response.statusCode() == 404 ? MissingNode.getInstance() : checked(service, response);
    }

    /** @param body null for none */
    public JsonNode post(Service service, String path, JsonNode body, Duration within) {
        HttpRequest.Builder request = request(service, path, within);
        if (body == null) {
            request.POST(BodyPublishers.noBody());
        } else {
            request.header("Content-Type", "application/json").POST(BodyPublishers.ofString(Json.line(body)));
        }
        return checked(service, send(service, request));
    }

    /** Opens a stream of lines that stays open. */
    HttpResponse<Stream<String>> lines(Service service, String path, String lastEventId)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(resolve(service, path)).header("Accept", "text/event-stream");
        if (!lastEventId.isEmpty()) {
            request.header("Last-Event-ID", lastEventId);
        }
        return http.send(request.build(), BodyHandlers.ofLines());
    }

    private HttpRequest.Builder request(Service service, String path, Duration within) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(resolve(service, path)).timeout(within).header("Accept", "application/json");
        Optional<Path> shown = path.startsWith(INTERNAL) ? tokenFile() : Optional.ofNullable(tokenFile);
        shown.ifPresent(file -> request.header("Authorization", "Bearer " + token(file)));
        return request;
    }

    private URI resolve(Service service, String path) {
        String base = url(service).toString();
        return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path);
    }

    private static String token(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new CliException(
                    Exit.USAGE, "usage", "cannot read the token file " + file + "; HINT: give another", e);
        }
    }

    private HttpResponse<String> send(Service service, HttpRequest.Builder request) {
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CliException(Exit.INTERRUPTED, "interrupted", "interrupted", e);
        } catch (IOException | IllegalArgumentException e) {
            throw unreachable(service, e);
        }
    }

    CliException unreachable(Service service, Exception e) {
        String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        if (e instanceof HttpTimeoutException) {
            why = "no answer in time";
        } else if (e instanceof ConnectException) {
            why = "nobody answers";
        }
        return new CliException(
                Exit.UNREACHABLE,
                "unreachable",
                "cannot reach the " + service.word() + " at " + url(service) + ": " + why
                        + "; HINT: start it with snapledger up, or say where it is with --url or SNAPLEDGER_URL",
                e);
    }

    private JsonNode checked(Service service, HttpResponse<String> response) {
        JsonNode body = body(service, response);
        if (response.statusCode() < 400) {
            return body;
        }
        String code = Json.text(body, "code");
        String message = Json.text(body, "message");
        throw new CliException(
                exit(response.statusCode(), code),
                code.isEmpty() ? "http-" + response.statusCode() : code,
                message.isEmpty()
                        ? "the " + service.word() + " at " + response.uri() + " answered HTTP " + response.statusCode()
                        : message,
                Json.text(body, "hint"),
                Json.texts(body, "choices"),
                null);
    }

    private static JsonNode body(Service service, HttpResponse<String> response) {
        try {
            return Json.read(response.body().isBlank() ? "{}" : response.body());
        } catch (JsonProcessingException e) {
            if (response.statusCode() >= 400) {
                return Json.object();
            }
            throw new CliException(
                    Exit.FAILED,
                    "not-understood",
                    "the " + service.word() + " at " + response.uri()
                            + " answered something that is not JSON; HINT: is it a Snapledger service?",
                    e);
        }
    }

    static Exit exit(int status, String code) {
        Exit known = Reasons.exit(code);
        if (known != Exit.FAILED) {
            return known;
        }
        return switch (status) {
            case 400, 405, 406, 413, 415 -> Exit.USAGE;
            case 401, 403 -> Exit.DENIED;
            case 404, 410 -> Exit.NOT_FOUND;
            case 409, 412, 423 -> Exit.CONFLICT;
            case 422 -> Exit.DAMAGED;
            case 429, 502, 503, 504 -> Exit.UNREACHABLE;
            default -> Exit.FAILED;
        };
    }
}
