package io.snapledger.catalog.wiring;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.smallrye.common.annotation.Identifier;
import io.snapledger.access.Token;
import io.snapledger.catalog.Catalog;
import io.snapledger.catalog.CatalogStore;
import io.snapledger.catalog.DecisionImport;
import io.snapledger.catalog.inbound.EventStreams;
import io.snapledger.catalog.outbound.MongoAddress;
import io.snapledger.catalog.outbound.MongoCatalogStore;
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
import javax.net.ssl.SSLContext;

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
    Catalog catalog(TlsConfigurationRegistry tls) {
        return new Catalog(config.store()
                .map(address -> mongo(address, tls))
                .orElseGet(() -> SqliteCatalogStore.open(data.resolve("catalog.db"))));
    }

    private CatalogStore mongo(String address, TlsConfigurationRegistry tls) {
        MongoAddress at = new MongoAddress(
                address, config.storePassword(), config.storeTls().isPresent());
        return MongoCatalogStore.open(
                at.connect(config.storeTls().map(name -> trusted(name, tls))), at.database(), System::nanoTime);
    }

    private static SSLContext trusted(String name, TlsConfigurationRegistry tls) {
        TlsConfiguration named = tls.get(name)
                .orElseThrow(() -> new IllegalStateException("snapledger.catalog.store-tls names '" + name
                        + "', and there is no quarkus.tls." + name + "; HINT: set quarkus.tls." + name
                        + ".trust-store.pem.certs"));
        try {
            return named.createSSLContext();
        } catch (Exception e) { // that is what it declares
            throw new IllegalStateException(
                    "quarkus.tls." + name + " cannot be read: " + e.getMessage() + "; HINT: check its files", e);
        }
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
