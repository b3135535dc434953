package io.snapledger.restore.wiring;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready once what an earlier process left has been taken up. */
@Readiness
@ApplicationScoped
public class RestoreReadiness implements HealthCheck {

    private final RestoreRuntime runtime;

    RestoreReadiness(RestoreRuntime runtime) {
        this.runtime = runtime;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("restore takes requests")
                .status(runtime.isReady())
                .build();
    }
}
