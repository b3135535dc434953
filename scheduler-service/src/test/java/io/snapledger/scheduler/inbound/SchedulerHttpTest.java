package io.snapledger.scheduler.inbound;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.snapledger.events.BackupTriggered;
import io.snapledger.events.Event;
import io.snapledger.events.EventCodec;
import io.snapledger.events.TriggerReason;
import io.snapledger.events.kafka.KafkaEventCodec;
import io.snapledger.events.kafka.KafkaEventPublisher;
import io.snapledger.events.kafka.Topics;
import io.snapledger.testkit.http.ApiDocument;
import io.snapledger.testkit.kafka.KafkaResource;
import io.snapledger.testkit.kafka.TestSeal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@TestProfile(SchedulerHttpTest.Configured.class)
@QuarkusTestResource(KafkaResource.class)
class SchedulerHttpTest {

    private static final String TYPE = "io.snapledger.backup.triggered.v1";

    public static class Configured implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.ofEntries(
                    Map.entry("quarkus.http.test-port", "0"),
                    Map.entry("snapledger.installation", "test"),
                    Map.entry("snapledger.data-directory", "target/http-test/" + System.nanoTime()),
                    Map.entry("snapledger.timing.tick", "200ms"),
                    Map.entry("snapledger.timing.dead-after", "30s"),
                    Map.entry("snapledger.stores.orders.kind", "postgresql"),
                    Map.entry("snapledger.stores.orders.password", "never-read"),
                    Map.entry("snapledger.stores.config.kind", "files"),
                    Map.entry("snapledger.repositories.main.kind", "directory"),
                    Map.entry("snapledger.plans.nightly.schedule", "30 2 * * *"),
                    Map.entry("snapledger.plans.nightly.zone", "Europe/Berlin"),
                    Map.entry("snapledger.plans.nightly.keep.daily", "14"),
                    Map.entry("snapledger.plans.mixed.stores", "config"),
                    Map.entry("snapledger.plans.by-hand.stores", "config"),
                    Map.entry("snapledger.plans.by-hand.attempts", "1"));
        }
    }

    @BeforeEach
    void untilReady() {
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> given().get("/q/health/ready").then().statusCode(200));
    }

    @Test
    void plansAreShownWithTheirNextFiveDueTimes() {
        given().get("/api/plans")
                .then()
                .statusCode(200)
                .body("items.name", hasItems("nightly", "by-hand"))
                .body("items.find { it.name == 'nightly' }.next", hasSize(5))
                .body("items.find { it.name == 'nightly' }.next[0]", matchesPattern("20..-..-..T0[01]:30:00Z"))
                .body("items.find { it.name == 'by-hand' }.next", hasSize(0));
        given().get("/api/plans/by-hand")
                .then()
                .statusCode(200)
                .body("stores.name", equalTo(java.util.List.of("config")))
                .body("repositories", equalTo(java.util.List.of("main")));
        given().get("/api/plans/none").then().statusCode(404).body("code", equalTo("unknown-plan"));
    }

    @Test
    void aBackupIsStartedAndCancelled() {
        String backup = post(
                        "/api/backups", "{\"plan\":\"nightly\",\"kinds\":[\"postgresql\"],\"requestedBy\":\"ada\"}")
                .statusCode(202)
                .body("plan", equalTo("nightly"))
                .body("event", containsString("backup.triggered:nightly:-:"))
                .extract()
                .path("backup");
        await().untilAsserted(() -> given().get("/api/scheduler/state")
                .then()
                .body("open.backup", hasItem(backup))
                .body("open.find { it.backup == '" + backup + "' }.stores.store", equalTo(java.util.List.of("orders")))
                .body("open.find { it.backup == '" + backup + "' }.stores[0].phase", equalTo("waiting")));

        given().post("/api/backups/" + backup + "/cancel")
                .then()
                .statusCode(202)
                .body("backup", equalTo(backup));

        await().untilAsserted(() -> given().get("/api/scheduler/state")
                .then()
                .body("open.find { it.backup == '" + backup + "' }.stores[0].phase", equalTo("aborting"))
                .body("open.find { it.backup == '" + backup + "' }.stores[0].reason", equalTo("cancelled")));
    }

    @Test
    void aBackupWithoutSomeStoresSaysWhatItLeavesOut() {
        String backup = post("/api/backups", "{\"plan\":\"nightly\",\"excludeStores\":[\"orders\"]}")
                .statusCode(202)
                .body("leftOut", equalTo(java.util.List.of("orders")))
                .extract()
                .path("backup");
        await().untilAsserted(() -> given().get("/api/scheduler/state")
                .then()
                .body(
                        "open.find { it.backup == '" + backup + "' }.stores.store",
                        equalTo(java.util.List.of("config"))));
    }

    @Test
    void whatCannotBeCancelledIsSaidSo() {
        given().post("/api/backups/20261121t000000z-abcdefghij/cancel")
                .then()
                .statusCode(404)
                .body("code", equalTo("not-found"));
        given().post("/api/backups/nonsense/cancel").then().statusCode(400).body("hint", containsString("20261121t"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"plan\":\"none\"}                             | 404 | unknown-plan",
                "{\"plan\":\"nightly\",\"stores\":[\"tables\"]}  | 404 | unknown-store",
                "{\"plan\":\"nightly\",\"kinds\":[\"vault\"]}    | 400 | nothing-selected",
                "{\"plan\":\"nightly\",\"excludeStores\":[\"tables\"]}             | 404 | unknown-store",
                "{\"plan\":\"nightly\",\"excludeStores\":[\"orders\",\"config\"]} | 400 | nothing-selected",
                "{\"plan\":\"nightly\",\"repository\":\"far\"}   | 404 | unknown-repository",
                "{}                                              | 400 | no-plan",
                "{\"plan\":\"No Name\"}                          | 400 | bad-request",
                "{\"plan\":{}}                                   | 400 | bad-request",
                "{\"paln\":\"nightly\"}                          | 400 | bad-request",
                "{\"plan\":                                      | 400 | bad-request",
                "null                                            | 400 | bad-request",
                "[]                                              | 400 | bad-request",
            })
    void aRequestThatCannotBeMeantIsRefusedWithItsReason(String body, int status, String code) {
        post("/api/backups", body)
                .statusCode(status)
                .body("code", equalTo(code))
                .body("message", not(containsString("io.snapledger")))
                .body("hint", not(equalTo("")));
    }

    @Test
    void oneEventSentAHundredTimesIsOneBackupWhateverItsMode() {
        String binary = null;
        for (int i = 0; i < 50; i++) {
            binary = binary("keptn", "event-1", "{\"plan\":\"by-hand\"}")
                    .statusCode(202)
                    .extract()
                    .path("backup");
            String structured =
                    structured("keptn", "event-1").statusCode(202).extract().path("backup");
            assertThat(structured).isEqualTo(binary);
        }
        String other = binary("argo", "event-1", "{\"plan\":\"by-hand\"}")
                .statusCode(202)
                .extract()
                .path("backup");
        assertThat(other).isNotEqualTo(binary);
        String first = binary;

        await().untilAsserted(
                        () -> given().get("/api/scheduler/state").then().body("open.backup", hasItems(first, other)));
        given().get("/api/scheduler/state").then().body("open.findAll { it.plan == 'by-hand' }", hasSize(2));
    }

    /** Without a time each copy has that of its arrival: still the first one names the backup, and every answer says it. */
    @Test
    void oneEventSentAHundredTimesOverHttpAndKafkaIsOneBackup() {
        Config config = ConfigProvider.getConfig();
        Map<String, Object> kafka =
                Map.of("bootstrap.servers", config.getValue("kafka.bootstrap.servers", String.class));
        Topics topics = new Topics(config.getValue("snapledger.kafka.topic-prefix", String.class));
        List<String> answers = new ArrayList<>();
        try (KafkaEventPublisher publisher = new KafkaEventPublisher(
                kafka, new KafkaEventCodec(new EventCodec(), topics, TestSeal.SEAL), Duration.ofSeconds(30))) {
            answers.add(timeless("keptn", "mixed", true));
            for (int i = 0; i < 33; i++) {
                BackupTriggered request =
                        new BackupTriggered("mixed", TriggerReason.EVENT, null, List.of(), List.of(), null, null);
                publisher.publish(new Event<>(
                        "mixed", "keptn", Instant.parse("2026-11-21T00:00:00Z").plusSeconds(i), request, Map.of()));
                answers.add(timeless("keptn", "mixed", true));
                answers.add(timeless("keptn", "mixed", false));
            }
        }
        String other = timeless("argo", "mixed", true);

        assertThat(answers).hasSize(67).containsOnly(answers.get(0)).doesNotContain(other);
        await().untilAsserted(() -> given().get("/api/scheduler/state")
                .then()
                .body("open.findAll { it.plan == 'mixed' }.backup", containsInAnyOrder(answers.get(0), other)));
    }

    private static String timeless(String source, String id, boolean binary) {
        RequestSpecification request = binary
                ? given().contentType(ContentType.JSON)
                        .header("ce-specversion", "1.0")
                        .header("ce-id", id)
                        .header("ce-source", source)
                        .header("ce-type", TYPE)
                        .body("{\"plan\":\"mixed\"}")
                : given().contentType("application/cloudevents+json")
                        .body("{\"specversion\":\"1.0\",\"id\":\"" + id + "\",\"source\":\"" + source + "\",\"type\":\""
                                + TYPE + "\",\"data\":{\"plan\":\"mixed\"}}");
        return request.post("/events").then().statusCode(202).extract().path("backup");
    }

    @Test
    void aTriggerFromTheFutureIsRefused() {
        given().contentType(ContentType.JSON)
                .header("ce-specversion", "1.0")
                .header("ce-id", "future")
                .header("ce-source", "keptn")
                .header("ce-type", TYPE)
                .header("ce-time", "2999-01-01T00:00:00Z")
                .body("{\"plan\":\"nightly\"}")
                .post("/events")
                .then()
                .statusCode(400)
                .body("code", equalTo("time-ahead"))
                .body("hint", containsString("clock"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"plan\":                        | io.snapledger.backup.triggered.v1   | 400 | not-json",
                "{}                                | io.snapledger.backup.triggered.v1   | 400 | invalid-data",
                "{\"plan\":\"../etc\"}             | io.snapledger.backup.triggered.v1   | 400 | invalid-data",
                "{\"plan\":\"none\"}               | io.snapledger.backup.triggered.v1   | 400 | unknown-plan",
                "{\"plan\":\"nightly\"}            | io.snapledger.backup.triggered.v9   | 400 | unknown-type",
                "{\"plan\":\"nightly\"}            | com.example.something               | 400 | unknown-type",
                "{\"snapshot\":\"x\"}              | io.snapledger.snapshot.expired.v1   | 400 | invalid-data",
            })
    void anEventThatIsNotOneOfOursIsRefusedWithItsReason(String data, String type, int status, String code) {
        event("keptn", "2", type, data)
                .statusCode(status)
                .body("code", equalTo(code))
                .body("hint", not(equalTo("")));
    }

    @Test
    void eventsThatOnlyOurServicesWriteAreNotAccepted() {
        event(
                        "keptn",
                        "3",
                        "io.snapledger.backup.missed.v1",
                        "{\"plan\":\"nightly\",\"firstDueAt\":\"2026-11-21T00:00:00Z\","
                                + "\"lastDueAt\":\"2026-11-21T00:00:00Z\",\"count\":1,\"why\":\"overlap\"}")
                .statusCode(400)
                .body("code", equalTo("type-not-accepted"));
        event("/snapledger/scheduler", "4", TYPE, "{\"plan\":\"nightly\"}")
                .statusCode(400)
                .body("code", equalTo("reserved-source"));
    }

    @Test
    void anOversizedEventAndABatchAreRefused() {
        binary("keptn", "5", "{\"plan\":\"nightly\",\"requestedBy\":\"" + "x".repeat(70_000) + "\"}")
                .statusCode(413)
                .body("code", equalTo("too-large"));
        given().contentType("application/cloudevents-batch+json")
                .body("[]")
                .post("/events")
                .then()
                .statusCode(415);
        given().contentType("application/json")
                .body(new byte[300_000])
                .post("/events")
                .then()
                .statusCode(413);
    }

    @Test
    void anEventWithoutAttributesIsRefused() {
        given().contentType(ContentType.JSON)
                .body("{\"plan\":\"nightly\"}")
                .post("/events")
                .then()
                .statusCode(400);
    }

    @Test
    void metricsAndOpenApiAreThere() {
        given().get("/q/metrics").then().statusCode(200).body(containsString("snapledger_dumps_unended"));
        String document = given().get("/q/openapi?format=json").asString();
        assertThat(document).contains("/api/backups/{backup}/cancel");
        assertThat(new ApiDocument(document).flaws()).isEmpty();
    }

    private static ValidatableResponse post(String path, String body) {
        return given().contentType(ContentType.JSON).body(body).post(path).then();
    }

    private static ValidatableResponse binary(String source, String id, String data) {
        return event(source, id, TYPE, data);
    }

    private static ValidatableResponse event(String source, String id, String type, String data) {
        return given().contentType(ContentType.JSON)
                .header("ce-specversion", "1.0")
                .header("ce-id", id)
                .header("ce-source", source)
                .header("ce-type", type)
                .header("ce-time", "2026-11-21T00:00:00Z")
                .body(data)
                .post("/events")
                .then();
    }

    private static ValidatableResponse structured(String source, String id) {
        return given().contentType("application/cloudevents+json")
                .body(("{\"specversion\":\"1.0\",\"id\":\"%s\",\"source\":\"%s\",\"type\":\"%s\","
                                + "\"time\":\"2026-11-21T00:00:00Z\",\"data\":{\"plan\":\"by-hand\"}}")
                        .formatted(id, source, TYPE))
                .post("/events")
                .then();
    }
}
