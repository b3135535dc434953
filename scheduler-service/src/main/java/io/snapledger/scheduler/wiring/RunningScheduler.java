package io.snapledger.scheduler.wiring;

import io.snapledger.events.Event;
import io.snapledger.events.EventCodec;
import io.snapledger.events.EventPublishException;
import io.snapledger.events.EventSeal;
import io.snapledger.events.Role;
import io.snapledger.events.SchedulerTick;
import io.snapledger.events.kafka.DeadLetters;
import io.snapledger.events.kafka.KafkaEventCodec;
import io.snapledger.events.kafka.KafkaEventPublisher;
import io.snapledger.events.kafka.LedgerReader;
import io.snapledger.events.kafka.TopicSetup;
import io.snapledger.events.kafka.Topics;
import io.snapledger.scheduler.CronClock;
import io.snapledger.scheduler.OutboxSender;
import io.snapledger.scheduler.Plans;
import io.snapledger.scheduler.SchedulerLoop;
import io.snapledger.scheduler.SchedulerState;
import io.snapledger.scheduler.SchedulerStore;
import io.snapledger.scheduler.SchedulerStore.Outgoing;
import io.snapledger.scheduler.Timing;
import io.snapledger.scheduler.TriggerGateway;
import io.snapledger.scheduler.outbound.SqliteSchedulerStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.jboss.logging.Logger;

/** The scheduler at work: reader, outbox, ticks and cron, each on a thread of its own. */
public final class RunningScheduler implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(RunningScheduler.class);
    private static final Duration REMEMBER_TRIGGERS = Duration.ofDays(91); // Kafka keeps them for 90
    private static final Duration TOPIC_PAUSE = Duration.ofSeconds(5);
    private static final Duration CRON_STEP = Duration.ofMillis(500);

    /**
     * What a scheduler is made of.
     *
     * @param kafka settings of the Kafka client
     * @param topics names of the topics
     * @param seal of this installation's services
     * @param replication replicas of topics that are missing
     * @param installation part of all ids
     * @param plans what to run
     * @param timing how long to wait for what
     * @param database file of the state
     * @param publishTimeout how long one event may take to be acknowledged
     */
    public record Setup(
            Map<String, Object> kafka,
            Topics topics,
            EventSeal seal,
            short replication,
            String installation,
            Plans plans,
            Timing timing,
            Path database,
            Duration publishTimeout) {}

    private final Setup setup;
    private final InstantSource clock;
    private final SchedulerStore store;
    private final KafkaEventPublisher publisher;
    private final DeadLetters deadLetters;
    private final OutboxSender outbox;
    private final SchedulerLoop loop;
    private final LedgerReader reader;
    private final TriggerGateway gateway;
    private final CronClock cron;
    private final ScheduledExecutorService timers = Executors.newScheduledThreadPool(2, task -> {
        Thread thread = new Thread(task, "snapledger-scheduler-timer");
        thread.setDaemon(true);
        return thread;
    });
    private volatile boolean ready;
    private boolean tickTroubled;

    public RunningScheduler(Setup setup, InstantSource clock) {
        this.setup = setup;
        this.clock = clock;
        this.store = new SqliteSchedulerStore(setup.database());
        KafkaEventCodec codec = new KafkaEventCodec(new EventCodec(clock), setup.topics(), setup.seal());
        this.publisher = new KafkaEventPublisher(setup.kafka(), codec, setup.publishTimeout());
        this.deadLetters = new DeadLetters(publisher, setup.topics(), Role.SCHEDULER);
        this.outbox = new OutboxSender(store, this::send);
        this.loop = new SchedulerLoop(setup.installation(), setup.plans(), setup.timing(), store, clock, outbox::wake);
        this.reader = new LedgerReader(
                setup.kafka(), "scheduler", setup.topics(), SchedulerLoop.READS, codec, loop, loop, deadLetters);
        this.gateway = new TriggerGateway(setup.plans(), setup.installation(), publisher, clock, loop::state, store);
        this.cron = new CronClock(setup.plans(), setup.installation(), store, clock, publisher, loop::state);
    }

    /** Starts; returns at once, also when Kafka is away. */
    public RunningScheduler start() {
        timers.execute(this::begin);
        return this;
    }

    /** What platforms and people ask for. */
    public TriggerGateway gateway() {
        return gateway;
    }

    public SchedulerState state() {
        return loop.state();
    }

    /** Whether everything that was in the ledger at the start is read. */
    public boolean isReady() {
        return ready;
    }

    /** Why the ledger is not read at present; empty if it is. */
    public Optional<String> trouble() {
        return reader.trouble();
    }

    private void begin() {
        setUpTopics();
        outbox.start();
        reader.start();
        reader.caughtUp().thenRun(() -> timers.execute(this::beginActing));
    }

    private void setUpTopics() {
        try (Admin admin = Admin.create(setup.kafka())) {
            TopicSetup.ensure(admin, setup.topics(), setup.replication());
        } catch (RuntimeException e) {
            // Perhaps an operator makes them, and this service may not; the reader tells what is missing.
            LOG.warnf("topics are not set up, will try again: %s", e.getMessage());
            if (!timers.isShutdown()) {
                timers.schedule(this::setUpTopics, TOPIC_PAUSE.toSeconds(), TimeUnit.SECONDS);
            }
        }
    }

    private void beginActing() {
        try {
            loop.caughtUp();
        } catch (RuntimeException e) {
            LOG.errorf("the state cannot be saved, will try again: %s", e.getMessage());
            timers.schedule(this::beginActing, 1, TimeUnit.SECONDS);
            return;
        }
        every(setup.timing().tick(), this::tick);
        every(CRON_STEP, cron::run);
        every(
                Duration.ofHours(12),
                () -> store.forgetTriggersBefore(clock.instant().minus(REMEMBER_TRIGGERS)));
        ready = true;
        LOG.infof(
                "scheduler acts: plans=%d open=%d",
                setup.plans().all().size(), loop.state().open().size());
    }

    private void every(Duration period, Runnable task) {
        Runnable guarded = () -> {
            try {
                task.run();
                tickTroubled = false;
            } catch (RuntimeException e) {
                if (!tickTroubled && !timers.isShutdown()) {
                    LOG.warnf("the clock does not get through, will keep trying: %s", e.getMessage());
                }
                tickTroubled = true;
            }
        };
        timers.scheduleWithFixedDelay(guarded, 0, period.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void tick() {
        publisher.publish(Event.of(Role.SCHEDULER, clock.instant(), new SchedulerTick("-", clock.instant())));
    }

    private void send(List<Outgoing> effects) {
        List<CompletableFuture<Void>> sent = new ArrayList<>();
        for (Outgoing effect : effects) {
            if (effect.refusal().isPresent()) {
                SchedulerStore.Refusal refusal = effect.refusal().get();
                deadLetters.write(effect.event(), refusal.code(), refusal.message());
            } else {
                sent.add(publisher.publishAsync(effect.event()).toCompletableFuture());
            }
        }
        try {
            CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new)).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof EventPublishException unacknowledged ? unacknowledged : e;
        }
    }

    /** Stops as a crash would, only tidier: what is not published now is published by the next start. */
    @Override
    public void close() {
        timers.shutdownNow();
        reader.close();
        outbox.close();
        publisher.close();
        store.close();
    }
}
