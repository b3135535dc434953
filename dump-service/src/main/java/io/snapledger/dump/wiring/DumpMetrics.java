package io.snapledger.dump.wiring;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** What dashboards show of a dump-service. */
@ApplicationScoped
public class DumpMetrics {

    void register(@Observes StartupEvent event, MeterRegistry registry, DumpRuntime runtime) {
        registry.gauge(
                "snapledger.dump.running", runtime, dump -> dump.service().runningAttempts());
        registry.gauge("snapledger.dump.sealed", runtime, dump -> dump.service().sealedAttempts());
        registry.gauge("snapledger.dump.staging.used.bytes", runtime, dump -> dump.staging()
                .usedBytes());
        registry.gauge("snapledger.dump.staging.quota.bytes", runtime, dump -> dump.staging()
                .quotaBytes());
    }
}
