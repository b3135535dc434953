package io.snapledger.restore;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.snapledger.events.RestoreTo;
import io.snapledger.events.RestoredStore;
import io.snapledger.repository.BackendRepository;
import io.snapledger.repository.Decision;
import io.snapledger.repository.SnapshotRepository;
import io.snapledger.repository.keys.KeyRing;
import io.snapledger.repository.keys.RecipientKey;
import io.snapledger.repository.memory.MemoryBackend;
import io.snapledger.stores.StoreDefinition;
import io.snapledger.stores.StoreDefinitions;
import io.snapledger.stores.StoreEngines;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
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
    final StoreDefinitions stores = new StoreDefinitions(List.of(
            new StoreDefinition("shop", StrictEngine.KIND, Map.of()),
            new StoreDefinition("users", StrictEngine.KIND, Map.of()),
            new StoreDefinition("copy", StrictEngine.KIND, Map.of()),
            new StoreDefinition("files", "files", Map.of("path", "/nowhere"))));
    final StoredSnapshots storage;
    volatile RestoreFailure safetyFailure;

    Stage() {
        this("main");
    }

    Stage(String name) {
        backend = new MemoryBackend();
        repository = new BackendRepository(name, backend);
        storage = new StoredSnapshots(backend, List.of(SERVICE.recipient(), RECOVERY.recipient()));
    }

    /** Streams of a store; the same for the same seed. */
    static Map<String, String> data(String seed) {
        Map<String, String> streams = new TreeMap<>();
        streams.put("one", (seed + " 1 ").repeat(60));
        streams.put("two", (seed + " 2 ").repeat(30));
        return streams;
    }

    static String backup(Instant due) {
        return StoredSnapshots.backup(due);
    }

    /** Stores a snapshot as dump-service and storage-service do. */
    Decision store(String store, Instant due, Map<String, String> streams, String... backupStores) {
        Map<String, byte[]> bytes = new TreeMap<>();
        streams.forEach((name, text) -> bytes.put(name, text.getBytes(StandardCharsets.US_ASCII)));
        return storage.store(store, due, bytes, StrictEngine.content(streams), List.of(backupStores));
    }

    StoreEngines engines() {
        return StoreEngines.of(engine);
    }

    RestorePlanner planner(SnapshotRepository... repositories) {
        return planner(RING, repositories);
    }

    RestorePlanner planner(KeyRing keys, SnapshotRepository... repositories) {
        List<SnapshotRepository> asked = repositories.length == 0 ? List.of(repository) : List.of(repositories);
        return new RestorePlanner(asked, keys, engines(), stores, RestoreOrder.AS_BACKED_UP, CLOCK);
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
}
