package io.snapledger.dump.wiring;

import io.snapledger.access.Token;
import io.snapledger.dump.DumpSettings;
import io.snapledger.events.Identities;
import io.snapledger.events.kafka.Topics;
import io.snapledger.stores.ProtectedPaths;
import io.snapledger.stores.StoreDefinitions;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/** What dump-service shares with the other services: read from the configuration as it is, without a mapping of its own. */
@ApplicationScoped
public class DumpSurroundings {

    private final Config config;

    DumpSurroundings(Config config) {
        this.config = config;
    }

    Topics topics() {
        return new Topics(text("snapledger.kafka.topic-prefix").orElse(""));
    }

    /** The secret that services show each other. */
    public Token token() {
        return Token.ofServices(this::text);
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

    /** What no store may hold. */
    ProtectedPaths own(DumpConfig dump) {
        Map<String, Path> own = new LinkedHashMap<>();
        own.put("the data directory", dataDirectory());
        own.put("the keys", keyDirectory());
        own.put("the staging directory", dump.stagingDirectory());
        own.putAll(ProtectedPaths.repositories(config.getPropertyNames(), this::text));
        return ProtectedPaths.of(own);
    }

    URI storageUrl() {
        return URI.create(text("snapledger.storage-url").orElse("http://127.0.0.1:8083"));
    }

    StoreDefinitions stores() {
        return StoreDefinitions.configured(config.getPropertyNames(), this::text);
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
