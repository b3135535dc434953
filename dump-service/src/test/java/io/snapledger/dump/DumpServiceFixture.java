package io.snapledger.dump;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.snapledger.dump.staging.StagedFile;
import io.snapledger.dump.staging.StagedFile.Held;
import io.snapledger.dump.staging.Staging;
import io.snapledger.events.DumpCompleted;
import io.snapledger.events.DumpFailed;
import io.snapledger.events.DumpRequested;
import io.snapledger.events.Event;
import io.snapledger.events.UploadFinished;
import io.snapledger.repository.Decision;
import io.snapledger.repository.SnapshotId;
import io.snapledger.repository.StoreName;
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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The whole service but for Kafka and HTTP: real staging, real writer, the real commit on the other side. */
abstract class DumpServiceFixture {

    static final Clock CLOCK = Clock.systemUTC();
    static final long MIB = 1 << 20;

    @TempDir
    Path directory;

    final LedgerDouble ledger = new LedgerDouble();
    final Map<String, StoreDefinition> stores = new HashMap<>();
    final List<Worker> workers = new ArrayList<>();
    TestKeys keys;
    StorageDouble storage;

    /** One dump-service. */
    final class Worker implements StorageDouble.Worker {
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

    Worker worker() throws IOException {
        return new Worker("a", 2, 64 * MIB, Duration.ofMinutes(1));
    }

    void store(String name, Map<String, String> options) {
        stores.put(name, new StoreDefinition(name, FakeStore.KIND, options));
    }

    static Event<DumpRequested> request(String store, int number) {
        return Requests.of(store, number, CLOCK.instant());
    }

    DumpCompleted awaitCompleted(String store) {
        await().atMost(Duration.ofSeconds(30)).until(() -> ledger.all(UploadFinished.class).stream()
                .anyMatch(finished -> finished.store().equals(store)));
        return ledger.all(DumpCompleted.class).stream()
                .filter(completed -> completed.store().equals(store))
                .findFirst()
                .orElseThrow();
    }

    String reasonOf(String store) {
        return ledger.all(DumpFailed.class).stream()
                .filter(failed -> failed.store().equals(store))
                .findFirst()
                .orElseThrow()
                .reason();
    }

    byte[] read(DumpCompleted completed) throws IOException {
        return read(completed, "data.fake");
    }

    byte[] read(DumpCompleted completed, String name) throws IOException {
        Decision decision = storage.repository()
                .decision(new StoreName(completed.store()), new SnapshotId(completed.snapshot()))
                .orElseThrow();
        try (SnapshotReader reader = SnapshotReader.open(
                        storage.repository(), decision, keys.directory().ring());
                InputStream stream = reader.stream(name)) {
            return stream.readAllBytes();
        }
    }

    void assertNothingStaged() {
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
