package io.snapledger.catalog.wiring;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import io.snapledger.access.Token;
import io.snapledger.catalog.CatalogStore;
import io.snapledger.catalog.DecisionImport;
import io.snapledger.catalog.inbound.EventStreams;
import io.snapledger.catalog.outbound.SqliteCatalogStore;
import io.snapledger.events.EventSeal;
import io.snapledger.events.kafka.Topics;
import io.snapledger.repository.SnapshotRepository;
import io.snapledger.repository.http.HttpRepository;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Puts catalog-service together. */
@ApplicationScoped
public class CatalogWiring {

    private static final String REPOSITORIES = "snapledger.repositories.";

    private final Clock clock = Clock.systemUTC();

    void start(@Observes StartupEvent event, LiveCatalog catalog) {
        catalog.start();
    }

    /** While HTTP is up, and after dump-service in the same process has told how its dumps ended. */
    void beforeStop(
            @Observes @Priority(Interceptor.Priority.LIBRARY_AFTER) ShutdownDelayInitiatedEvent event,
            EventStreams streams)
            throws InterruptedException {
        streams.end();
    }

    void stop(@Observes ShutdownEvent event, LiveCatalog catalog) {
        catalog.close();
    }

    @Produces
    @Singleton
    SqliteCatalogStore sqliteStore(@ConfigProperty(name = "snapledger.data-directory") Path data) {
        return SqliteCatalogStore.open(data.resolve("catalog").resolve("catalog.db"));
    }

    @Produces
    @Singleton
    EventStreams streams(CatalogConfig config, CatalogStore store) {
        return new EventStreams(store, config.streamHeartbeat(), config.streamPatience());
    }

    @Produces
    @Singleton
    LiveCatalog catalog(
            CatalogConfig config,
            Config all,
            SqliteCatalogStore store,
            EventStreams streams,
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            @ConfigProperty(name = "snapledger.kafka.topic-prefix") Optional<String> prefix,
            @ConfigProperty(name = "snapledger.data-directory") Path data) {
        Token services = Token.ofServices(name -> all.getOptionalValue(name, String.class));
        EventSeal seal = new EventSeal(services::accepted);
        Ledger ledger = new Ledger(kafka, new Topics(prefix.orElse("")), config.topicReplication(), seal);
        DecisionImport decisions = new DecisionImport(repositories(config, all, services), clock);
        return new LiveCatalog(data.resolve("catalog"), store, ledger, decisions, streams, clock);
    }

    /** Through storage-service: the catalog itself has no access to any repository. */
    private static List<SnapshotRepository> repositories(CatalogConfig config, Config all, Token token) {
        Optional<URI> storage = all.getOptionalValue("snapledger.storage-url", URI.class);
        if (storage.isEmpty()) {
            return List.of();
        }
        return config.repositories().orElseGet(() -> configured(all)).stream()
                .<SnapshotRepository>map(
                        name -> new HttpRepository(name, storage.get(), token, config.storageTimeout()))
                .toList();
    }

    private static List<String> configured(Config all) {
        TreeSet<String> names = new TreeSet<>();
        StreamSupport.stream(all.getPropertyNames().spliterator(), false)
                .filter(it -> it.startsWith(REPOSITORIES) && it.endsWith(".kind"))
                .map(it -> it.substring(REPOSITORIES.length(), it.length() - ".kind".length()))
                .map(it -> it.replace("\"", ""))
                .forEach(names::add);
        return List.copyOf(names);
    }
}
