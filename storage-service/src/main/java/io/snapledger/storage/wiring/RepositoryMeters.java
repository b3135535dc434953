package io.snapledger.storage.wiring;

import io.micrometer.core.instrument.MeterRegistry;
import io.snapledger.repository.metered.RepositoryMeter;
import java.time.Duration;
import java.util.Locale;

/** What a repository is asked, for Micrometer: by repository, operation and outcome. */
final class RepositoryMeters implements RepositoryMeter {

    private final MeterRegistry registry;
    private final String repository;

    RepositoryMeters(MeterRegistry registry, String repository) {
        this.registry = registry;
        this.repository = repository;
    }

    @Override
    public void called(Operation operation, Outcome outcome, Duration took) {
        registry.timer(
                        "snapledger.storage.repository.calls",
                        "repository",
                        repository,
                        "operation",
                        word(operation),
                        "outcome",
                        word(outcome))
                .record(took);
    }

    @Override
    public void moved(Operation operation, long bytes) {
        registry.counter("snapledger.storage.repository.bytes", "repository", repository, "operation", word(operation))
                .increment(bytes);
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
