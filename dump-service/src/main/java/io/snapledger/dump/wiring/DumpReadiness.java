package io.snapledger.dump.wiring;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready once it is known what others have claimed, which is when dumps begin. */
@Readiness
@ApplicationScoped
public class DumpReadiness implements HealthCheck {

    private final DumpRuntime runtime;

    DumpReadiness(DumpRuntime runtime) {
        this.runtime = runtime;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("dump takes requests")
                .status(runtime.isReady())
                .build();
    }
}
