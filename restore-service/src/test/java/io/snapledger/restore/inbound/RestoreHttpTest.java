package io.snapledger.restore.inbound;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.snapledger.events.Event;
import io.snapledger.events.EventData;
import io.snapledger.events.Identities;
import io.snapledger.events.RestoreCompleted;
import io.snapledger.events.RestoreFailed;
import io.snapledger.events.RestorePlanned;
import io.snapledger.events.RestoreRequested;
import io.snapledger.events.RestoreTo;
import io.snapledger.repository.keys.KeyDirectory;
import io.snapledger.repository.keys.RecoveryProof;
import io.snapledger.restore.wiring.ObservedRestores;
import io.snapledger.restore.wiring.RestorePremises;
import io.snapledger.testkit.compare.TreeComparison;
import io.snapledger.testkit.http.ApiDocument;
import io.snapledger.testkit.kafka.KafkaResource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The service as it runs: a real broker, a real repository, the engine for files; storage-service's addresses are played. */
@QuarkusTest
@QuarkusTestResource(KafkaResource.class)
@QuarkusTestResource(RestorePremises.class)
class RestoreHttpTest {

    private static final String TYPE = "io.snapledger.restore.requested.v1";

    @ConfigProperty(name = RestorePremises.DIRECTORY)
    Path premises;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String servers;

    @ConfigProperty(name = "snapledger.kafka.topic-prefix")
    String prefix;

    private ObservedRestores ledger;
    private Path target;

    @BeforeEach
    void untilReady() {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
        await().untilAsserted(() -> given().get("/q/health/ready").then().statusCode(200));
        ledger = new ObservedRestores(servers, prefix);
        target = premises.resolve("restored-" + UUID.randomUUID());
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    @Test
    void aPlanSaysWhatWouldHappenAndTouchesNothing() {
        post("/api/restores/plan", beside(""))
                .statusCode(200)
                .body("executes", equalTo(false))
                .body("blockers", empty())
                .body("stores[0].store", equalTo("project"))
                .body("stores[0].fresh", equalTo(true))
                .body("stores[0].actions[0]", containsString("create"));
        post("/api/restores/plan", "{\"from\":\"latest\"}")
                .statusCode(200)
                .body("stores[0].fresh", equalTo(false))
                .body("blockers[0]", containsString("project: the target is not fresh"));
        assertThat(target).doesNotExist();
    }

    @Test
    void aDryRunThroughTheLedgerIsPlannedOnly() {
        String restore = ask(beside(",\"dryRun\":true"));

        await().until(() -> ledger.planned(restore).isPresent());
        assertThat(ledger.planned(restore))
                .hasValueSatisfying(planned -> assertThat(planned.executes()).isFalse());
        assertThat(ledger.ends(restore)).isEmpty();
        assertThat(target).doesNotExist();
    }

    @Test
    void aRestoreIsTheTreeThatWasDumpedAndOneKeyIsOneRestore() throws Exception {
        String body = beside(",\"idempotencyKey\":\"" + target + "\"");
        String restore = ask(body);

        RestoreCompleted end = (RestoreCompleted) end(restore);
        assertThat(ask(body)).isEqualTo(restore);
        assertThat(TreeComparison.compare(premises.resolve("project"), target).differences())
                .as("but what git reset --hard writes about itself")
                .allMatch(difference -> difference.contains("/.git/"));
        assertThat(end.stores().get(0).factsCompared()).isPositive();
        assertNoPins();
        assertThat(ledger.ends(restore)).hasSize(1);
    }

    @Test
    void aTargetInPlaceIsReplacedAfterItsSafetySnapshot() throws Exception {
        Path project = premises.resolve("project");
        Files.writeString(project.resolve("added-later"), "x");

        RestoreFailed refused = (RestoreFailed) end(ask("{\"from\":\"latest\"}"));
        RestoreCompleted end = (RestoreCompleted) end(ask("{\"from\":\"latest\",\"overwrite\":true}"));

        assertThat(refused.reason()).isEqualTo("target-not-fresh");
        assertThat(refused.change() != RestoreFailed.Change.NONE).isFalse();
        assertThat(end.stores().get(0).safetyBackup()).matches(Identities::isBackup);
        assertThat(project.resolve("added-later")).doesNotExist();
    }

    @Test
    void anEventOnKafkaIsExecutedWhereTheTargetIsFreshAndPlannedWhereNot() {
        String platform = "platform-" + UUID.randomUUID();
        ledger.publish(event(platform, "fresh", Map.of("project", new RestoreTo(null, Map.of("path", "" + target)))));
        ledger.publish(event(platform, "in-place", Map.of()));

        assertThat(end(Identities.restore(platform, "fresh"))).isInstanceOf(RestoreCompleted.class);
        String inPlace = Identities.restore(platform, "in-place");
        await().until(() -> ledger.planned(inPlace).isPresent());
        assertThat(ledger.planned(inPlace)).map(RestorePlanned::executes).contains(false);
        assertThat(target).isNotEmptyDirectory();
    }

    @Test
    void anEventOverHttpIsTakenInBothModes() throws Exception {
        String source = "keptn-" + UUID.randomUUID();
        String binary = given().contentType(ContentType.JSON)
                .header("ce-specversion", "1.0")
                .header("ce-id", "1")
                .header("ce-source", source)
                .header("ce-type", TYPE)
                .body(beside(""))
                .post("/events")
                .then()
                .statusCode(202)
                .extract()
                .path("restore");
        String structured = given().contentType("application/cloudevents+json")
                .body("{\"specversion\":\"1.0\",\"id\":\"2\",\"source\":\"" + source + "\",\"type\":\"" + TYPE
                        + "\",\"data\":{\"from\":\"01-01-2020-00-00-00\"}}")
                .post("/events")
                .then()
                .statusCode(202)
                .extract()
                .path("restore");

        assertThat(binary).isEqualTo(Identities.restore(source, "1"));
        assertThat(end(binary)).isInstanceOf(RestoreCompleted.class);
        assertThat(((RestoreFailed) end(structured)).reason()).isEqualTo("not-found");
        assertNoPins();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
                    /api/restores      | {}                                             | 400 | bad-request
                    /api/restores      | {"from":"latest","dryrun":true}                | 400 | bad-request
                    /api/restores      | not json                                       | 400 | bad-request
                    /api/restores/plan | {"from":"yesterday"}                           | 400 | bad-request
                    /api/restores/plan | {"from":"latest","plan":"weekly"}              | 404 | not-found
                    /api/restores/plan | {"from":"latest","repository":"none"}          | 404 | not-found
                    /api/restores/plan | {"from":"latest","targets":{"projekt":{}}}     | 400 | bad-request
                    /api/restores/r-unknown/cancel | {}                                 | 404 | not-running
                    """)
    void errorsHaveACodeAFactAndAHint(String path, String body, int status, String code) {
        post(path, body)
                .statusCode(status)
                .contentType(ContentType.JSON)
                .body("code", equalTo(code))
                .body("message", not(nullValue()))
                .body("hint", not(equalTo("")));
    }

    @Test
    void anEventOfAnotherTypeIsRefused() {
        given().contentType(ContentType.JSON)
                .header("ce-specversion", "1.0")
                .header("ce-id", "1")
                .header("ce-source", "keptn")
                .header("ce-type", "io.snapledger.backup.triggered.v1")
                .body("{\"plan\":\"nightly\"}")
                .post("/events")
                .then()
                .statusCode(400)
                .body("code", notNullValue());
    }

    @Test
    void storageIsShownTheTokenOfTheMomentAndWithoutItNothingIsRestored() throws Exception {
        Path token = premises.resolve("token");
        Files.writeString(token, "another\n" + RestorePremises.TOKEN); // the former one still opens what it sealed
        try {
            post("/api/restores/plan", beside("")).statusCode(503).body("code", equalTo("repository-unreachable"));
            assertThat(((RestoreFailed) end(ask(beside("")))).change() != RestoreFailed.Change.NONE)
                    .isFalse();
        } finally {
            Files.writeString(token, RestorePremises.TOKEN);
        }
        post("/api/restores/plan", beside("")).statusCode(200);
        assertThat(target).doesNotExist();
    }

    @Test
    void theRecoveryKeyIsProvedWithItsHolderAlone() throws Exception {
        var standing = given().get("/api/keys/proof").then().statusCode(200);
        RecoveryProof.Challenge challenge = new RecoveryProof.Challenge(
                standing.extract().path("challenge.recipient"),
                standing.extract().path("challenge.encapsulated"),
                standing.extract().path("challenge.ciphertext"));
        standing.body("status", equalTo("AT RISK")).body("provedAt", nullValue());
        post("/api/keys/proof", "{\"answer\":\"0000\"}").statusCode(409).body("code", equalTo("not-proved"));
        given().get("/api/keys/proof").then().body("status", equalTo("AT RISK"));

        String answer = RecoveryProof.answer(challenge, KeyDirectory.readKey(premises.resolve("recovery-key")));
        post("/api/keys/proof", "{\"answer\":\"" + answer + "\"}")
                .statusCode(200)
                .body("status", equalTo("proved"))
                .body("provedAt", notNullValue());
        post("/api/keys/proof", "{\"answer\":\"" + answer + "\"}").statusCode(409);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "7",
                "\"x\"",
                "{}",
                "{\"answer\":null}",
                "{\"answer\":{}}",
                "{\"answer\":[\"a\"]}",
                "{\"answer\":7}",
                "{\"answer\":",
                "{\"answer\":\"a\"} x",
                "{\"answer\":\"a\",\"answer\":\"b\"}",
                "\u0000"
            })
    void anOddAnswerToTheChallengeIsABadRequest(String body) {
        post("/api/keys/proof", body).statusCode(400).body("code", equalTo("bad-request"));
        post("/api/keys/proof", "[".repeat(3000)).statusCode(400);
        post("/api/keys/proof", "{\"answer\":\"" + "a".repeat(100_000) + "\"}").statusCode(400);
    }

    @Test
    void theOpenApiDocumentHasEveryPathAndFieldThatIsServed() {
        assertThat(new ApiDocument(given().get("/q/openapi?format=json").asString()).flaws())
                .isEmpty();
        given().get("/q/openapi?format=json")
                .then()
                .statusCode(200)
                .body(
                        "paths.keySet()",
                        hasItems(
                                "/api/restores",
                                "/api/restores/plan",
                                "/api/restores/{restore}/cancel",
                                "/api/keys/proof",
                                "/events"))
                .body(
                        "components.schemas.RestoreBody.properties.keySet()",
                        hasItems("from", "targets", "dryRun", "overwrite", "idempotencyKey"));
    }

    private String beside(String more) {
        return "{\"from\":\"latest\",\"targets\":{\"project\":{\"options\":{\"path\":\"" + target + "\"}}}" + more
                + "}";
    }

    private static ValidatableResponse post(String path, String body) {
        return given().contentType(ContentType.JSON).body(body).post(path).then();
    }

    private static String ask(String body) {
        return post("/api/restores", body).statusCode(202).extract().path("restore");
    }

    private EventData end(String restore) {
        await().until(() -> !ledger.ends(restore).isEmpty());
        return ledger.ends(restore).get(0);
    }

    private void assertNoPins() throws IOException {
        Path pins = premises.resolve("repository").resolve("pins");
        await().until(() -> {
            try (var files = Files.walk(pins)) {
                return files.noneMatch(Files::isRegularFile);
            }
        });
    }

    private static Event<RestoreRequested> event(String source, String id, Map<String, RestoreTo> targets) {
        return new Event<>(
                id,
                source,
                Clock.systemUTC().instant(),
                new RestoreRequested(
                        "", "latest", null, List.of(), List.of(), null, targets, false, true, false, null, null, null),
                Map.of());
    }
}
