package io.snapledger.catalog.inbound;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;

import io.quarkus.test.common.http.TestHTTPResource;
import io.restassured.path.json.JsonPath;
import io.snapledger.catalog.Ledgers;
import io.snapledger.events.BackupMissed;
import io.snapledger.events.Event;
import io.snapledger.events.EventType;
import io.snapledger.events.Role;
import io.snapledger.repository.Decision;
import io.snapledger.repository.UnreadableDecision;
import io.snapledger.testkit.http.ApiDocument;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the running service does, wherever its catalog lies. */
abstract class CatalogServiceContract {

    private static final Duration SOON = Duration.ofSeconds(20);

    private static TestLedger ledger;

    @TestHTTPResource("/")
    URI root;

    @BeforeAll
    static void openLedger() {
        ledger = new TestLedger();
    }

    @AfterAll
    static void closeLedger() {
        ledger.close();
    }

    /** The adversary is another user of the machine; each service sets it, since nobody knows how it was started. */
    @Test
    void whatAServiceWritesIsForItsUserAlone() throws Exception {
        assertThat(Files.readString(Path.of("/proc/self/status"))).containsPattern("Umask:\\s+0077");
    }

    @Test
    void aBackupIsShownWithItsSnapshotsStreamsAndEvents() {
        Ledgers.Backup backup = complete("nightly", "2026-11-21T01:00:00Z");

        JsonPath shown = get("/api/backups/" + backup.id())
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();

        assertThat(shown.getString("outcome")).isEqualTo("complete");
        assertThat(shown.getString("plan")).isEqualTo("nightly");
        assertThat(shown.getString("requestedBy")).isEqualTo("cron");
        assertThat(shown.getString("snapshots[0].state")).isEqualTo("committed");
        assertThat(shown.getString("snapshots[0].streams[0].sha256")).hasSize(64);
        assertThat(shown.getString("snapshots[0].streams[0].nativeUse")).contains("pg_restore");
        assertThat(shown.getString("snapshots[0].toolVersion")).isEqualTo("16.4");
        assertThat(shown.getString("snapshots[0].notIncluded[0].what")).contains("passwords");
        assertThat(shown.getList("events.type", String.class))
                .startsWith("io.snapledger.backup.triggered.v1", "io.snapledger.backup.planned.v1")
                .doesNotContain("io.snapledger.segment.staged.v1", "io.snapledger.dump.progress.v1");
        assertThat(shown.getString("events[0].data.plan")).isEqualTo("nightly");
        get("/api/snapshots/" + backup.snapshot()).then().body("attempts[0].state", equalTo("committed"));
    }

    @Test
    void listsAreFilteredAndPaged() {
        Ledgers.Backup first = complete("paged", "2026-11-20T01:00:00Z");
        Ledgers.Backup second = complete("paged", "2026-11-20T02:00:00Z");

        JsonPath page = get("/api/backups?plan=paged&limit=1").jsonPath();
        assertThat(page.getList("items.id", String.class)).containsExactly(second.id());
        JsonPath rest = get("/api/backups?plan=paged&limit=1&cursor=" + page.getString("next"))
                .jsonPath();
        assertThat(rest.getList("items.id", String.class)).containsExactly(first.id());
        assertThat(rest.getString("next")).isNull();

        get("/api/backups?plan=paged&until=2026-11-20T02:00:00Z").then().body("items", hasSize(1));
        get("/api/backups?plan=paged&state=failed").then().body("items", hasSize(0));
        get("/api/backups?plan=paged&store=orders&kind=postgresql&repository=main")
                .then()
                .body("items", hasSize(2));
        get("/api/snapshots?plan=paged&state=committed").then().body("items", hasSize(2));
        get("/api/snapshots?plan=paged").then().body("items[0].streams", hasSize(0));
        get("/api/events?plan=paged&type=dump.completed").then().body("items", hasSize(2));
        get("/api/events?plan=paged").then().body("items.plan", everyItem(equalTo("paged")));
        get("/api/status").then().body("plans.find { it.plan == 'paged' }.lastComplete.id", equalTo(second.id()));
    }

    @Test
    void whatMakesNoSenseIsRefusedWithWords() {
        get("/api/backups?color=red")
                .then()
                .statusCode(400)
                .body("code", equalTo("bad-request"))
                .body("hint", containsString("plan"));
        get("/api/backups?state=sleeping").then().statusCode(400).body("hint", containsString("partial"));
        get("/api/backups?limit=5000").then().statusCode(400).body("message", containsString("5000"));
        get("/api/events?since=yesterday").then().statusCode(400).body("hint", containsString("RFC 3339"));
        get("/api/events?type=dump.exploded").then().statusCode(400);
        get("/api/events?cursor=nonsense").then().statusCode(400);
        get("/api/events/stream?limit=3").then().statusCode(400);
        given().header("Last-Event-ID", "x").get("/api/events/stream").then().statusCode(400);
        get("/api/backups/20260101t000000z-aaaaaaaaaa").then().statusCode(404).body("code", equalTo("not-found"));
        given().post("/api/catalog/rebuild?from=thin-air").then().statusCode(400);
    }

    @Test
    void aDateThatMatchesSeveralBackupsIsAnsweredWithTheChoices() {
        Ledgers.Backup one = complete("kaa-one", "2026-10-12T15:28:37Z");
        get("/api/backups/12-10-2026-15-28-37").then().statusCode(200).body("id", equalTo(one.id()));

        Ledgers.Backup other = complete("kaa-two", "2026-10-12T15:28:37Z");

        get("/api/backups/12-10-2026-15-28-37")
                .then()
                .statusCode(409)
                .body("code", equalTo("ambiguous"))
                .body("choices", hasItem(one.id()))
                .body("choices", hasItem(other.id()));
        get("/api/backups/13-10-2026-15-28-37").then().statusCode(404);
    }

    @Test
    void eventsArriveInTheStreamWithinTwoSeconds() throws Exception {
        Ledgers.Backup backup = Ledgers.backup("streamed", "2026-11-21T05:00:00Z");
        URI uri = root.resolve("/api/events/stream?plan=streamed");
        String lastId;
        try (Streamed client = new Streamed(uri, null)) {
            await().atMost(SOON).until(() -> client.lines().stream().anyMatch(it -> it.startsWith(":")));
            ledger.publish(
                    Ledgers.backup("streamed", "2026-11-21T04:00:00Z").events().get(0));
            await().atMost(SOON).until(() -> client.holds("T04:00:00Z")); // everything is warm now
            ledger.publish(backup.events().get(0));
            await().atMost(Duration.ofSeconds(2)).until(() -> client.holds("T05:00:00Z"));
            lastId = client.lastId();
        }
        backup.events().stream().skip(1).forEach(ledger::publish);
        awaitState(backup.id(), "complete");

        try (Streamed client = new Streamed(uri, lastId)) {
            await().atMost(SOON).until(() -> client.holds("backup.completed"));
            assertThat(client.holds("io.snapledger.backup.triggered.v1")).isFalse();
            assertThat(client.holds("io.snapledger.backup.planned.v1")).isTrue();
        }
    }

    @Test
    void poisonGoesToTheDeadLettersAndTheStreamGoesOn() throws Exception {
        ledger.publishGarbage(EventType.DUMP_STARTED, "this is {not} an event");

        Ledgers.Backup behind = complete("behind-poison", "2026-11-21T06:00:00Z");

        get("/api/backups/" + behind.id()).then().statusCode(200);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(ledger.deadLetters()).contains("this is {not} an event"));
        await().atMost(SOON)
                .untilAsserted(() ->
                        get("/api/status").then().body("unreadable.at.topic", hasItem(containsString("dump.started"))));
    }

    @Test
    void aRebuildFromKafkaGivesTheSameBytes() {
        complete("rebuilt", "2026-11-21T07:00:00Z");
        await().atMost(SOON)
                .until(() -> get("/api/status").jsonPath().getMap("lag").isEmpty());
        String before = get("/api/catalog/canonical").asString();

        rebuild("kafka");

        assertThat(get("/api/catalog/canonical").asString()).isEqualTo(before);
        Ledgers.Backup after = complete("after-rebuild", "2026-11-21T07:30:00Z");
        get("/api/backups/" + after.id()).then().statusCode(200);
    }

    @Test
    void aRebuildFromARepositoryKnowsItsDecisionsAndSaysThatTheRestIsUnknown() throws Exception {
        Ledgers.Backup inKafkaOnly = complete("kafka-only", "2026-11-21T08:00:00Z");
        Ledgers.Backup decided = Ledgers.backup("decided", "2026-11-19T00:00:00Z");
        Decision decision = decided.decision(Instant.parse("2026-11-19T00:10:00Z"), List.of("orders", "files"));
        Ledgers.Backup rotten = Ledgers.backup("rotten", "2026-11-18T00:00:00Z");
        String object = "decisions/orders/" + rotten.snapshot() + ".json";
        CatalogSurroundings.DECISIONS.add(decision);
        CatalogSurroundings.UNREADABLE.add(
                new UnreadableDecision(object, "orders", rotten.snapshot(), "damaged", "no JSON"));
        CatalogSurroundings.UNREADABLE.add(
                new UnreadableDecision("decisions/orders/readme", "orders", "readme", "damaged", "no JSON"));
        try {
            rebuild("repository");
            get("/api/status")
                    .then()
                    .body("unreadableDecisions", equalTo(1))
                    .body("historyNotes", hasItem(containsString("decisions/orders/readme")));
            get("/api/snapshots/" + rotten.snapshot())
                    .then()
                    .body("state", equalTo("damaged"))
                    .body("copies.main.damage[0].object", equalTo(object));

            get("/api/backups/" + decided.id())
                    .then()
                    .statusCode(200)
                    .body("history", equalTo("unknown"))
                    .body("state", equalTo("history-unknown"))
                    .body("stores.find { it.store == 'orders' }.state", equalTo("committed"))
                    .body("stores.find { it.store == 'files' }.state", equalTo("history-unknown"));
            get("/api/backups/" + inKafkaOnly.id()).then().statusCode(404).body("hint", containsString("not known"));
            get("/api/backups").then().body("historyUnknown", equalTo(true));
        } finally {
            CatalogSurroundings.DECISIONS.clear();
            CatalogSurroundings.UNREADABLE.clear();
            rebuild("kafka");
        }
        get("/api/backups/" + inKafkaOnly.id()).then().statusCode(200);
        get("/api/backups").then().body("historyUnknown", equalTo(false));
    }

    @Test
    void metricsTellWhatAnAlarmNeedsAndAreThoseOfTheDocumentation() throws Exception {
        complete("measured", "2026-11-21T09:00:00Z");
        ledger.publish(Event.of(
                Role.SCHEDULER,
                Instant.parse("2026-11-21T10:00:00Z"),
                new BackupMissed(
                        "measured",
                        Instant.parse("2026-11-21T09:10:00Z"),
                        Instant.parse("2026-11-21T09:20:00Z"),
                        2,
                        "scheduler-down",
                        null)));
        double end = Instant.parse("2026-11-21T09:00:07Z").getEpochSecond();

        await().atMost(SOON).untilAsserted(() -> {
            assertThat(metric("snapledger_plan_last_success_seconds{plan=\"measured\"}"))
                    .isEqualTo(end);
            assertThat(metric("snapledger_store_last_success_seconds{plan=\"measured\",store=\"orders\"}"))
                    .isEqualTo(end);
            assertThat(metric("snapledger_plan_last_read_bytes{plan=\"measured\"}"))
                    .isEqualTo(1000);
            assertThat(metric("snapledger_plan_last_stored_bytes{plan=\"measured\"}"))
                    .isEqualTo(300);
            assertThat(metric("snapledger_plan_last_duration_seconds{plan=\"measured\"}"))
                    .isEqualTo(6);
            assertThat(metric("snapledger_plan_last_failed_stores{plan=\"measured\"}"))
                    .isZero();
            assertThat(metric("snapledger_plan_missed_runs{plan=\"measured\"}")).isEqualTo(2);
        });
        assertThat(names(get("/q/metrics").asString()))
                .as("what is documented and what is told")
                .containsAll(documented("snapledger_plan_"))
                .containsAll(documented("snapledger_store_"))
                .contains("snapledger_decisions_unreadable")
                .noneMatch(name -> name.startsWith("kafka_") || name.startsWith("netty_"));
        assertThat(documented("snapledger_plan_"))
                .containsAll(names(get("/q/metrics").asString()).stream()
                        .filter(name -> name.startsWith("snapledger_plan_"))
                        .toList());
    }

    @Test
    void itSaysWhatIsHereAndServesTheContractOfTheEvents() {
        get("/").then().statusCode(200).body(containsString("/q/openapi")).body(containsString("/api/asyncapi.yaml"));
        given().noFilters().get("/").then().statusCode(401);
        get("/api/asyncapi.yaml").then().statusCode(200).body(containsString("asyncapi:"));
        for (EventType type : EventType.values()) {
            get("/api/schemas/" + type.topic() + ".json").then().statusCode(200).body(containsString("$schema"));
        }
        get("/api/schemas/dump.exploded.json").then().statusCode(404);
        get("/api/schemas/..%2Fasyncapi.json").then().statusCode(404);
    }

    private static double metric(String row) {
        return get("/q/metrics")
                .asString()
                .lines()
                .filter(line -> line.startsWith(row + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(row.length() + 1)))
                .findFirst()
                .orElse(Double.NaN);
    }

    private static Set<String> names(String metrics) {
        return metrics.lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("[{ ]")[0])
                .collect(Collectors.toSet());
    }

    private static Set<String> documented(String prefix) throws Exception {
        return Pattern.compile("`(" + prefix + "[a-z_]+)`")
                .matcher(Files.readString(Path.of("../docs/operating.md")))
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toSet());
    }

    @Test
    void isReadyOnceItHasCaughtUp() {
        await().atMost(SOON).untilAsserted(() -> get("/q/health/ready").then().statusCode(200));
    }

    @Test
    void theOpenApiDocumentSaysOfEveryEndpointWhatItTakesAndAnswers() {
        String document = get("/q/openapi?format=json").asString();

        assertThat(document).contains("/api/events/stream");
        assertThat(new ApiDocument(document).flaws()).isEmpty();
    }

    private static Ledgers.Backup complete(String plan, String due) {
        Ledgers.Backup backup = Ledgers.backup(plan, due);
        backup.events().forEach(ledger::publish);
        awaitState(backup.id(), "complete");
        return backup;
    }

    private static void awaitState(String backup, String state) {
        await().atMost(SOON)
                .until(() ->
                        state.equals(get("/api/backups/" + backup).jsonPath().getString("outcome")));
    }

    private static void rebuild(String from) {
        given().post("/api/catalog/rebuild?from=" + from).then().statusCode(202);
        await().atMost(Duration.ofSeconds(60))
                .until(
                        () -> get("/api/status").jsonPath().getString("rebuild.state"),
                        state -> !state.equals("running"));
        get("/api/status").then().body("rebuild.state", equalTo("done"));
    }
}
