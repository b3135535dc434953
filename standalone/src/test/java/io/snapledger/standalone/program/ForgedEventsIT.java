package io.snapledger.standalone.program;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.snapledger.events.BackupCancelled;
import io.snapledger.events.BackupCompleted;
import io.snapledger.events.DumpFailed;
import io.snapledger.events.DumpRequested;
import io.snapledger.events.Event;
import io.snapledger.events.EventCodec;
import io.snapledger.events.EventData;
import io.snapledger.events.EventSeal;
import io.snapledger.events.ExpiryRequested;
import io.snapledger.events.Outcome;
import io.snapledger.events.RestoreRequested;
import io.snapledger.events.RestoreTo;
import io.snapledger.events.Role;
import io.snapledger.events.SchedulerTick;
import io.snapledger.events.SegmentStaged;
import io.snapledger.events.SnapshotExpired;
import io.snapledger.events.SnapshotKept;
import io.snapledger.events.SnapshotOrder;
import io.snapledger.events.SnapshotUndeleted;
import io.snapledger.events.UndeleteRequested;
import io.snapledger.events.UploadFinished;
import io.snapledger.events.kafka.KafkaEventCodec;
import io.snapledger.events.kafka.Topics;
import io.snapledger.testkit.cluster.Cluster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An event proves nothing by itself. The adversary may write to every topic and reads all of them, but does not know what the services know;
 * he copies what was there, with other times and ids, and makes up what could have been.
 */
class ForgedEventsIT {

    private static final Duration SOON = Duration.ofSeconds(120);
    private static final Topics TOPICS = new Topics("");
    private static final Instant FUTURE = Instant.parse("2099-01-01T00:00:00Z");

    @TempDir
    Path work;

    private KafkaProducer<String, byte[]> producer;
    private int forged;

    @ParameterizedTest
    @ValueSource(strings = {"standalone", "five"})
    void whoWritesToTopicsBringsNothingAbout(String layout) throws Exception {
        Path tree = Files.createDirectories(work.resolve("tree"));
        Files.writeString(tree.resolve("file"), "content");
        Cluster.Builder builder = Cluster.in(work.resolve("cluster"))
                .config("snapledger.stores.tree.kind", "files")
                .config("snapledger.stores.tree.path", tree.toString())
                .config("snapledger.stores.gone.kind", "files")
                .config("snapledger.stores.gone.path", work.resolve("gone").toString())
                .config("snapledger.plans.nightly.stores", "tree,gone")
                .config("snapledger.plans.nightly.repository", "local")
                .config("snapledger.plans.nightly.attempts", "1");
        try (Cluster cluster = layout.equals("five") ? builder.five() : builder.standalone()) {
            cluster.start();
            producer = new KafkaProducer<>(
                    Map.of("bootstrap.servers", cluster.api().kafka()),
                    new StringSerializer(),
                    new ByteArraySerializer());
            String done = cluster.api().createBackup("nightly", List.of("tree"));
            JsonNode backup = cluster.api().awaitBackup(done, SOON);
            assertThat(backup.path("state").asText()).isEqualTo("complete");
            TreeSet<String> decisions = decisions(cluster);

            forge(done, snapshotOf(cluster, done));
            replayARestoreWithAnotherTime(cluster);
            awaitAllRefused(cluster);

            String after = cluster.api().createBackup("nightly", List.of("gone"));
            assertThat(cluster.api().awaitBackup(after, SOON).path("state").asText())
                    .as("what upload.finished was forged for")
                    .isEqualTo("failed");
            assertThat(cluster.api().awaitBackup(done, SOON).path("state").asText())
                    .isEqualTo("complete");
            decisions.addAll(decisions(cluster).stream()
                    .filter(decision -> decision.contains(after))
                    .toList());
            assertThat(decisions(cluster)).as("no other decision").isEqualTo(decisions);
            assertThat(work.resolve("forged-target")).doesNotExist();
            assertThat(text(cluster.api()
                            .get(cluster.api().catalog(), "/api/snapshots")
                            .body()))
                    .contains("\"state\":\"committed\"")
                    .doesNotContain("\"state\":\"expired\"")
                    .doesNotContain("2099");
        } finally {
            producer.close();
        }
    }

    /** Everything plausible that the list of attacks has, and the echoes. */
    private void forge(String backup, String snapshot) throws Exception {
        Instant now = Clock.systemUTC().instant();
        String future = "20990101t000000z-abcdefghij";
        String futureSnapshot = future + "-klmnop";
        send(
                Role.STORAGE,
                now,
                new UploadFinished(
                        future,
                        futureSnapshot,
                        "nightly",
                        "gone",
                        "local",
                        "1-0123456789abcdef",
                        5,
                        5,
                        0,
                        null,
                        FUTURE));
        send(
                Role.SCHEDULER,
                now,
                new DumpFailed(
                        new SnapshotOrder(
                                future,
                                futureSnapshot,
                                "nightly",
                                "gone",
                                "files",
                                List.of("local"),
                                List.of("gone"),
                                FUTURE,
                                null),
                        null,
                        "cancelled",
                        "forged",
                        false,
                        true));
        send(
                Role.SCHEDULER,
                now,
                new DumpRequested(
                        new SnapshotOrder(
                                future,
                                futureSnapshot,
                                "nightly",
                                "tree",
                                "files",
                                List.of("local"),
                                List.of("tree"),
                                FUTURE,
                                null),
                        1,
                        now.plusSeconds(3600),
                        now.plusSeconds(7200)));
        send(
                Role.DUMP,
                now,
                new SegmentStaged(snapshot, "tree", "1-0123456789abcdef", "local", 1, 10, "0".repeat(64), List.of()));
        send(Role.CATALOG, now, new ExpiryRequested(snapshot, "tree", "nightly", "local", "forged", null));
        send(Role.CATALOG, now, new UndeleteRequested(snapshot, "tree", "nightly", "local", null));
        send(Role.STORAGE, now, new SnapshotExpired(snapshot, "tree", "nightly", "local", "forged", 2, now));
        send(Role.STORAGE, now, new SnapshotKept(snapshot, "tree", "nightly", "local", "forged", "forged", "forged"));
        send(Role.STORAGE, now, new SnapshotUndeleted(snapshot, "tree", "nightly", "local", 9, now, null));
        send(Role.SCHEDULER, now, new BackupCancelled(backup, "nightly", "forged", null, null));
        send(Role.SCHEDULER, FUTURE, new SchedulerTick("-", FUTURE));
        send(Role.SCHEDULER, now, new BackupCompleted(future, "nightly", Outcome.COMPLETE, List.of(), now, now));
        send(Role.RESTORE, now, restore());
        send(new Event<>("a", "/platform", now, restore(), Map.of()));
    }

    private RestoreRequested restore() {
        return new RestoreRequested(
                "forged",
                "latest",
                null,
                List.of("tree"),
                List.of(),
                null,
                Map.of(
                        "tree",
                        new RestoreTo(
                                "tree",
                                Map.of("path", work.resolve("forged-target").toString()))),
                false,
                true,
                true,
                "nobody",
                null,
                "0".repeat(64));
    }

    /** What the gateway has once signed and sealed comes again, as if it was asked for now. */
    private void replayARestoreWithAnotherTime(Cluster cluster) throws Exception {
        Path target = work.resolve("asked-for");
        String id = cluster.api()
                .createRestore(Map.of(
                        "from",
                        "latest",
                        "stores",
                        List.of("tree"),
                        "targets",
                        Map.of("tree", Map.of("store", "tree", "options", Map.of("path", target.toString())))));
        assertThat(cluster.api().awaitRestore(id, SOON).path("state").asText()).isEqualTo("completed");
        ConsumerRecord<String, byte[]> asked = records(cluster, "restore.requested").stream()
                .filter(record -> new String(record.value(), UTF_8).contains(id))
                .findFirst()
                .orElseThrow();
        Files.writeString(target.resolve("since"), "then");
        ProducerRecord<String, byte[]> again = new ProducerRecord<>("restore.requested", asked.key(), asked.value());
        asked.headers().forEach(again.headers()::add);
        again.headers().remove("ce_time").remove("ce_id");
        again.headers().add("ce_time", Clock.systemUTC().instant().toString().getBytes(UTF_8));
        again.headers().add("ce_id", "again".getBytes(UTF_8));
        producer.send(again).get();
        forged++;
        assertThat(target.resolve("since")).exists();
    }

    private void send(Role role, Instant time, EventData data) throws Exception {
        send(Event.of(role, time, data));
    }

    private void send(Event<?> event) throws Exception {
        EventSeal guessed = new EventSeal(() -> List.of("guessed"));
        producer.send(new KafkaEventCodec(new EventCodec(), TOPICS, guessed).record(event))
                .get();
        forged++;
    }

    /** The catalog reads every topic and puts aside, with the reason, what it does not believe. */
    private void awaitAllRefused(Cluster cluster) {
        await().atMost(SOON).untilAsserted(() -> assertThat(records(cluster, TOPICS.deadLetter(Role.CATALOG)))
                .hasSizeGreaterThanOrEqualTo(forged - 1) // it reads no ticks
                .allMatch(letter -> new String(
                                letter.headers().lastHeader("dead-letter-code").value(), UTF_8)
                        .equals("unsealed")));
    }

    private static List<ConsumerRecord<String, byte[]>> records(Cluster cluster, String topic) {
        List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", cluster.api().kafka()),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(part -> consumer.position(part) < ends.get(part))) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
        }
        return records;
    }

    private static TreeSet<String> decisions(Cluster cluster) throws Exception {
        try (Stream<Path> files = Files.walk(cluster.repository().resolve("decisions"))) {
            return new TreeSet<>(files.filter(Files::isRegularFile)
                    .map(path -> path.getFileName().toString())
                    .toList());
        }
    }

    private static String snapshotOf(Cluster cluster, String backup) throws Exception {
        return decisions(cluster).stream()
                .filter(name -> name.startsWith(backup))
                .findFirst()
                .orElseThrow()
                .replace(".json", "");
    }

    private static String text(JsonNode node) {
        return node.toString();
    }
}
