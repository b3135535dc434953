package io.snapledger.standalone.program;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.snapledger.testkit.http.ApiDocument;
import io.snapledger.testkit.http.ApiDocument.Described;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The OpenAPI document against the endpoints that there are: both ways, and by asking. */
class ApiDocumentIT {

    private static final Set<String> LATER =
            Set.of("startBackup", "cancelBackup", "startRestore", "cancelRestore", "sendEvent", "rebuildCatalog");

    @TempDir
    static Path work;

    private static Machine machine;
    private static String token;
    private static ApiDocument document;

    @BeforeAll
    static void start() throws Exception {
        Path tree = Files.createDirectories(work.resolve("tree"));
        machine = new Machine(work).up("--store project=files:" + tree);
        token = Files.readString(work.resolve("data/access-token")).strip();
        document = new ApiDocument(get("/q/openapi?format=json").body());
    }

    @AfterAll
    static void stop() throws Exception {
        machine.close();
    }

    @Test
    void everyEndpointSaysWhatItTakesAndWhatItAnswers() {
        assertThat(document.flaws()).isEmpty();
    }

    @Test
    void theEndpointsOfPeopleAreDescribedAndNoOthers() {
        Set<String> declared = Endpoints.all().stream()
                .map(Object::toString)
                .filter(endpoint -> !endpoint.matches("\\w+ (/|/login/x|/(internal|segments)/.*)"))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> described = document.endpoints().stream()
                .map(endpoint -> endpoint.verb() + " " + endpoint.path().replaceAll("\\{[^}]*}", "x"))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(described).isEqualTo(declared);
    }

    @Test
    void whatIsDoneLaterIsAnsweredWith202() {
        assertThat(document.endpoints())
                .filteredOn(endpoint -> endpoint.said().path("responses").has("202"))
                .extracting(endpoint -> endpoint.said().path("operationId").asText())
                .containsExactlyInAnyOrderElementsOf(LATER);
    }

    @Test
    void everyFilterOfAListIsRead() throws Exception {
        int tried = 0;
        for (Described list : document.endpoints()) {
            if (!list.said().path("operationId").asText().startsWith("list")) {
                continue;
            }
            for (JsonNode parameter : list.said().path("parameters")) {
                if (parameter.path("in").asText().equals("query") && parameter.has("example")) {
                    String name = parameter.path("name").asText();
                    String value = URLEncoder.encode(parameter.path("example").asText(), StandardCharsets.UTF_8);
                    assertThat(get(list.path() + "?" + name + "=" + value).statusCode())
                            .describedAs(list + "?" + name + "=" + value)
                            .isEqualTo(200);
                    tried++;
                }
            }
        }
        assertThat(tried).isGreaterThan(25);
        assertProblem(get("/api/backups?palm=nightly"), 400);
    }

    @Test
    void errorsLookAsTheyAreDescribed() throws Exception {
        assertProblem(get("/api/backups/20261121t000000z-abcdefghij"), 404);
        assertProblem(get("/api/plans/none"), 404);
        assertProblem(get("/api/dump/stores?store=none"), 404);
        HttpResponse<String> stranger = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(machine.uri("/api/plans")).build(), BodyHandlers.ofString());
        assertProblem(stranger, 401);
    }

    private static void assertProblem(HttpResponse<String> response, int status) throws Exception {
        assertThat(response.statusCode()).isEqualTo(status);
        JsonNode problem = new ObjectMapper().readTree(response.body());
        assertThat(List.of("code", "message", "hint"))
                .allSatisfy(field -> assertThat(problem.path(field).asText()).isNotBlank());
    }

    private static HttpResponse<String> get(String path) throws Exception {
        URI uri = machine.uri(path);
        HttpRequest request = HttpRequest.newBuilder(uri)
                .header("Authorization", "Bearer " + token)
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    }
}
