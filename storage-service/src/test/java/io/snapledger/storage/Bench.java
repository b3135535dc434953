package io.snapledger.storage;

import static org.awaitility.Awaitility.await;

import io.snapledger.repository.BackendRepository;
import io.snapledger.repository.Decision;
import io.snapledger.repository.RepositoryBackend;
import io.snapledger.repository.memory.MemoryBackend;
import io.snapledger.settings.Installation;
import io.snapledger.settings.SettingsSource;
import io.snapledger.settings.StorageSection;
import io.snapledger.storage.outbound.HttpWorker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** Storage-service without Quarkus and Kafka: repositories in memory, one real worker, and answers that are remembered. */
final class Bench implements AutoCloseable {

    /** A refusal is the answer after ten seconds of the bench's own time. */
    private static final Duration REFUSE_AFTER = Duration.ofSeconds(10);

    static StorageSection settings(Duration refuseAfter) {
        return Installation.read(SettingsSource.properties(Map.of(
                        "snapledger.storage.parallel-puts", "2",
                        "snapledger.storage.waiting-hints", "100",
                        "snapledger.storage.parallel-work", "2",
                        "snapledger.storage.retry-first", "20ms",
                        "snapledger.storage.retry-longest", "50ms",
                        "snapledger.storage.refuse-after", refuseAfter.toString(),
                        "snapledger.storage.give-up-after", "1h")))
                .storage();
    }

    final ScriptedWorker worker = new ScriptedWorker();
    final RecordedAnswers answers = new RecordedAnswers();
    private final Map<String, RepositoryBackend> backends = new HashMap<>();
    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
    private final Instant begin = Instant.parse("2026-11-24T12:00:00Z");
    private final InstantSource clock = () -> begin.plus(ahead.get());
    private final List<StorageService> services = new ArrayList<>();

    /** @param repositories names of the repositories */
    Bench(String... repositories) {
        for (String name : repositories) {
            backends.put(name, new MemoryBackend());
        }
    }

    /** Lets time pass. */
    void pass(Duration time) {
        ahead.updateAndGet(before -> before.plus(time));
    }

    /** Lets a repository refuse for longer than that is tolerated. */
    void refuseLong(StorageService service) {
        await().atMost(Duration.ofSeconds(20)).until(() -> service.queue().tries() > 1);
        pass(REFUSE_AFTER.multipliedBy(2));
    }

    InstantSource clock() {
        return clock;
    }

    MemoryBackend backend(String name) {
        return (MemoryBackend) backends.get(name);
    }

    /** Starts a replica. */
    StorageService start() {
        return start(open());
    }

    StorageService start(Repositories repositories) {
        Workers workers =
                new Workers(Map.of("dump-1", new HttpWorker("dump-1", worker.address(), () -> ScriptedWorker.TOKEN)));
        StorageService service = StorageParts.assemble(
                repositories, workers, new Answers(answers, clock), settings(REFUSE_AFTER), "bench", clock);
        service.start();
        services.add(service);
        return service;
    }

    Repositories open() {
        Map<String, OpenRepository> open = new HashMap<>();
        backends.forEach((name, backend) ->
                open.put(name, OpenRepository.open(name, backend, SampleAttempt.INSTALLATION, clock)));
        return new Repositories(open);
    }

    void addKeys(String store) {
        backends.forEach((name, backend) -> SampleAttempt.addKeys(new BackendRepository(name, backend), store));
    }

    Optional<Decision> decision(String repository, SampleAttempt attempt) {
        return new BackendRepository(repository, backends.get(repository))
                .decision(attempt.store(), attempt.snapshot());
    }

    List<String> stored(String repository, SampleAttempt attempt) {
        return backend(repository).keys().stream()
                .filter(key -> key.startsWith(attempt.prefix()))
                .toList();
    }

    /** Until a service has nothing to do any more. */
    static void awaitIdle(StorageService service) {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> service.queue().size() == 0);
    }

    @Override
    public void close() {
        services.forEach(StorageService::close);
        worker.close();
    }
}
