package io.snapledger.storage.wiring;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import io.snapledger.access.Token;
import io.snapledger.events.EventCodec;
import io.snapledger.events.EventSeal;
import io.snapledger.events.kafka.KafkaEventCodec;
import io.snapledger.events.kafka.KafkaEventPublisher;
import io.snapledger.events.kafka.Topics;
import io.snapledger.repository.RepositoryBackend;
import io.snapledger.repository.RepositoryKinds;
import io.snapledger.repository.metered.MeteredBackend;
import io.snapledger.repository.retrying.RetryPolicy;
import io.snapledger.repository.retrying.RetryingBackend;
import io.snapledger.repository.retrying.RetryingBackend.Sleeper;
import io.snapledger.settings.Installation;
import io.snapledger.settings.StorageSection;
import io.snapledger.storage.Answers;
import io.snapledger.storage.Repositories;
import io.snapledger.storage.StorageParts;
import io.snapledger.storage.StorageService;
import io.snapledger.storage.VerifySnapshot;
import io.snapledger.storage.Worker;
import io.snapledger.storage.Workers;
import io.snapledger.storage.outbound.HttpWorker;
import io.snapledger.storage.outbound.SameHostWorker;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Puts storage-service together. Every bean is of a type of its own, since other services may live in the same process. */
@ApplicationScoped
public class StorageWiring {

    /** Before the channels begin, at 1000. */
    private static final int BEFORE_CHANNELS = 500;

    /** How long a send may take before the work that made it is tried again. */
    private static final Duration DELIVERY = Duration.ofSeconds(30);

    private final Installation installation;
    private final StorageSection storage;
    private final Clock clock = Clock.systemUTC();

    StorageWiring(Installation installation) {
        this.installation = installation;
        this.storage = installation.storage();
    }

    void start(@Observes @Priority(BEFORE_CHANNELS) StartupEvent event, StorageService service) {
        service.start();
    }

    @Produces
    @Singleton
    Token token() {
        Token services = Token.ofServices(installation);
        services.get(); // without one the service does not start
        return services;
    }

    @Produces
    @Singleton
    Repositories repositories(MeterRegistry registry) {
        if (installation.repositories().isEmpty()) {
            throw new IllegalArgumentException(
                    "there is no repository; HINT: set snapledger.repositories.<name>.kind, such"
                            + " as directory, and its path");
        }
        Map<String, Map<String, String>> settings = new TreeMap<>();
        installation.repositories().forEach((name, repository) -> settings.put(name, repository.settings()));
        return Repositories.open(
                RepositoryKinds.onClassPath(),
                settings,
                (name, backend) -> dressed(backend, new RepositoryMeters(registry, name)),
                installation.id(),
                clock);
    }

    /** Each try is metered by itself. */
    private static RepositoryBackend dressed(RepositoryBackend backend, RepositoryMeters meters) {
        MeteredBackend metered = new MeteredBackend(backend, meters, System::nanoTime);
        return new RetryingBackend(metered, RetryPolicy.STANDARD, new SecureRandom(), Sleeper.REAL);
    }

    void close(@Disposes Repositories repositories) {
        repositories.close();
    }

    @Produces
    @Singleton
    Workers workers(Token token) {
        Map<String, Worker> byId = new TreeMap<>();
        storage.workers().forEach((id, address) -> {
            Worker remote = new HttpWorker(id, address, token);
            Path staging = storage.stagingDirectories().get(id);
            byId.put(id, staging == null ? remote : new SameHostWorker(staging, remote));
        });
        return new Workers(byId, id -> storage.addressOf(id).map(address -> new HttpWorker(id, address, token)));
    }

    @Produces
    @Singleton
    KafkaRim kafka(@Identifier("default-kafka-broker") Map<String, Object> client, Token token) {
        KafkaEventCodec codec = new KafkaEventCodec(
                new EventCodec(clock),
                new Topics(installation.kafka().topicPrefix().orElse("")),
                new EventSeal(token::accepted));
        return new KafkaRim(codec, new KafkaEventPublisher(client, codec, DELIVERY));
    }

    void close(@Disposes KafkaRim kafka) {
        kafka.publisher().close();
    }

    @Produces
    @Singleton
    StorageInbox inbox(KafkaRim kafka) {
        return new StorageInbox(kafka.codec());
    }

    @Produces
    @Singleton
    StorageService service(
            Repositories repositories,
            Workers workers,
            KafkaRim kafka,
            @ConfigProperty(name = "quarkus.http.port") int port) {
        return StorageParts.assemble(
                repositories, workers, new Answers(kafka.publisher(), clock), storage, replica(port), clock);
    }

    void close(@Disposes StorageService service) {
        service.close();
    }

    @Produces
    @Singleton
    VerifySnapshot verifySnapshot(Repositories repositories, KafkaRim kafka) {
        return new VerifySnapshot(repositories, new Answers(kafka.publisher(), clock), clock);
    }

    /** Of a host: two processes with one name would both clean, which is harmless. */
    private static String replica(int port) {
        try {
            return InetAddress.getLocalHost().getHostName() + ":" + port;
        } catch (UnknownHostException e) {
            return "unknown:" + port;
        }
    }
}
