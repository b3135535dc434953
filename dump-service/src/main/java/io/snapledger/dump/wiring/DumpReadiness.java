package io.snapledger.dump.wiring;

import io.snapledger.dump.FileNames;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Ready once it is known what others have claimed, which is when dumps begin, and as long as the ledger can be read. */
@Readiness
@ApplicationScoped
public class DumpReadiness implements HealthCheck {

    private final DumpRuntime runtime;

    DumpReadiness(DumpRuntime runtime) {
        this.runtime = runtime;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response = HealthCheckResponse.named("dump takes requests")
                .status(runtime.isReady() && runtime.trouble().isEmpty());
        runtime.trouble().ifPresent(trouble -> response.withData("trouble", trouble));
        FileNames.trouble().ifPresent(trouble -> response.withData("warning", trouble));
        return response.build();
    }
}
