package io.snapledger.dump;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import io.snapledger.events.DumpCompleted;
import io.snapledger.events.DumpFailed;
import io.snapledger.events.DumpProgress;
import io.snapledger.events.DumpRequested;
import io.snapledger.events.DumpStarted;
import io.snapledger.events.Event;
import io.snapledger.events.EventType;
import io.snapledger.events.Identities;
import io.snapledger.events.Role;
import io.snapledger.events.SegmentStaged;
import io.snapledger.events.UploadFinished;
import io.snapledger.events.kafka.Topics;
import io.snapledger.repository.format.Manifest;
import io.snapledger.repository.read.SnapshotReader;
import io.snapledger.testkit.http.ApiDocument;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** dump-service as it runs: Quarkus, a real broker, storage-service on the other side of HTTP. */
@QuarkusTest
@QuarkusTestResource(DumpTestbed.class)
class DumpServiceKafkaTest {

    private static final AtomicInteger BACKUPS = new AtomicInteger();

    DumpTestbed testbed;

    @Test
    void aRequestBecomesACommittedSnapshotAndLeavesNothingStaged() throws Exception {
        Event<DumpRequested> request = request("small");

        testbed.publish(request);

        String snapshot = awaitFinished(request);
        assertThat(read("small", snapshot, "data.fake")).isEqualTo(FakeStore.output(1, DumpTestbed.SMALL));
        assertThat(testbed.all(DumpFailed.class, snapshot)).isEmpty();
        assertNothingStaged();
        await().untilAsserted(() -> assertThat(lag()).isZero());
    }

    @Test
    void theOpenApiDocumentSaysOfEveryEndpointWhatItTakesAndAnswers() {
        assertThat(new ApiDocument(given().get("/q/openapi?format=json").asString()).flaws())
                .isEmpty();
    }

    @Test
    void aHundredDuplicatesOfARequestAreOneDump() {
        Event<DumpRequested> request = request("repeated");

        for (int i = 0; i < 100; i++) {
            testbed.publish(request);
        }

        String snapshot = awaitFinished(request);
        await().untilAsserted(() -> assertThat(lag()).isZero());
        assertThat(testbed.all(DumpStarted.class, snapshot)).hasSize(1);
        assertThat(testbed.all(DumpCompleted.class, snapshot).stream().distinct())
                .hasSize(1);
    }

    @Test
    void whatAnotherWorkerHasClaimedIsLeftToIt() {
        Event<DumpRequested> request = request("contested");
        DumpRequested asked = request.data();
        testbed.publish(Event.of(
                Role.DUMP,
                testbed.clock().instant(),
                new DumpStarted(
                        asked.backup(), asked.snapshot(), asked.store(), "1-00000000000000ff", "somebody-else")));

        testbed.publish(request);
        Event<DumpRequested> next = request("small");
        testbed.publish(next);
        awaitFinished(next);
        await().untilAsserted(() -> assertThat(lag()).isZero());

        assertThat(testbed.all(DumpStarted.class, asked.snapshot()))
                .filteredOn(started -> !started.worker().equals("somebody-else"))
                .isEmpty();
        assertThat(testbed.all(DumpCompleted.class, asked.snapshot())).isEmpty();
    }

    @Test
    void aBrokerThatIsAwayInTheMiddleStopsNothingAndTheSameAttemptCompletes() throws Exception {
        Event<DumpRequested> request = request("gated");
        testbed.publish(request);
        String snapshot = request.data().snapshot();
        await().atMost(Duration.ofSeconds(20))
                .until(() -> !testbed.all(DumpProgress.class, snapshot).isEmpty());

        testbed.stopBroker();
        FakeStore.gate("broker").countDown();
        await().atMost(Duration.ofSeconds(20)).until(() -> isSealed(snapshot));
        testbed.startBroker();

        awaitFinished(request);
        assertThat(testbed.all(DumpStarted.class, snapshot)).hasSize(1);
        assertThat(testbed.all(DumpFailed.class, snapshot)).isEmpty();
        assertThat(read("gated", snapshot, "data.fake")).isEqualTo(FakeStore.output(1, 3_000_000));
        assertNothingStaged();
    }

    @Test
    void segmentsAreServedInRangesToWhoHasTheTokenUntilTheyAreAcknowledged() {
        testbed.storage().away(true);
        Event<DumpRequested> request = request("small");
        testbed.publish(request);
        String snapshot = request.data().snapshot();
        await().atMost(Duration.ofSeconds(20))
                .until(() -> !testbed.all(DumpCompleted.class, snapshot).isEmpty());
        SegmentStaged first = testbed.all(SegmentStaged.class, snapshot).get(0);
        String address = "/segments/" + snapshot + "/" + first.attempt() + "/" + first.number();

        given().noFilters().get(address).then().statusCode(401).body("code", equalTo("unauthorized"));
        given().get(address).then().statusCode(403); // the token of people: segments are for services alone
        given().header("Authorization", "Bearer wrong").delete(address).then().statusCode(401);
        byte[] whole = service().get(address).then().statusCode(200).extract().asByteArray();
        assertThat(whole).hasSize((int) first.length());
        byte[] middle = service()
                .header("Range", "bytes=10-19")
                .get(address)
                .then()
                .statusCode(206)
                .header("Content-Range", "bytes 10-19/" + first.length())
                .extract()
                .asByteArray();
        assertThat(middle).containsExactly(java.util.Arrays.copyOfRange(whole, 10, 20));
        service()
                .header("Range", "bytes=" + first.length() + "-")
                .get(address)
                .then()
                .statusCode(416);
        service().head(address).then().statusCode(200).header("Content-Length", Long.toString(first.length()));
        service()
                .get("/segments/" + snapshot + "/" + first.attempt() + "/list")
                .then()
                .statusCode(200);
        service()
                .get("/segments/" + snapshot + "/" + first.attempt() + "/999")
                .then()
                .statusCode(404);
        service().get("/segments/" + snapshot + "/1-00000000000000ff/1").then().statusCode(404);
        service().get("/segments/..%2f..%2fetc/x/1").then().statusCode(400);

        testbed.storage().away(false);
        awaitFinished(request);
        service().get(address).then().statusCode(410).body("code", equalTo("segment-gone"));
        service().delete(address).then().statusCode(204);
        service().head(address).then().statusCode(410);
    }

    @Test
    void aRecordThatIsNoEventGoesToTheDeadLettersAndTheNextOneFlowsOn() throws Exception {
        Event<DumpRequested> request = request("after-poison");
        String topic = new Topics(DumpTestbed.PREFIX).name(EventType.DUMP_REQUESTED);
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(testbed.client(), new StringSerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(
                            topic, request.data().snapshot(), "poison".getBytes(StandardCharsets.UTF_8)))
                    .get();
        }

        testbed.publish(request);

        awaitFinished(request);
        String letters = new Topics(DumpTestbed.PREFIX).deadLetter(Role.DUMP);
        try (Admin admin = Admin.create(testbed.client())) {
            TopicPartition partition = new TopicPartition(letters, 0);
            long count = admin.listOffsets(Map.of(partition, org.apache.kafka.clients.admin.OffsetSpec.latest()))
                    .partitionResult(partition)
                    .get()
                    .offset();
            assertThat(count).isEqualTo(1);
        }
    }

    @Test
    void theStoresAreShownAsTheyLookNow() {
        given().get("/api/dump/stores")
                .then()
                .statusCode(200)
                .body("store", hasItem("small"))
                .body("find { it.store == 'small' }.ready", equalTo(true))
                .body("find { it.store == 'small' }.toolVersion", equalTo("faketool 1"));
    }

    @Test
    void onlyTheStoresThatAreNamedAreLookedAt() {
        given().queryParam("store", "small")
                .get("/api/dump/stores")
                .then()
                .statusCode(200)
                .body("store", equalTo(List.of("small")));
        given().queryParam("store", "smal")
                .get("/api/dump/stores")
                .then()
                .statusCode(404)
                .body("code", equalTo("unknown-store"))
                .body("message", containsString("known: "));
    }

    @Test
    void aDirectoryTreeIsDumpedThroughTheService() throws Exception {
        List<String> problems = given().get("/api/dump/stores")
                .jsonPath()
                .getList("find { it.store == 'tree' }.problems", String.class);
        assumeThat(problems)
                .as("the kind files is on the class path")
                .noneMatch(text -> text.contains("unknown store kind"));
        Event<DumpRequested> request = request("tree");
        testbed.publish(request);

        String snapshot = awaitFinished(request);
        assertThat(streams("tree", snapshot)).isNotEmpty();
    }

    @Test
    void aPostgresIsDumpedThroughTheService() throws Exception {
        assumeThat(testbed.hasPostgres()).as("a PostgreSQL server is installed").isTrue();
        Event<DumpRequested> request = request("shop");
        testbed.publish(request);

        String snapshot = awaitFinished(request);
        Map<String, byte[]> streams = streams("shop", snapshot);
        assertThat(streams.values())
                .anyMatch(bytes ->
                        new String(bytes, 0, Math.min(5, bytes.length), StandardCharsets.US_ASCII).equals("PGDMP"));
    }

    private static RequestSpecification service() {
        return given().urlEncodingEnabled(false).header("Authorization", "Bearer " + DumpTestbed.TOKEN);
    }

    private Event<DumpRequested> request(String store) {
        var now = testbed.clock().instant();
        return Requests.of(
                store,
                1,
                Requests.DUE.plusSeconds(BACKUPS.incrementAndGet()),
                now,
                now.plusSeconds(300),
                List.of("main"));
    }

    private String awaitFinished(Event<DumpRequested> request) {
        String snapshot = request.data().snapshot();
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            assertThat(testbed.all(DumpFailed.class, snapshot)).isEmpty();
            assertThat(testbed.all(UploadFinished.class, snapshot)).isNotEmpty();
        });
        return snapshot;
    }

    private boolean isSealed(String snapshot) throws IOException {
        Path directory = testbed.staging().resolve(snapshot);
        if (!Files.exists(directory)) {
            return false;
        }
        try (Stream<Path> attempts = Files.list(directory)) {
            Path journal = attempts.findFirst().orElseThrow().resolve("journal");
            return Files.readString(journal).contains("\"fact\":\"ended\"");
        }
    }

    private byte[] read(String store, String snapshot, String stream) throws IOException {
        try (SnapshotReader reader = testbed.open(store, snapshot);
                InputStream bytes = reader.stream(stream)) {
            return bytes.readAllBytes();
        }
    }

    private Map<String, byte[]> streams(String store, String snapshot) throws IOException {
        Map<String, byte[]> streams = new HashMap<>();
        try (SnapshotReader reader = testbed.open(store, snapshot)) {
            for (Manifest.Stream stream : reader.manifest().streams()) {
                try (InputStream bytes = reader.stream(stream.name())) {
                    streams.put(stream.name(), bytes.readAllBytes());
                }
            }
        }
        return streams;
    }

    private void assertNothingStaged() {
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            try (Stream<Path> left = Files.list(testbed.staging())) {
                assertThat(left.filter(
                                path -> Identities.isSnapshot(path.getFileName().toString())))
                        .isEmpty();
            }
        });
    }

    /** Requests that are not committed yet. */
    private long lag() throws Exception {
        String topic = new Topics(DumpTestbed.PREFIX).name(EventType.DUMP_REQUESTED);
        try (Admin admin = Admin.create(testbed.client())) {
            Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets(
                            DumpTestbed.PREFIX + "dump")
                    .partitionsToOffsetAndMetadata()
                    .get();
            long lag = 0;
            for (int i = 0; i < EventType.DUMP_REQUESTED.partitions(); i++) {
                TopicPartition partition = new TopicPartition(topic, i);
                long end = admin.listOffsets(Map.of(partition, org.apache.kafka.clients.admin.OffsetSpec.latest()))
                        .partitionResult(partition)
                        .get()
                        .offset();
                OffsetAndMetadata at = committed.get(partition);
                lag += end - (at == null ? 0 : at.offset());
            }
            return lag;
        }
    }
}
