package io.snapledger.catalog.wiring;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import io.snapledger.access.Token;
import io.snapledger.catalog.Catalog;
import io.snapledger.catalog.DecisionImport;
import io.snapledger.catalog.inbound.EventStreams;
import io.snapledger.catalog.outbound.SqliteCatalogStore;
import io.snapledger.events.EventSeal;
import io.snapledger.events.kafka.Topics;
import io.snapledger.repository.SnapshotRepository;
import io.snapledger.repository.http.HttpRepository;
import io.snapledger.settings.CatalogSection;
import io.snapledger.settings.Installation;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Puts catalog-service together. */
@ApplicationScoped
public class CatalogWiring {

    private final Installation installation;
    private final CatalogSection config;
    private final Path data;
    private final Clock clock = Clock.systemUTC();

    CatalogWiring(Installation installation) {
        this.installation = installation;
        this.config = installation.catalog();
        this.data = installation.dataDirectory().resolve("catalog");
    }

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
    Catalog catalog() {
        return new Catalog(SqliteCatalogStore.open(data.resolve("catalog.db")));
    }

    @Produces
    @Singleton
    EventStreams streams(Catalog store) {
        return new EventStreams(store, config.streamHeartbeat(), config.streamPatience());
    }

    @Produces
    @Singleton
    LiveCatalog liveCatalog(
            Catalog store, EventStreams streams, @Identifier("default-kafka-broker") Map<String, Object> kafka) {
        Token services = Token.ofServices(installation);
        EventSeal seal = new EventSeal(services::accepted);
        Topics topics = new Topics(installation.kafka().topicPrefix().orElse(""));
        Ledger ledger = new Ledger(kafka, topics, installation.kafka().replication(), seal);
        DecisionImport decisions = new DecisionImport(repositories(services), clock);
        return new LiveCatalog(store, ledger, decisions, streams, clock);
    }

    /** Through storage-service: the catalog itself has no access to any repository. */
    private List<SnapshotRepository> repositories(Token token) {
        Collection<String> names =
                config.repositories().isEmpty() ? installation.repositories().keySet() : config.repositories();
        return names.stream()
                .<SnapshotRepository>map(
                        name -> new HttpRepository(name, installation.storageUrl(), token, config.storageTimeout()))
                .toList();
    }
}
