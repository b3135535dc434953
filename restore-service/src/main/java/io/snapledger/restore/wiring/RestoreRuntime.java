package io.snapledger.restore.wiring;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import io.snapledger.access.Token;
import io.snapledger.events.EventCodec;
import io.snapledger.events.EventSeal;
import io.snapledger.events.EventType;
import io.snapledger.events.kafka.ControlReader;
import io.snapledger.events.kafka.KafkaEventCodec;
import io.snapledger.events.kafka.KafkaEventPublisher;
import io.snapledger.events.kafka.TopicSetup;
import io.snapledger.events.kafka.Topics;
import io.snapledger.repository.SnapshotRepository;
import io.snapledger.repository.http.HttpRepository;
import io.snapledger.repository.keys.KeyDirectory;
import io.snapledger.restore.HeldSnapshots;
import io.snapledger.restore.OpenRestores;
import io.snapledger.restore.PlaceClaims;
import io.snapledger.restore.RestoreAuthorization;
import io.snapledger.restore.RestoreDesk;
import io.snapledger.restore.RestoreExecution;
import io.snapledger.restore.RestoreJournal;
import io.snapledger.restore.RestorePlanner;
import io.snapledger.restore.outbound.LedgerSafetySnapshots;
import io.snapledger.settings.Installation;
import io.snapledger.settings.RestoreSection;
import io.snapledger.stores.EngineContext;
import io.snapledger.stores.ProtectedPaths;
import io.snapledger.stores.StoreDefinitions;
import io.snapledger.stores.StoreEngines;
import io.snapledger.stores.command.LocalCommandRunner;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jboss.logging.Logger;

/** restore-service in its Quarkus process: made when the application starts, stopped in order when it ends. */
@ApplicationScoped
public class RestoreRuntime {

    private static final Logger LOG = Logger.getLogger(RestoreRuntime.class);
    private static final Duration PUBLISH_WITHIN = Duration.ofSeconds(15);
    private static final Duration STORAGE_WITHIN = Duration.ofSeconds(60);

    private final Installation installation;
    private final RestoreSection config;
    private final Topics topics;
    private final Token token;
    private final Map<String, Object> kafka;
    private final Clock clock = Clock.systemUTC();
    private final CompletableFuture<Void> ready = new CompletableFuture<>();

    private KeyDirectory keys;
    private LocalCommandRunner commands;
    private KafkaEventCodec codec;
    private KafkaEventPublisher publisher;
    private RestoreAuthorization authorization;
    private RestorePlanner planner;
    private HeldSnapshots snapshots;
    private RestoreDesk desk;
    private OpenRestores open;
    private ControlReader control;
    private ControlReader restores;
    private Thread starter;

    RestoreRuntime(Installation installation, @Identifier("default-kafka-broker") Map<String, Object> kafka) {
        this.installation = installation;
        this.config = installation.restore();
        this.topics = new Topics(installation.kafka().topicPrefix().orElse(""));
        this.token = Token.ofServices(installation);
        this.kafka = kafka;
    }

    void onStart(@Observes StartupEvent event) {
        try {
            make();
        } catch (IOException e) {
            throw new IllegalStateException("restore-service cannot start: " + e.getMessage(), e);
        }
        starter = new Thread(this::begin, "restore-start");
        starter.setDaemon(true);
        starter.start();
    }

    private void make() throws IOException {
        Path own = installation.dataDirectory().resolve("restore");
        keys = KeyDirectory.open(installation.keyDirectory(), Files.createDirectories(own));
        commands = new LocalCommandRunner(installation.toolDirectory("restore"));
        codec = new KafkaEventCodec(new EventCodec(clock), topics, new EventSeal(token::accepted));
        publisher = new KafkaEventPublisher(kafka, codec, PUBLISH_WITHIN);
        authorization = new RestoreAuthorization(GatewaySecret.of(config.gatewaySecretFile(), own));
        StoreEngines engines = StoreEngines.load(new EngineContext(commands, clock, ProtectedPaths.of(installation)));
        RestoreJournal journal = new RestoreJournal(own.resolve("journal"));
        StoreDefinitions stores = StoreDefinitions.of(installation).requireUsable(engines);
        ConfiguredOrder plans = new ConfiguredOrder(installation.plans());
        List<SnapshotRepository> repositories = repositories();
        snapshots = new HeldSnapshots(repositories, keys.ring(), engines, clock);
        planner = new RestorePlanner(repositories, keys.ring(), engines, stores, plans.order(), clock);
        LedgerSafetySnapshots safety = new LedgerSafetySnapshots(publisher, installation.id(), plans::planOf, clock);
        PlaceClaims claims = new PlaceClaims();
        open = new OpenRestores();
        desk = new RestoreDesk(new RestoreDesk.Parts(
                config.worker(),
                planner,
                new RestoreExecution(keys.ring(), engines, safety, clock),
                authorization,
                journal,
                claims,
                open,
                publisher,
                clock,
                config.limit(),
                installation.timing().heartbeat(),
                config.slots()));
        control = new ControlReader(
                kafka,
                "restore-control",
                topics,
                List.of(EventType.BACKUP_COMPLETED),
                codec,
                Optional.empty(),
                safety::heard);
        restores = new ControlReader(
                kafka,
                "restore-restores",
                topics,
                List.of(
                        EventType.RESTORE_REQUESTED,
                        EventType.RESTORE_PLANNED,
                        EventType.RESTORE_CLAIMED,
                        EventType.RESTORE_COMPLETED,
                        EventType.RESTORE_FAILED,
                        EventType.RESTORE_CANCELLED),
                codec,
                Optional.of(Instant.EPOCH),
                event -> {
                    claims.accept(event);
                    open.accept(event);
                });
    }

    private List<SnapshotRepository> repositories() {
        return installation.repositories().keySet().stream()
                .<SnapshotRepository>map(
                        name -> new HttpRepository(name, installation.storageUrl(), token, STORAGE_WITHIN))
                .toList();
    }

    /** Comes up in the background, whenever Kafka does. */
    private void begin() {
        try {
            TopicSetup.await(
                    kafka, topics, installation.kafka().replication(), why -> LOG.warnf("waiting for Kafka: %s", why));
            control.start();
            restores.start();
            control.ready().toCompletableFuture().get();
            restores.caughtUp().toCompletableFuture().get();
            desk.resume();
            ready.complete(null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | RuntimeException e) {
            LOG.error("restore-service cannot read its control events; restart it", e);
        }
    }

    /** Waits until what an earlier process left has been taken up. */
    public RestoreDesk desk() throws InterruptedException {
        try {
            ready.get();
            return desk;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    /** Why the ledger cannot be read. */
    Optional<String> trouble() {
        return control.trouble().or(restores::trouble);
    }

    public boolean isReady() {
        return ready.isDone();
    }

    /** What the ledger says of restores of all replicas. */
    public OpenRestores open() {
        return open;
    }

    public RestorePlanner planner() {
        return planner;
    }

    public HeldSnapshots snapshots() {
        return snapshots;
    }

    public RestoreAuthorization authorization() {
        return authorization;
    }

    public KafkaEventPublisher publisher() {
        return publisher;
    }

    public KafkaEventCodec codec() {
        return codec;
    }

    public KeyDirectory keys() {
        return keys;
    }

    public Clock clock() {
        return clock;
    }

    void onStop(@Observes ShutdownEvent event) throws InterruptedException {
        starter.interrupt();
        desk.close();
        control.close();
        restores.close();
        publisher.close();
        commands.close();
    }
}
