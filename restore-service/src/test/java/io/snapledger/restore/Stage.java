package io.snapledger.restore;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.snapledger.events.Identities;
import io.snapledger.events.RestoreTo;
import io.snapledger.events.RestoredStore;
import io.snapledger.repository.AttemptId;
import io.snapledger.repository.BackendRepository;
import io.snapledger.repository.Decision;
import io.snapledger.repository.ObjectSource;
import io.snapledger.repository.RepositoryBackend;
import io.snapledger.repository.SegmentId;
import io.snapledger.repository.SnapshotId;
import io.snapledger.repository.SnapshotRepository;
import io.snapledger.repository.StoreName;
import io.snapledger.repository.keys.KeyRing;
import io.snapledger.repository.keys.KeyWrap;
import io.snapledger.repository.keys.RecipientKey;
import io.snapledger.repository.keys.StoreKey;
import io.snapledger.repository.memory.MemoryBackend;
import io.snapledger.repository.protocol.CommitDecider;
import io.snapledger.repository.protocol.RepositoryProtocol;
import io.snapledger.repository.protocol.StagedSegments;
import io.snapledger.repository.write.BaseIndex;
import io.snapledger.repository.write.ManifestFacts;
import io.snapledger.repository.write.SealedSnapshot;
import io.snapledger.repository.write.SegmentSink;
import io.snapledger.repository.write.SnapshotWriter;
import io.snapledger.repository.write.WriterOptions;
import io.snapledger.stores.SnapshotContent;
import io.snapledger.stores.StoreDefinition;
import io.snapledger.stores.StoreDefinitions;
import io.snapledger.stores.StoreEngines;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A repository with snapshots of the stores {@code shop} and {@code users}, an engine, and a ledger to look into. */
final class Stage {

    static final Clock CLOCK = Clock.systemUTC();
    static final Instant DUE = Instant.parse("2026-11-21T00:00:00Z");
    static final RecipientKey SERVICE = RecipientKey.generate(new SecureRandom());
    static final RecipientKey RECOVERY = RecipientKey.generate(new SecureRandom());
    static final KeyRing RING = new KeyRing(List.of(SERVICE));
    static final String SAFETY = "20261121t120000z-aaaaaaaaaa";

    final MemoryBackend backend;
    final BackendRepository repository;
    final StrictEngine engine = new StrictEngine();
    final Ledger ledger = new Ledger();
    final List<String> safety = Collections.synchronizedList(new ArrayList<>());
    final Targets targets = new Targets(new StoreDefinitions(List.of(
            new StoreDefinition("shop", StrictEngine.KIND, Map.of()),
            new StoreDefinition("users", StrictEngine.KIND, Map.of()),
            new StoreDefinition("copy", StrictEngine.KIND, Map.of()),
            new StoreDefinition("files", "files", Map.of("path", "/nowhere")))));
    final Map<String, StoreKey> dataKeys = new HashMap<>();
    volatile RestoreFailure safetyFailure;

    Stage() {
        this("main");
    }

    Stage(String name) {
        backend = new MemoryBackend();
        repository = new BackendRepository(name, backend);
    }

    /** Streams of a store; the same for the same seed. */
    static Map<String, String> data(String seed) {
        Map<String, String> streams = new TreeMap<>();
        streams.put("one", (seed + " 1 ").repeat(60));
        streams.put("two", (seed + " 2 ").repeat(30));
        return streams;
    }

    static String backup(Instant due) {
        return Identities.scheduledBackup("test", "nightly", due);
    }

    /** Stores a snapshot as dump-service and storage-service do. */
    Decision store(String store, Instant due, Map<String, String> streams, String... backupStores) {
        return store(backend, store, due, streams, StrictEngine.content(streams), List.of(backupStores));
    }

    Decision store(
            RepositoryBackend place,
            String store,
            Instant due,
            Map<String, String> streams,
            SnapshotContent content,
            List<String> backupStores) {
        String backup = backup(due);
        StoreName name = new StoreName(store);
        SnapshotId snapshot = new SnapshotId(Identities.snapshot(backup, "test", store));
        AttemptId attempt = AttemptId.of(1, 7);
        List<String> all = backupStores.isEmpty() ? List.of(store) : backupStores;
        StoreKey key = dataKeys.computeIfAbsent(store, any -> StoreKey.random(new SecureRandom()));
        for (RecipientKey recipient : List.of(SERVICE, RECOVERY)) {
            new BackendRepository("main", place).addWrappedKey(KeyWrap.wrap(name, key, recipient.recipient()));
        }
        Staging staging = new Staging();
        Decision.Subject subject =
                new Decision.Subject("test", name, snapshot, backup, "nightly", content.kind(), due, all);
        try (SnapshotWriter writer =
                SnapshotWriter.open(name, snapshot, attempt, key, BaseIndex.none(), staging, WriterOptions.DEFAULT)) {
            for (Map.Entry<String, String> stream : streams.entrySet()) {
                try (OutputStream out = writer.stream(stream.getKey())) {
                    out.write(stream.getValue().getBytes(StandardCharsets.US_ASCII));
                }
            }
            SealedSnapshot sealed = writer.seal(new ManifestFacts(
                    "test",
                    backup,
                    "nightly",
                    content.kind(),
                    due,
                    all,
                    due,
                    due,
                    content.toolVersion(),
                    content.serverVersion(),
                    "test",
                    List.of(),
                    List.of(),
                    Map.of(),
                    new ObjectMapper().valueToTree(content)));
            CommitDecider.Outcome outcome = new RepositoryProtocol(place, CLOCK)
                    .commit(subject, committed(attempt, sealed, content, due), staging);
            if (!(outcome instanceof CommitDecider.Outcome.Won)) {
                throw new AssertionError("not committed: " + outcome);
            }
        } catch (java.io.IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
        return new BackendRepository("main", place).decision(name, snapshot).orElseThrow();
    }

    private static Decision.Content committed(
            AttemptId attempt, SealedSnapshot sealed, SnapshotContent content, Instant due) {
        return new Decision.Content(
                attempt,
                sealed.epoch(),
                sealed.manifest(),
                sealed.segmentList(),
                sealed.owners(),
                sealed.segments(),
                sealed.bytesRead(),
                sealed.bytesStored(),
                due,
                due,
                content.toolVersion(),
                content.serverVersion(),
                null);
    }

    StoreEngines engines() {
        return StoreEngines.of(engine);
    }

    RestorePlanner planner(SnapshotRepository... repositories) {
        return planner(RING, repositories);
    }

    RestorePlanner planner(KeyRing keys, SnapshotRepository... repositories) {
        List<SnapshotRepository> asked = repositories.length == 0 ? List.of(repository) : List.of(repositories);
        return new RestorePlanner(asked, keys, engines(), targets, RestoreOrder.AS_BACKED_UP);
    }

    RestoreExecution execution() {
        return new RestoreExecution(RING, engines(), this::safetySnapshot, CLOCK);
    }

    private String safetySnapshot(String restore, io.snapledger.stores.RestoreTarget target, Instant deadline)
            throws RestoreFailure {
        String store = target.store().name();
        safety.add(store + " holding " + engine.store(store).keySet());
        if (safetyFailure != null) {
            throw safetyFailure;
        }
        return SAFETY;
    }

    static RestoreWish wish(boolean overwrite, Map<String, RestoreTo> to, String... stores) {
        return new RestoreWish(
                new SnapshotSelection("latest", null, List.of(stores), List.of()), null, to, overwrite, false);
    }

    static RestoreExecution.Terms terms(boolean overwrite) {
        return new RestoreExecution.Terms(
                "r-test", overwrite, false, false, null, true, CLOCK.instant().plus(Duration.ofMinutes(5)));
    }

    /** Planned with the word for a target that is not fresh. */
    StoreRestore planned(String store) throws RestoreFailure, InterruptedException {
        return planner().plan(wish(true, Map.of(), store)).stores().get(0);
    }

    RestoredStore run(StoreRestore store, RestoreExecution.Terms terms) throws RestoreFailure, InterruptedException {
        return execution().run(store, terms, RestoreListener.NONE);
    }

    RestoreFailure failure(StoreRestore store, RestoreExecution.Terms terms) {
        return catchThrowableOfType(RestoreFailure.class, () -> run(store, terms));
    }

    List<String> pins() {
        return backend.keys().stream().filter(key -> key.startsWith("pins/")).toList();
    }

    /** A worker's staging in memory. */
    private static final class Staging implements SegmentSink, StagedSegments {
        private final Map<Integer, byte[]> segments = new TreeMap<>();
        private byte[] list;
        private ByteArrayOutputStream open;

        @Override
        public synchronized WritableByteChannel begin(int number) {
            open = new ByteArrayOutputStream();
            return Channels.newChannel(open);
        }

        @Override
        public synchronized void staged(int number, long length, String sha256) {
            segments.put(number, open.toByteArray());
        }

        @Override
        public synchronized void list(byte[] text, String sha256) {
            list = text;
        }

        @Override
        public synchronized Optional<ObjectSource> segment(SegmentId segment, long length, String sha256) {
            return Optional.of(ObjectSource.bytes(segments.get(segment.number())));
        }

        @Override
        public synchronized Optional<ObjectSource> list(SegmentId anyOfAttempt, long length, String sha256) {
            return Optional.of(ObjectSource.bytes(list));
        }
    }
}
