package io.snapledger.restore.wiring;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Ready once what an earlier process left has been taken up, and as long as the ledger can be read. */
@Readiness
@ApplicationScoped
public class RestoreReadiness implements HealthCheck {

    private final RestoreRuntime runtime;

    RestoreReadiness(RestoreRuntime runtime) {
        this.runtime = runtime;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response = HealthCheckResponse.named("restore takes requests")
                .status(runtime.isReady() && runtime.trouble().isEmpty());
        runtime.trouble().ifPresent(trouble -> response.withData("trouble", trouble));
        return response.build();
    }
}
