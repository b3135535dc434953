package io.snapledger.scheduler.wiring;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Ready once everything that was in the ledger at the start is read, and as long as reading goes on. */
@Readiness
@ApplicationScoped
public class SchedulerReadiness implements HealthCheck {

    private final RunningScheduler scheduler;

    SchedulerReadiness(RunningScheduler scheduler) {
        this.scheduler = scheduler;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response = HealthCheckResponse.named("scheduler reads the ledger")
                .status(scheduler.isReady() && scheduler.trouble().isEmpty());
        scheduler.trouble().ifPresent(trouble -> response.withData("trouble", trouble));
        return response.build();
    }
}
