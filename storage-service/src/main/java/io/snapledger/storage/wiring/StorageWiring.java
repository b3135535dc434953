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
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Puts storage-service together. Every bean is of a type of its own, since other services may live in the same process. */
@ApplicationScoped
public class StorageWiring {

    /** Before the channels begin, at 1000. */
    private static final int BEFORE_CHANNELS = 500;

    /** How long a send may take before the work that made it is tried again. */
    private static final Duration DELIVERY = Duration.ofSeconds(30);

    /** Stands for the id of a worker in the template of addresses. */
    private static final String WORKER = "{worker}";

    private final Clock clock = Clock.systemUTC();

    void start(@Observes @Priority(BEFORE_CHANNELS) StartupEvent event, StorageService service) {
        service.start();
    }

    @Produces
    @Singleton
    Token token(Config config) {
        Token services = Token.ofServices(name -> config.getOptionalValue(name, String.class));
        services.get(); // without one the service does not start
        return services;
    }

    @Produces
    @Singleton
    Repositories repositories(
            RepositoriesConfig config,
            MeterRegistry registry,
            @ConfigProperty(name = "snapledger.installation") String installation) {
        if (config.byName().isEmpty()) {
            throw new IllegalArgumentException(
                    "there is no repository; HINT: set snapledger.repositories.<name>.kind, such"
                            + " as directory, and its path");
        }
        return Repositories.open(
                RepositoryKinds.onClassPath(),
                config.byName(),
                (name, backend) -> dressed(backend, new RepositoryMeters(registry, name)),
                installation,
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
    Workers workers(StorageConfig config, Token token) {
        Map<String, Worker> byId = new TreeMap<>();
        config.workers().forEach((id, address) -> {
            Worker remote = new HttpWorker(id, URI.create(address), token);
            String staging = config.stagingDirectories().get(id);
            byId.put(id, staging == null ? remote : new SameHostWorker(Path.of(staging), remote));
        });
        config.stagingDirectories().keySet().stream()
                .filter(id -> !byId.containsKey(id))
                .findFirst()
                .ifPresent(id -> {
                    throw new IllegalArgumentException("snapledger.storage.staging-directories." + id
                            + " names a worker without address; HINT: set snapledger.storage.workers." + id);
                });
        return new Workers(
                byId, id -> config.workerUrl().map(template -> new HttpWorker(id, address(template, id), token)));
    }

    private static URI address(String template, String worker) {
        if (!template.contains(WORKER)) {
            throw new IllegalArgumentException("snapledger.storage.worker-url is '" + template + "', without " + WORKER
                    + " in it all workers would be one; HINT: http://{worker}.dump:8082");
        }
        return URI.create(template.replace(WORKER, worker));
    }

    @Produces
    @Singleton
    KafkaRim kafka(
            @Identifier("default-kafka-broker") Map<String, Object> client,
            @ConfigProperty(name = "snapledger.kafka.topic-prefix") Optional<String> prefix,
            Token token) {
        KafkaEventCodec codec = new KafkaEventCodec(
                new EventCodec(clock), new Topics(prefix.orElse("")), new EventSeal(token::accepted));
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
            StorageConfig config,
            Repositories repositories,
            Workers workers,
            KafkaRim kafka,
            @ConfigProperty(name = "quarkus.http.port") int port) {
        return StorageParts.assemble(
                repositories, workers, new Answers(kafka.publisher(), clock), settings(config, replica(port)), clock);
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

    private static StorageParts.Settings settings(StorageConfig config, String replica) {
        return new StorageParts.Settings(
                config.parallelPuts(),
                config.waitingHints(),
                config.parallelWork(),
                config.retryFirst(),
                config.retryLongest(),
                config.refuseAfter(),
                config.giveUpAfter(),
                config.undeleteWindow(),
                config.janitorPeriod(),
                config.provenMinimum(),
                replica);
    }
}
