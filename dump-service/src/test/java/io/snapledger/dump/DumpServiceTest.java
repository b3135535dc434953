package io.snapledger.dump;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.snapledger.dump.DumpDesk.Answer;
import io.snapledger.dump.staging.StagedFile;
import io.snapledger.dump.staging.StagedFile.Held;
import io.snapledger.dump.staging.Staging;
import io.snapledger.events.BackupCancelled;
import io.snapledger.events.DumpCompleted;
import io.snapledger.events.DumpFailed;
import io.snapledger.events.DumpRequested;
import io.snapledger.events.DumpStarted;
import io.snapledger.events.Event;
import io.snapledger.events.Role;
import io.snapledger.events.UploadFinished;
import io.snapledger.repository.Decision;
import io.snapledger.repository.SnapshotId;
import io.snapledger.repository.StoreName;
import io.snapledger.repository.memory.Faults;
import io.snapledger.repository.read.SnapshotReader;
import io.snapledger.stores.StoreDefinition;
import io.snapledger.stores.StoreDefinitions;
import io.snapledger.stores.StoreEngines;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole service but for Kafka and HTTP: real staging, real writer, the real commit on the other side. */
class DumpServiceTest {

    private static final Clock CLOCK = Clock.systemUTC();
    private static final long MIB = 1 << 20;

    @TempDir
    Path directory;

    private final LedgerDouble ledger = new LedgerDouble();
    private final Map<String, StoreDefinition> stores = new HashMap<>();
    private final List<Worker> workers = new ArrayList<>();
    private TestKeys keys;
    private StorageDouble storage;

    /** One dump-service. */
    private final class Worker implements StorageDouble.Worker {
        final String name;
        final Staging staging;
        final DumpService service;

        Worker(String name, int slots, long quota, Duration maxStall) throws IOException {
            this.name = name;
            staging = Staging.open(directory.resolve(name), quota, maxStall, CLOCK);
            ControlView control = new ControlView();
            ledger.readBy(control::accept);
            service = new DumpService(new DumpService.Parts(
                    name,
                    staging,
                    new StoreDefinitions(List.copyOf(stores.values())),
                    StoreEngines.of(new FakeStore()),
                    repository -> storage.repository(),
                    keys,
                    ledger,
                    control,
                    new LastDumps(),
                    new SecureRandom(),
                    CLOCK,
                    new DumpSettings(
                            "test",
                            "test",
                            slots,
                            Duration.ofMillis(200),
                            Duration.ofSeconds(2),
                            Duration.ofMillis(300),
                            Duration.ofHours(1),
                            DumpSettings.segmentBytesFor(quota, slots),
                            1,
                            1)));
            service.start();
            workers.add(this);
        }

        @Override
        public Optional<byte[]> fetch(String snapshot, String attempt, String name) throws IOException {
            StagedFile file = name.equals("list")
                    ? staging.list(snapshot, attempt)
                    : staging.segment(snapshot, attempt, Integer.parseInt(name));
            return file instanceof Held held ? Optional.of(Files.readAllBytes(held.path())) : Optional.empty();
        }

        @Override
        public void acknowledge(String snapshot, String attempt, int number) throws IOException {
            staging.acknowledgeSegment(snapshot, attempt, number);
        }

        void stop() throws IOException {
            service.close();
            staging.close();
            workers.remove(this);
        }
    }

    @BeforeEach
    void open() throws IOException {
        FakeStore.mostAtOnce();
        keys = new TestKeys(directory);
        storage = new StorageDouble(
                new StorageDouble.Worker() {
                    @Override
                    public Optional<byte[]> fetch(String snapshot, String attempt, String name) throws IOException {
                        for (Worker worker : workers) {
                            Optional<byte[]> found = worker.fetch(snapshot, attempt, name);
                            if (found.isPresent()) {
                                return found;
                            }
                        }
                        return Optional.empty();
                    }

                    @Override
                    public void acknowledge(String snapshot, String attempt, int number) throws IOException {
                        for (Worker worker : workers) {
                            worker.acknowledge(snapshot, attempt, number);
                        }
                    }
                },
                ledger);
        ledger.readBy(storage::hear);
    }

    @AfterEach
    void close() throws IOException {
        ledger.away(false);
        for (Worker worker : List.copyOf(workers)) {
            worker.stop();
        }
        storage.close();
    }

    private Worker worker() throws IOException {
        return new Worker("a", 2, 64 * MIB, Duration.ofMinutes(1));
    }

    private void store(String name, Map<String, String> options) {
        stores.put(name, new StoreDefinition(name, FakeStore.KIND, options));
    }

    private static Event<DumpRequested> request(String store, int number) {
        return Requests.of(store, number, CLOCK.instant());
    }

    @Test
    void whatIsCommittedIsByteForByteWhatTheToolWrote() throws Exception {
        store("orders", Map.of("bytes", "3000000", "seed", "7"));
        Worker worker = worker();

        assertThat(worker.service.desk().take(request("orders", 1))).isEqualTo(Answer.STARTED);

        DumpCompleted completed = awaitCompleted("orders");
        assertThat(completed.bytesRead()).isEqualTo(3_000_000 + FakeStore.TRAILER);
        assertThat(completed.notIncluded()).hasSize(1);
        assertThat(read(completed)).isEqualTo(FakeStore.output(7, 3_000_000));
        assertNothingStaged();
    }

    @Test
    void theSecondBackupStoresOnlyWhatIsNew() throws Exception {
        store("orders", Map.of("bytes", "3000000", "seed", "7"));
        Worker worker = worker();
        worker.service.desk().take(request("orders", 1));
        awaitCompleted("orders");
        assertNothingStaged();

        Event<DumpRequested> next = Requests.of(
                "orders",
                1,
                Requests.DUE.plusSeconds(60),
                CLOCK.instant(),
                CLOCK.instant().plusSeconds(600),
                List.of("main"));
        worker.service.desk().take(next);

        await().until(() -> ledger.all(UploadFinished.class).size() == 2);
        DumpCompleted second = ledger.all(DumpCompleted.class).stream()
                .filter(event -> event.snapshot().equals(next.data().snapshot()))
                .findFirst()
                .orElseThrow();
        assertThat(second.bytesStored()).isLessThan(50_000);
        assertThat(second.owners()).hasSize(1);
        assertThat(read(second)).isEqualTo(FakeStore.output(7, 3_000_000));
        assertNothingStaged();
    }

    @Test
    void ofTwoWorkersThatClaimAtOnceOneDumps() throws Exception {
        store("contested", Map.of());
        Worker a = new Worker("a", 2, 8 * MIB, Duration.ofMinutes(1));
        Worker b = new Worker("b", 2, 8 * MIB, Duration.ofMinutes(1));
        int before = FakeStore.runs("contested");

        ExecutorService both = Executors.newFixedThreadPool(2);
        Event<DumpRequested> request = request("contested", 1);
        Future<Answer> first = both.submit(() -> a.service.desk().take(request));
        Future<Answer> second = both.submit(() -> b.service.desk().take(request));
        first.get();
        second.get();
        both.shutdown();

        awaitCompleted("contested");
        assertNothingStaged();
        assertThat(FakeStore.runs("contested") - before).isEqualTo(1);
        assertThat(ledger.all(DumpFailed.class)).isEmpty();
    }

    @Test
    void aHundredDuplicatesRunOneTool() throws Exception {
        store("repeated", Map.of());
        Worker worker = worker();

        List<Answer> answers = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            answers.add(worker.service.desk().take(request("repeated", 1)));
        }

        awaitCompleted("repeated");
        assertThat(answers).containsOnlyOnce(Answer.STARTED);
        assertThat(FakeStore.runs("repeated")).isEqualTo(1);
        assertThat(ledger.all(DumpStarted.class)).hasSize(1);
    }

    @Test
    void notMoreRunAtOnceThanThereAreSlots() throws Exception {
        for (int i = 0; i < 6; i++) {
            store("slot" + i, Map.of("gate", "slots"));
        }
        Worker worker = worker();
        CompletableFuture<Void> fed = CompletableFuture.runAsync(() -> {
            for (int i = 0; i < 6; i++) {
                try {
                    worker.service.desk().take(request("slot" + i, 1));
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        });
        await().until(() -> FakeStore.running() == 2);
        assertThat(ledger.all(DumpStarted.class)).hasSize(2);
        assertThat(fed).isNotDone();

        FakeStore.gate("slots").countDown();

        await().until(() -> ledger.all(DumpCompleted.class).size() == 6);
        assertThat(FakeStore.mostAtOnce()).isEqualTo(2);
    }

    @Test
    void aDumpCutAtAnyByteIsNeverCompleted() throws Exception {
        int whole = 100 + FakeStore.TRAILER;
        for (int length = 0; length < whole; length++) {
            store("cut" + length, Map.of("bytes", "100", "cut", Integer.toString(length)));
        }
        Worker worker = worker();

        for (int length = 0; length < whole; length++) {
            worker.service.desk().take(request("cut" + length, 1));
        }

        await().atMost(Duration.ofMinutes(1))
                .until(() -> ledger.all(DumpFailed.class).size() == whole);
        assertThat(ledger.all(DumpFailed.class))
                .allMatch(failed -> failed.reason().equals("trailer-missing"));
        assertThat(ledger.all(DumpCompleted.class)).isEmpty();
        assertNothingStaged();
    }

    @Test
    void aToolThatWritesNothingAndAnEngineThatBelievesItMakeNoSnapshot() throws Exception {
        store("nothing", Map.of("cut", "0", "careless", "true"));
        store("boaster", Map.of("overstates", "true"));
        Worker worker = worker();

        worker.service.desk().take(request("nothing", 1));
        worker.service.desk().take(request("boaster", 1));

        await().until(() -> ledger.all(DumpFailed.class).size() == 2);
        assertThat(reasonOf("nothing")).isEqualTo("empty-dump");
        assertThat(reasonOf("boaster")).isEqualTo("trailer-missing");
        assertThat(ledger.all(DumpCompleted.class)).isEmpty();
    }

    @Test
    void aToolThatDiesFailsTheAttempt() throws Exception {
        store("dying", Map.of("bytes", "3000000", "die", "2000000"));
        Worker worker = worker();

        worker.service.desk().take(request("dying", 1));

        await().until(() -> ledger.all(DumpFailed.class).size() == 1);
        assertThat(reasonOf("dying")).isEqualTo("tool-failed");
        assertNothingStaged();
    }

    @Test
    void aHangingToolEndsAtTheDeadline() throws Exception {
        store("hanging", Map.of("hang", "500"));
        Worker worker = worker();

        worker.service
                .desk()
                .take(Requests.of(
                        "hanging",
                        1,
                        Requests.DUE,
                        CLOCK.instant(),
                        CLOCK.instant().plusSeconds(2),
                        List.of("main")));

        await().until(() -> ledger.all(DumpFailed.class).size() == 1);
        assertThat(reasonOf("hanging")).isEqualTo("deadline");
        await().until(() -> FakeStore.running() == 0);
    }

    @Test
    void aCancelledBackupIsStoppedAndNotClaimedAgain() throws Exception {
        store("cancelled", Map.of("hang", "500"));
        Worker worker = worker();
        Event<DumpRequested> request = request("cancelled", 1);
        worker.service.desk().take(request);
        await().until(() -> FakeStore.running() == 1);

        ledger.publish(Event.of(
                Role.SCHEDULER,
                CLOCK.instant(),
                new BackupCancelled(request.data().backup(), "nightly", "no", null)));

        await().until(() -> ledger.all(DumpFailed.class).size() == 1);
        assertThat(reasonOf("cancelled")).isEqualTo("cancelled");
        assertThat(worker.service.desk().take(request("cancelled", 2))).isEqualTo(Answer.PASSED);
    }

    @Test
    void aRequestThatIsTooLateOrOfAnUnknownStoreIsNotClaimed() throws Exception {
        store("late", Map.of());
        Worker worker = worker();
        Instant past = CLOCK.instant().minusSeconds(60);

        assertThat(worker.service.desk().take(Requests.of("late", 1, Requests.DUE, past, past, List.of("main"))))
                .isEqualTo(Answer.PASSED);
        assertThat(worker.service.desk().take(request("stranger", 1))).isEqualTo(Answer.PASSED);

        await().until(() -> ledger.all(DumpFailed.class).size() == 1);
        DumpFailed failed = ledger.all(DumpFailed.class).get(0);
        assertThat(failed.reason()).isEqualTo("unknown-store");
        assertThat(failed.attempt()).isNull();
        assertThat(failed.retryable()).isFalse();
        assertThat(ledger.all(DumpStarted.class)).isEmpty();
    }

    @Test
    void aFullStagingStallsTheDumpUntilStorageTakesSegments() throws Exception {
        store("big", Map.of("bytes", "12000000"));
        storage.deafToHints(true);
        Worker worker = new Worker("a", 1, 4 * MIB, Duration.ofMinutes(1));
        worker.service.desk().take(request("big", 1));
        await().until(() -> worker.staging.attempts().stream()
                .anyMatch(attempt -> attempt.stalledSince().isPresent()));
        assertThat(worker.staging.usedBytes()).isLessThanOrEqualTo(4 * MIB);

        storage.deafToHints(false);
        worker.staging
                .attempts()
                .get(0)
                .unacknowledged()
                .forEach(segment -> storage.hear(Event.of(
                        Role.DUMP,
                        CLOCK.instant(),
                        new io.snapledger.events.SegmentStaged(
                                worker.staging.attempts().get(0).snapshot(),
                                "big",
                                worker.staging.attempts().get(0).attempt(),
                                "a",
                                segment.number(),
                                segment.length(),
                                segment.sha256(),
                                List.of("main")))));

        DumpCompleted completed = awaitCompleted("big");
        assertThat(read(completed)).isEqualTo(FakeStore.output(1, 12_000_000));
        assertNothingStaged();
    }

    @Test
    void aStagingThatStaysFullFailsTheAttemptWithThatReason() throws Exception {
        store("stuck", Map.of("bytes", "12000000"));
        storage.away(true);
        Worker worker = new Worker("a", 1, 4 * MIB, Duration.ofSeconds(2));

        worker.service.desk().take(request("stuck", 1));

        await().atMost(Duration.ofSeconds(30))
                .until(() -> ledger.all(DumpFailed.class).size() == 1);
        assertThat(reasonOf("stuck")).isEqualTo("staging-stalled");
        await().until(() -> FakeStore.running() == 0);
        assertNothingStaged();
    }

    @Test
    void aSealedAttemptIsAnnouncedAgainAfterARestartUntilItIsDecided() throws Exception {
        store("kept", Map.of("bytes", "2000000"));
        storage.away(true);
        Worker first = worker();
        first.service.desk().take(request("kept", 1));
        await().until(() -> ledger.all(DumpCompleted.class).size() == 1);
        int runs = FakeStore.runs("kept");
        first.stop();

        storage.away(false);
        Worker second = worker();

        DumpCompleted completed = awaitCompleted("kept");
        assertThat(FakeStore.runs("kept")).isEqualTo(runs);
        assertThat(ledger.ids().stream()
                        .filter(id -> id.startsWith("dump.completed:"))
                        .distinct())
                .hasSize(1);
        assertThat(read(completed)).isEqualTo(FakeStore.output(1, 2_000_000));
        assertNothingStaged();
        assertThat(second.service.sealedAttempts()).isZero();
    }

    @Test
    void aLostCompletionIsRepeatedUntilStorageHasDecided() throws Exception {
        store("unheard", Map.of());
        storage.away(true);
        worker().service.desk().take(request("unheard", 1));
        await().until(() -> ledger.all(DumpCompleted.class).size() == 2);

        storage.away(false);

        awaitCompleted("unheard");
        assertNothingStaged();
    }

    @Test
    void aWorkerThatIsStoppedInTheMiddleSaysSo() throws Exception {
        store("stopped", Map.of("hang", "500"));
        Worker worker = worker();
        worker.service.desk().take(request("stopped", 1));
        await().until(() -> FakeStore.running() == 1);

        worker.stop();

        assertThat(reasonOf("stopped")).isEqualTo("worker-restarted");
        assertThat(FakeStore.running()).isZero();
    }

    @Test
    void anInterruptedAttemptFailsAtTheNextStartAtOnce() throws Exception {
        store("killed", Map.of());
        Event<DumpRequested> request = request("killed", 1);
        String attempt = "1-00000000000000aa";
        try (Staging before = Staging.open(directory.resolve("a"), MIB, Duration.ofMinutes(1), CLOCK)) {
            before.begin(request, attempt);
        }
        ledger.publish(new DumpEvents("a", CLOCK).started(request, attempt));
        DumpRequested asked = request.data();

        Staging staging = Staging.open(directory.resolve("a"), MIB, Duration.ofMinutes(1), CLOCK);
        ControlView control = new ControlView();
        control.accept(new DumpEvents("a", CLOCK).started(request, attempt));
        DumpService service = new DumpService(new DumpService.Parts(
                "a",
                staging,
                new StoreDefinitions(List.of()),
                StoreEngines.of(),
                repository -> storage.repository(),
                keys,
                ledger,
                control,
                new LastDumps(),
                new SecureRandom(),
                CLOCK,
                new DumpSettings(
                        "test",
                        "test",
                        1,
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1),
                        Duration.ofHours(1),
                        1 << 16,
                        1,
                        1)));
        service.start();

        await().until(() -> ledger.all(DumpFailed.class).size() == 1);
        assertThat(ledger.all(DumpFailed.class).get(0).attempt()).isEqualTo(attempt);
        assertThat(ledger.all(DumpFailed.class).get(0).snapshot()).isEqualTo(asked.snapshot());
        assertThat(reasonOf("killed")).isEqualTo("worker-restarted");
        assertNothingStaged();
        service.close();
        staging.close();
    }

    @Test
    void aStorageThatIsAwayAtTheStartFailsTheAttemptWithThatReason() throws Exception {
        store("lonely", Map.of());
        Worker worker = worker();
        storage.backend().faults().timeout(Faults.Call.LIST, key -> true, 1000);
        worker.service.desk().take(request("lonely", 1));

        await().atMost(Duration.ofSeconds(30))
                .until(() -> ledger.all(DumpFailed.class).size() == 1);
        assertThat(reasonOf("lonely")).isEqualTo("storage-unreachable");
    }

    private DumpCompleted awaitCompleted(String store) {
        await().atMost(Duration.ofSeconds(30)).until(() -> ledger.all(UploadFinished.class).stream()
                .anyMatch(finished -> finished.store().equals(store)));
        return ledger.all(DumpCompleted.class).stream()
                .filter(completed -> completed.store().equals(store))
                .findFirst()
                .orElseThrow();
    }

    private String reasonOf(String store) {
        return ledger.all(DumpFailed.class).stream()
                .filter(failed -> failed.store().equals(store))
                .findFirst()
                .orElseThrow()
                .reason();
    }

    private byte[] read(DumpCompleted completed) throws IOException {
        Decision decision = storage.repository()
                .decision(new StoreName(completed.store()), new SnapshotId(completed.snapshot()))
                .orElseThrow();
        try (SnapshotReader reader = SnapshotReader.open(
                        storage.repository(), decision, keys.directory().ring());
                InputStream stream = reader.stream("data.fake")) {
            return stream.readAllBytes();
        }
    }

    private void assertNothingStaged() {
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            for (String name : List.of("a", "b")) {
                if (Files.exists(directory.resolve(name))) {
                    try (Stream<Path> left = Files.list(directory.resolve(name))) {
                        assertThat(left).containsExactly(directory.resolve(name).resolve("lock"));
                    }
                }
            }
        });
    }
}
