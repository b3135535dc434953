package io.snapledger.dump.wiring;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import io.snapledger.access.Token;
import io.snapledger.dump.ControlView;
import io.snapledger.dump.DumpDesk;
import io.snapledger.dump.DumpService;
import io.snapledger.dump.DumpSettings;
import io.snapledger.dump.FileNames;
import io.snapledger.dump.LastDumps;
import io.snapledger.dump.StoreProbes;
import io.snapledger.dump.outbound.StorageRepositories;
import io.snapledger.dump.staging.Staging;
import io.snapledger.events.EventCodec;
import io.snapledger.events.EventSeal;
import io.snapledger.events.Identities;
import io.snapledger.events.kafka.KafkaEventCodec;
import io.snapledger.events.kafka.KafkaEventPublisher;
import io.snapledger.events.kafka.Topics;
import io.snapledger.repository.keys.KeyDirectory;
import io.snapledger.repository.keys.StoreKeys;
import io.snapledger.settings.DumpSection;
import io.snapledger.settings.Installation;
import io.snapledger.stores.EngineContext;
import io.snapledger.stores.ProtectedPaths;
import io.snapledger.stores.StoreDefinitions;
import io.snapledger.stores.StoreEngines;
import io.snapledger.stores.command.LocalCommandRunner;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** dump-service in its Quarkus process: made when the application starts, stopped in order when it ends. */
@ApplicationScoped
public class DumpRuntime {

    private static final Logger LOG = Logger.getLogger(DumpRuntime.class);
    private static final Duration PUBLISH_WITHIN = Duration.ofSeconds(15);
    private static final Duration PROBE_WITHIN = Duration.ofSeconds(20);

    private final Installation installation;
    private final DumpSection config;
    private final Token token;
    private final String version;
    private final Map<String, Object> kafka;

    private Staging staging;
    private LocalCommandRunner commands;
    private KafkaEventCodec codec;
    private KafkaEventPublisher publisher;
    private StoreProbes probes;
    private DumpService service;
    private ControlStream control;

    DumpRuntime(
            Installation installation,
            @ConfigProperty(name = "quarkus.application.version", defaultValue = "unknown") String version,
            @Identifier("default-kafka-broker") Map<String, Object> kafka) {
        this.installation = installation;
        this.config = installation.dump();
        this.token = Token.ofServices(installation);
        this.version = version;
        this.kafka = kafka;
    }

    void onStart(@Observes StartupEvent event) {
        LOG.infof(
                "dump worker %s with %d slots, staging in %s",
                config.worker(), config.slots(), installation.stagingDirectory());
        FileNames.trouble().ifPresent(LOG::warn);
    }

    @PostConstruct
    void make() {
        Clock clock = Clock.systemUTC();
        long quota;
        try {
            quota = quota();
            staging = Staging.open(installation.stagingDirectory(), quota, config.maxStall(), clock);
            commands = new LocalCommandRunner(installation.toolDirectory("dump"));
        } catch (IOException e) {
            throw new IllegalStateException("dump-service cannot start: " + e.getMessage(), e);
        }
        Topics topics = new Topics(installation.kafka().topicPrefix().orElse(""));
        codec = new KafkaEventCodec(new EventCodec(clock), topics, new EventSeal(token::accepted));
        publisher = new KafkaEventPublisher(kafka, codec, PUBLISH_WITHIN);
        StoreEngines engines = StoreEngines.load(new EngineContext(commands, clock, ProtectedPaths.of(installation)));
        StoreDefinitions stores = StoreDefinitions.of(installation).requireUsable(engines);
        LastDumps lastDumps = new LastDumps();
        probes = new StoreProbes(stores, engines, lastDumps, PROBE_WITHIN);
        ControlView view = new ControlView();
        service = new DumpService(new DumpService.Parts(
                config.worker(),
                staging,
                stores,
                engines,
                new StorageRepositories(installation.storageUrl(), token),
                () -> keys(installation.keyDirectory()),
                publisher,
                view,
                lastDumps,
                new SecureRandom(),
                clock,
                settings(quota)));
        control = new ControlStream(kafka, topics, codec, clock.instant().minus(config.controlHistory()), view::accept);
        control.start(installation.kafka().replication(), service::start);
    }

    /** @param quotaBytes what staging may really hold */
    private DumpSettings settings(long quotaBytes) {
        Identities.requireName("snapledger.dump.worker", config.worker());
        return new DumpSettings(
                installation.id(),
                version,
                config.slots(),
                installation.timing().heartbeat(),
                config.maxStall(),
                config.announceAgain(),
                config.keepUndecided(),
                DumpSettings.segmentBytesFor(quotaBytes, config.slots()),
                config.zstdLevel(),
                config.workers());
    }

    private long quota() throws IOException {
        long asked = config.stagingQuota().bytes();
        long quota = Staging.quotaOn(installation.stagingDirectory(), asked);
        if (quota < asked) {
            LOG.warnf(
                    "snapledger.dump.staging-quota is %d bytes, but the disk of %s is smaller: %d bytes are used",
                    asked, installation.stagingDirectory(), quota);
        }
        return quota;
    }

    private static StoreKeys keys(Path directory) throws IOException {
        KeyDirectory keys = KeyDirectory.open(directory);
        return new StoreKeys(keys.ring(), keys.recipients(), new SecureRandom());
    }

    /** Waits until it is known what others have claimed. */
    public DumpDesk desk() throws InterruptedException {
        control.awaitCurrent();
        return service.desk();
    }

    /** Why the ledger cannot be read. */
    Optional<String> trouble() {
        return control.trouble();
    }

    boolean isReady() {
        return control.isCurrent();
    }

    public KafkaEventCodec codec() {
        return codec;
    }

    public Staging staging() {
        return staging;
    }

    public StoreProbes probes() {
        return probes;
    }

    public DumpService service() {
        return service;
    }

    /** While running dumps end, storage-service must still be able to fetch their segments: HTTP is up until this returns. */
    void beforeStop(@Observes ShutdownDelayInitiatedEvent event) {
        service.stop(config.grace());
    }

    void onStop(@Observes ShutdownEvent event) throws IOException {
        service.stop(config.grace()); // nothing is left to do if it has been stopped before
        control.close();
        probes.close();
        publisher.close();
        commands.close();
        staging.close();
    }
}
