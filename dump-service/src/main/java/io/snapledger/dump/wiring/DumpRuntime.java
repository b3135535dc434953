package io.snapledger.dump.wiring;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import io.snapledger.dump.ControlView;
import io.snapledger.dump.DumpDesk;
import io.snapledger.dump.DumpService;
import io.snapledger.dump.FileNames;
import io.snapledger.dump.LastDumps;
import io.snapledger.dump.StoreProbes;
import io.snapledger.dump.outbound.StorageRepositories;
import io.snapledger.dump.staging.Staging;
import io.snapledger.events.EventCodec;
import io.snapledger.events.EventSeal;
import io.snapledger.events.kafka.KafkaEventCodec;
import io.snapledger.events.kafka.KafkaEventPublisher;
import io.snapledger.repository.keys.KeyDirectory;
import io.snapledger.repository.keys.StoreKeys;
import io.snapledger.stores.EngineContext;
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
import org.jboss.logging.Logger;

/** dump-service in its Quarkus process: made when the application starts, stopped in order when it ends. */
@ApplicationScoped
public class DumpRuntime {

    private static final Logger LOG = Logger.getLogger(DumpRuntime.class);
    private static final Duration PUBLISH_WITHIN = Duration.ofSeconds(15);
    private static final Duration PROBE_WITHIN = Duration.ofSeconds(20);

    private final DumpConfig config;
    private final DumpSurroundings surroundings;
    private final Map<String, Object> kafka;

    private Staging staging;
    private LocalCommandRunner commands;
    private KafkaEventCodec codec;
    private KafkaEventPublisher publisher;
    private StoreProbes probes;
    private DumpService service;
    private ControlStream control;

    DumpRuntime(
            DumpConfig config,
            DumpSurroundings surroundings,
            @Identifier("default-kafka-broker") Map<String, Object> kafka) {
        this.config = config;
        this.surroundings = surroundings;
        this.kafka = kafka;
    }

    void onStart(@Observes StartupEvent event) {
        LOG.infof(
                "dump worker %s with %d slots, staging in %s",
                config.worker(), config.slots(), config.stagingDirectory());
        FileNames.trouble().ifPresent(LOG::warn);
    }

    @PostConstruct
    void make() {
        Clock clock = Clock.systemUTC();
        long quota;
        try {
            quota = quota();
            staging = Staging.open(config.stagingDirectory(), quota, config.maxStall(), clock);
            commands = new LocalCommandRunner(surroundings.toolDirectory());
        } catch (IOException e) {
            throw new IllegalStateException("dump-service cannot start: " + e.getMessage(), e);
        }
        codec = new KafkaEventCodec(
                new EventCodec(clock), surroundings.topics(), new EventSeal(surroundings.token()::accepted));
        publisher = new KafkaEventPublisher(kafka, codec, PUBLISH_WITHIN);
        StoreEngines engines = StoreEngines.load(new EngineContext(commands, clock, surroundings.own(config)));
        StoreDefinitions stores = surroundings.stores();
        LastDumps lastDumps = new LastDumps();
        probes = new StoreProbes(stores, engines, lastDumps, PROBE_WITHIN);
        ControlView view = new ControlView();
        service = new DumpService(new DumpService.Parts(
                config.worker(),
                staging,
                stores,
                engines,
                new StorageRepositories(surroundings.storageUrl(), surroundings.token()),
                () -> keys(surroundings.keyDirectory()),
                publisher,
                view,
                lastDumps,
                new SecureRandom(),
                clock,
                surroundings.settings(config, quota)));
        control = new ControlStream(
                kafka, surroundings.topics(), codec, clock.instant().minus(config.controlHistory()), view::accept);
        control.start(config.topicReplication(), service::start);
    }

    private long quota() throws IOException {
        long asked = config.stagingQuota().asLongValue();
        long quota = Staging.quotaOn(config.stagingDirectory(), asked);
        if (quota < asked) {
            LOG.warnf(
                    "snapledger.dump.staging-quota is %d bytes, but the disk of %s is smaller: %d bytes are used",
                    asked, config.stagingDirectory(), quota);
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
