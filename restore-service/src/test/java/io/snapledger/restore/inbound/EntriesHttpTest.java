package io.snapledger.restore.inbound;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.snapledger.restore.wiring.RestorePremises;
import io.snapledger.testkit.kafka.KafkaResource;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Looking into snapshots through the service; its adversary sends odd requests, or shows no token. */
@QuarkusTest
@QuarkusTestResource(KafkaResource.class)
@QuarkusTestResource(RestorePremises.class)
class EntriesHttpTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @ConfigProperty(name = RestorePremises.DIRECTORY)
    Path premises;

    private String snapshot;

    @BeforeEach
    void aSnapshot() {
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> snapshot = given().contentType(ContentType.JSON)
                        .body("{\"from\":\"latest\"}")
                        .post("/api/restores/plan")
                        .then()
                        .statusCode(200)
                        .extract()
                        .path("stores[0].snapshot"));
    }

    @Test
    void entriesComeAsLinesAndTheLastOneCountsThem() throws Exception {
        List<JsonNode> lines = lines("");

        assertThat(lines.size()).isGreaterThan(1);
        lines.subList(0, lines.size() - 1).forEach(entry -> {
            assertThat(entry.path("path").asText()).isNotEmpty();
            assertThat(entry.path("type").asText()).isNotEmpty();
            assertThat(entry.properties()).noneMatch(field -> field.getValue().isNull());
        });
        assertThat(lines.get(lines.size() - 1)).hasToString("{\"entries\":" + (lines.size() - 1) + "}");
    }

    @Test
    void ofAPathOnlyWhatIsThereAndBelowComes() throws Exception {
        String first = lines("").get(0).path("path").asText();

        String encoded = URLEncoder.encode(first, StandardCharsets.UTF_8);
        assertThat(lines("?repository=main&path=/" + encoded + "/")
                        .get(0)
                        .path("path")
                        .asText())
                .isEqualTo(first);
        assertThat(lines("?path=no/such/path")).hasToString("[{\"entries\":0}]");
    }

    @Test
    void aSnapshotThatIsDamagedEndsWithTheReasonInsteadOfACount() throws Exception {
        Path segments = premises.resolve("repository/segments");
        Path away = premises.resolve("segments-away");
        Files.move(segments, away);
        try {
            List<JsonNode> lines = lines("");

            JsonNode last = lines.get(lines.size() - 1);
            assertThat(last.path("code").asText()).isEqualTo("damaged");
            assertThat(last.path("message").asText()).isNotEmpty();
            assertThat(last.path("hint").asText()).isNotEmpty();
        } finally {
            Files.move(away, segments);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    20200101t000000z-aaaaaaaaaa-bbbbbb | | 404 | not-found
                    latest                             | | 400 | bad-request
                    SNAPSHOT | ?repository=none          | 404 | not-found
                    SNAPSHOT | ?repository=..%2Fx        | 400 | bad-request
                    SNAPSHOT | ?pth=a                    | 400 | bad-request
                    SNAPSHOT | ?path=a&path=b            | 400 | bad-request
                    SNAPSHOT | ?path=a%00b               | 400 | bad-request
                    SNAPSHOT | ?path=a%1Bb               | 400 | bad-request
                    """)
    void oddRequestsAreRefusedWithTheReason(String id, String query, int status, String code) {
        get((id.equals("SNAPSHOT") ? snapshot : id) + "/entries" + (query == null ? "" : query))
                .then()
                .statusCode(status)
                .contentType(ContentType.JSON)
                .body("code", equalTo(code))
                .body("message", not(equalTo("")))
                .body("hint", not(equalTo("")));
    }

    @Test
    void aStrangerSeesNothing() {
        given().noFilters()
                .get("/api/snapshots/" + snapshot + "/entries")
                .then()
                .statusCode(401);
    }

    private List<JsonNode> lines(String query) throws Exception {
        Response response = get(snapshot + "/entries" + query);
        response.then().statusCode(200).contentType(EntriesResource.JSON_LINES);
        List<JsonNode> lines = new ArrayList<>();
        for (String line : response.asString().split("\n")) {
            lines.add(JSON.readTree(line));
        }
        return lines;
    }

    private static Response get(String path) {
        return given().urlEncodingEnabled(false).get("/api/snapshots/" + path);
    }
}
