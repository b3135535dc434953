package io.snapledger.storage.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.is;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;
import io.snapledger.events.Event;
import io.snapledger.events.EventCodec;
import io.snapledger.events.EventType;
import io.snapledger.events.UploadFinished;
import io.snapledger.events.kafka.KafkaEventCodec;
import io.snapledger.events.kafka.KafkaEventPublisher;
import io.snapledger.events.kafka.Topics;
import io.snapledger.repository.DamagedSnapshotException;
import io.snapledger.repository.DecidedSnapshot;
import io.snapledger.repository.Decision;
import io.snapledger.repository.DecisionFilter;
import io.snapledger.repository.ObjectMissingException;
import io.snapledger.repository.Pin;
import io.snapledger.repository.PinHolder;
import io.snapledger.repository.RepositoryException;
import io.snapledger.repository.SegmentId;
import io.snapledger.repository.UnreadableDecision;
import io.snapledger.repository.http.HttpRepository;
import io.snapledger.storage.SampleAttempt;
import io.snapledger.storage.ScriptedWorker;
import io.snapledger.testkit.http.ApiDocument;
import io.snapledger.testkit.kafka.KafkaResource;
import io.snapledger.testkit.kafka.TestSeal;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** The whole service with a real broker, a directory as repository and a worker behind HTTP. */
@QuarkusTest
@QuarkusTestResource(KafkaResource.class)
@QuarkusTestResource(StorageProcess.class)
class StorageServiceQuarkusTest {

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String servers;

    @ConfigProperty(name = "snapledger.kafka.topic-prefix")
    String prefix;

    @TestHTTPResource("/")
    URI address;

    @Test
    void anAttemptIsPulledEarlyCommittedAndAnswered() throws Exception {
        SampleAttempt attempt = ready("early");

        publish(attempt.staged(1));
        await().until(() -> StorageProcess.worker.acknowledged().contains(attempt.path(1)));
        publish(attempt.completed());

        assertThat(finished(attempt)).isNotEmpty();
        assertThat(repository().decision(attempt.store(), attempt.snapshot()))
                .get()
                .isInstanceOf(Decision.Committed.class);
        assertThat(repository().decisions(DecisionFilter.ofStore(attempt.store())))
                .hasSize(1);
        assertThat(repository().decided(DecisionFilter.ofStore(attempt.store()), stray -> {}))
                .containsExactly(new DecidedSnapshot(attempt.store(), attempt.snapshot()));
    }

    @Test
    void theOpenApiDocumentTellsNothingOfWhatServicesSayToEachOther() {
        String document = RestAssured.given().get("/q/openapi?format=json").asString();

        assertThat(document).doesNotContain("/internal/");
        assertThat(new ApiDocument(document).flaws()).isEmpty();
    }

    @Test
    void aDecisionThatCannotBeReadIsListedBesideTheOthers() throws Exception {
        SampleAttempt attempt = ready("rotten");
        publish(attempt.completed());
        assertThat(finished(attempt)).isNotEmpty();
        Path decision = StorageProcess.repository.resolve(attempt.decisionKey());
        Path rotten = decision.resolveSibling("20261122t000000z-abcdefghij-klmnop.json");
        Files.writeString(rotten, "{\"version\":1,");
        List<UnreadableDecision> unreadable = new ArrayList<>();

        assertThat(repository().decisions(DecisionFilter.ofStore(attempt.store()), unreadable::add))
                .hasSize(1);
        assertThat(unreadable)
                .extracting(UnreadableDecision::object)
                .containsExactly("decisions/rotten/20261122t000000z-abcdefghij-klmnop.json");
        assertThatThrownBy(() -> repository().decisions(DecisionFilter.ofStore(attempt.store())))
                .isInstanceOf(DamagedSnapshotException.class);
        Files.delete(rotten);
    }

    @Test
    void theSameSealAHundredTimesIsOneDecision() throws Exception {
        SampleAttempt attempt = ready("repeated");

        for (int i = 0; i < 100; i++) {
            publish(attempt.completed());
        }

        assertThat(finished(attempt).stream().map(Event::identity).distinct()).hasSize(1);
        assertThat(repository().decisions(DecisionFilter.ofStore(attempt.store())))
                .hasSize(1);
    }

    @Test
    void aRecordThatIsNoEventGoesToTheDeadLettersAndTheRestFlowsOn() throws Exception {
        SampleAttempt attempt = ready("poison");
        try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", servers), new StringSerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(
                            topics().name(EventType.DUMP_COMPLETED),
                            attempt.snapshot().value(),
                            new byte[] {1, 2}))
                    .get();
        }
        publish(attempt.completed());

        assertThat(finished(attempt)).isNotEmpty();
        await().atMost(Duration.ofSeconds(20))
                .until(() -> !read(prefix + "storage.dead-letter").isEmpty());
    }

    @Test
    void aSegmentIsReadByRanges() throws Exception {
        SampleAttempt attempt = committed("ranges");
        byte[] whole = attempt.segment(2);

        assertThat(read(attempt.id(2), 0, whole.length)).isEqualTo(whole);
        assertThat(read(attempt.id(2), 10, 100)).isEqualTo(Arrays.copyOfRange(whole, 10, 110));
        assertThat(read(attempt.id(2), whole.length - 5, 100))
                .isEqualTo(Arrays.copyOfRange(whole, whole.length - 5, whole.length));
        assertThat(read(attempt.id(2), whole.length, 100)).isEmpty();
        assertThatThrownBy(() -> read(attempt.id(9), 0, 1)).isInstanceOf(ObjectMissingException.class);
        assertThat(repository().segmentList(attempt.store(), attempt.snapshot(), attempt.attempt()))
                .isEqualTo(attempt.list());
    }

    @Test
    void aLongSegmentArrivesWhole() throws Exception {
        SampleAttempt attempt =
                SampleAttempt.ofLength("long", 77, 8 << 20, "main").stagedAt(StorageProcess.worker);
        SampleAttempt.addKeys(repository(), "long");
        publish(attempt.completed());
        assertThat(finished(attempt)).isNotEmpty();

        assertThat(read(attempt.id(1), 0, 8 << 20 | 1)).isEqualTo(attempt.segment(1));
    }

    @Test
    void withoutARangeASegmentIsRefused() throws Exception {
        SampleAttempt attempt = committed("norange");

        authorised()
                .get("/internal/repositories/main/segments/" + attempt.id(1))
                .then()
                .statusCode(400);
    }

    @Test
    void whoeverLacksTheTokenIsRefused() {
        for (String path : List.of(
                "/internal/repositories/main",
                "/internal/repositories/main/decisions",
                "/internal/repositories/main/keys/orders",
                "/internal/repositories/main/segments/orders/x/y/1")) {
            RestAssured.given().noFilters().get(path).then().statusCode(401).body("code", is("unauthorized"));
            RestAssured.given()
                    .header("Authorization", "Bearer guess")
                    .get(path)
                    .then()
                    .statusCode(401);
        }
        RestAssured.given()
                .noFilters()
                .contentType("application/json")
                .post("/internal/repositories/main/verify/orders/x")
                .then()
                .statusCode(401);
    }

    @Test
    void namesWithTricksAreRefused() {
        for (String store : List.of(
                "..%2f..%2fetc", "%2e%2e%2f%2e%2e%2fdecisions", "...", "a..b", "a%00b", "A", "a%2fb", "-a", "%0a")) {
            int status = authorised()
                    .urlEncodingEnabled(false)
                    .get("/internal/repositories/main/keys/" + store)
                    .statusCode();
            assertThat(status).as(store).isIn(400, 404);
        }
        authorised().get("/internal/repositories/elsewhere").then().statusCode(404);
    }

    @Test
    void pinsAreMadeListedAndRemoved() throws Exception {
        SampleAttempt attempt = committed("pins");
        PinHolder holder = PinHolder.restore("r-1");

        repository().pin(new Pin(attempt.snapshot(), holder, Instant.now().plusSeconds(60)));
        repository().pin(new Pin(attempt.snapshot(), holder, Instant.now().plusSeconds(60)));
        assertThat(authorised()
                        .get("/internal/repositories/main/pins/" + attempt.snapshot())
                        .jsonPath()
                        .getList("", String.class))
                .containsExactly("restore-r-1");
        repository().unpin(attempt.snapshot(), holder);
        repository().unpin(attempt.snapshot(), holder);

        assertThat(authorised()
                        .get("/internal/repositories/main/pins/" + attempt.snapshot())
                        .jsonPath()
                        .getList(""))
                .isEmpty();
        authorised()
                .put("/internal/repositories/main/pins/" + attempt.snapshot() + "/restore-r-2")
                .then()
                .statusCode(400);
    }

    @Test
    void wrappedKeysAreAddedOnce() {
        SampleAttempt.addKeys(repository(), "wraps");
        SampleAttempt.addKeys(repository(), "wraps");

        assertThat(repository()
                        .wrappedKeys(SampleAttempt.of("wraps", 1, 1, "main").store()))
                .hasSize(2);
    }

    @Test
    void aSnapshotIsVerifiedOnDemandAndDamageIsNamed() throws Exception {
        SampleAttempt attempt = committed("verify");
        String path = "/internal/repositories/main/verify/verify/" + attempt.snapshot();
        authorised().post(path).then().statusCode(200).body("outcome", is("verified"));

        Path segment = StorageProcess.repository.resolve("segments/" + attempt.id(3));
        Files.delete(segment);

        authorised()
                .post(path)
                .then()
                .statusCode(200)
                .body("outcome", is("damaged"))
                .body("object", is("segments/" + attempt.id(3)));
    }

    @Test
    void healthNamesTheRepositoriesAndTheInformationIsServed() {
        RestAssured.get("/q/health/ready").then().statusCode(200);
        assertThat(repository().info().owners()).containsExactly(SampleAttempt.INSTALLATION);
        assertThatThrownBy(() -> new HttpRepository(
                                "elsewhere", address, () -> ScriptedWorker.TOKEN, Duration.ofSeconds(10))
                        .info())
                .isInstanceOf(RepositoryException.Permanent.class);
    }

    private SampleAttempt ready(String store) {
        SampleAttempt.addKeys(repository(), store);
        return SampleAttempt.of(store, 1, UUID.randomUUID().getMostSignificantBits(), "main")
                .stagedAt(StorageProcess.worker);
    }

    private SampleAttempt committed(String store) throws Exception {
        SampleAttempt attempt = ready(store);
        publish(attempt.completed());
        await().atMost(Duration.ofSeconds(20)).until(() -> repository()
                .decision(attempt.store(), attempt.snapshot())
                .isPresent());
        return attempt;
    }

    private byte[] read(SegmentId segment, long offset, long length) throws Exception {
        try (InputStream in = repository().segment(segment, offset, length)) {
            return in.readAllBytes();
        }
    }

    private HttpRepository repository() {
        return new HttpRepository("main", address, () -> ScriptedWorker.TOKEN, Duration.ofSeconds(10));
    }

    private static RequestSpecification authorised() {
        return RestAssured.given().header("Authorization", "Bearer " + ScriptedWorker.TOKEN);
    }

    private Topics topics() {
        return new Topics(prefix);
    }

    private void publish(Event<?> event) {
        try (KafkaEventPublisher publisher =
                new KafkaEventPublisher(Map.of("bootstrap.servers", servers), codec(), Duration.ofSeconds(20))) {
            publisher.publish(event);
        }
    }

    private KafkaEventCodec codec() {
        return new KafkaEventCodec(new EventCodec(), topics(), TestSeal.SEAL);
    }

    private List<Event<?>> finished(SampleAttempt attempt) {
        List<Event<?>> found = new ArrayList<>();
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            found.clear();
            for (ConsumerRecord<String, byte[]> record : read(topics().name(EventType.UPLOAD_FINISHED))) {
                Event<?> event = codec().read(record);
                if (event.data() instanceof UploadFinished finished
                        && finished.snapshot().equals(attempt.snapshot().value())) {
                    found.add(event);
                }
            }
            return !found.isEmpty();
        });
        return found;
    }

    /** Everything in a topic. */
    private List<ConsumerRecord<String, byte[]>> read(String topic) {
        List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", servers), new StringDeserializer(), new ByteArrayDeserializer())) {
            var partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var end = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < end.get(partition))) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
        }
        return records;
    }
}
