package io.snapledger.restore.wiring;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;

/** What dashboards show of a restore-service. */
@ApplicationScoped
public class RestoreMetrics {

    void register(@Observes StartupEvent event, MeterRegistry registry, RestoreRuntime runtime) {
        Gauge.builder("snapledger.recovery.key.proved", runtime, RestoreMetrics::proved)
                .description("1 once somebody has shown to hold the recovery key, else 0")
                .register(registry);
    }

    private static double proved(RestoreRuntime runtime) {
        try {
            return runtime.keys().recoveryProvedAt().isPresent() ? 1 : 0;
        } catch (IOException e) {
            return Double.NaN;
        }
    }
}
