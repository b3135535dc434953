package io.snapledger.storage.wiring;

import io.snapledger.storage.OpenRepository;
import io.snapledger.storage.Repositories;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Ready while at least one repository works; tells which do not, and why. */
@Readiness
public class StorageReadiness implements HealthCheck {

    private final Repositories repositories;

    StorageReadiness(Repositories repositories) {
        this.repositories = repositories;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response = HealthCheckResponse.named("storage reaches a repository");
        boolean any = false;
        for (OpenRepository repository : repositories.all()) {
            any |= repository.trouble().isEmpty();
            response.withData(repository.name(), repository.trouble().orElse("usable"));
        }
        return response.status(any).build();
    }
}
