package io.snapledger.dump.wiring;

import io.snapledger.dump.ConfiguredStores;
import io.snapledger.dump.DumpSettings;
import io.snapledger.events.Identities;
import io.snapledger.events.kafka.Topics;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/** What dump-service shares with the other services: read from the configuration as it is, without a mapping of its own. */
@ApplicationScoped
public class DumpSurroundings {

    private static final String STORES = "snapledger.stores.";

    private final Config config;

    DumpSurroundings(Config config) {
        this.config = config;
    }

    Topics topics() {
        return new Topics(text("snapledger.kafka.topic-prefix").orElse(""));
    }

    Path dataDirectory() {
        return Path.of(text("snapledger.data-directory").orElse("snapledger-data"));
    }

    Path keyDirectory() {
        return text("snapledger.keys.directory").map(Path::of).orElseGet(() -> dataDirectory()
                .resolve("keys"));
    }

    /** Private files of tools, of this process alone. */
    Path toolDirectory() {
        return dataDirectory().resolve("tools").resolve("dump");
    }

    URI storageUrl() {
        return URI.create(text("snapledger.storage-url").orElse("http://127.0.0.1:8083"));
    }

    ConfiguredStores stores() {
        Map<String, String> properties = new HashMap<>();
        for (String name : config.getPropertyNames()) {
            if (name.startsWith(STORES)) {
                text(name).ifPresent(value -> properties.put(name.substring(STORES.length()), value));
            }
        }
        return ConfiguredStores.of(properties);
    }

    /** @param quotaBytes what staging may really hold */
    DumpSettings settings(DumpConfig dump, long quotaBytes) {
        Identities.requireName("snapledger.dump.worker", dump.worker());
        return new DumpSettings(
                installation(),
                text("quarkus.application.version").orElse("unknown"),
                dump.slots(),
                config.getOptionalValue("snapledger.timing.heartbeat", Duration.class)
                        .orElse(Duration.ofSeconds(10)),
                dump.maxStall(),
                dump.announceAgain(),
                dump.keepUndecided(),
                DumpSettings.segmentBytesFor(quotaBytes, dump.slots()),
                dump.zstdLevel(),
                dump.workers());
    }

    private String installation() {
        return text("snapledger.installation")
                .orElseThrow(
                        () -> new IllegalStateException(
                                "snapledger.installation is missing; HINT: give all services of this installation the same random id"));
    }

    private Optional<String> text(String name) {
        return config.getOptionalValue(name, String.class);
    }
}
