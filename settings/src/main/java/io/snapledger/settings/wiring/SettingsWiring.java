package io.snapledger.settings.wiring;

import io.snapledger.settings.Installation;
import io.snapledger.settings.SettingsSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.Config;

/** Gives a service its configuration. */
@ApplicationScoped
public class SettingsWiring {

    @Produces
    @Singleton
    Installation installation(Config config) {
        return Installation.read(SettingsSource.of(config));
    }
}
