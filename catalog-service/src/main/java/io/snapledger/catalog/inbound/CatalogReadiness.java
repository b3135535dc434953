package io.snapledger.catalog.inbound;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Ready once the catalog has caught up. Later troubles with Kafka are told, but what is known can still be asked for. */
@Readiness
@Singleton
class CatalogReadiness implements HealthCheck {

    private final CatalogControl control;

    CatalogReadiness(CatalogControl control) {
        this.control = control;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder answer =
                HealthCheckResponse.named("catalog has caught up").status(control.caughtUp());
        control.trouble().ifPresent(trouble -> answer.withData("trouble", trouble));
        return answer.build();
    }
}
