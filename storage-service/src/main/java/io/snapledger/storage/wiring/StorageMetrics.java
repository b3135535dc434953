package io.snapledger.storage.wiring;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.snapledger.storage.StorageService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** What an operator can see of storage-service from afar. */
@ApplicationScoped
public class StorageMetrics {

    void register(@Observes StartupEvent event, MeterRegistry registry, StorageService storage) {
        Gauge.builder("snapledger.storage.work.pending", storage, service -> service.queue()
                        .size())
                .description("commits, aborts and expiries that are accepted and not answered")
                .register(registry);
        Gauge.builder("snapledger.storage.hints.waiting", storage, service -> service.hints()
                        .waiting())
                .description("announced segments that wait to be fetched early")
                .register(registry);
        FunctionCounter.builder("snapledger.storage.hints.stored", storage, service -> service.hints()
                        .stored())
                .description("segments stored before their attempt was sealed")
                .register(registry);
        FunctionCounter.builder("snapledger.storage.hints.dropped", storage, service -> service.hints()
                        .dropped())
                .description("announced segments that found no room and are left to the commit")
                .register(registry);
    }
}
