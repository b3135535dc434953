package io.snapledger.dump;

import io.snapledger.dump.DumpAttempt.Surroundings;
import io.snapledger.dump.staging.StagedAttempt;
import io.snapledger.dump.staging.Staging;
import io.snapledger.events.DumpCompleted;
import io.snapledger.events.DumpFailed;
import io.snapledger.events.Event;
import io.snapledger.events.EventPublisher;
import io.snapledger.events.FailureCode;
import io.snapledger.stores.StoreDefinitions;
import io.snapledger.stores.StoreEngines;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/** dump-service put together: one per process, from the opened staging directory to the last event. */
public final class DumpService implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(DumpService.class.getName());
    private static final long TICK_MILLIS = 500;
    private static final Duration LAST_WORDS = Duration.ofSeconds(3);

    private final Staging staging;
    private final ControlView control;
    private final Slots slots;
    private final Outbox outbox;
    private final DumpEvents events;
    private final RunningAttempts running;
    private final SealedAttempts sealed;
    private final DumpDesk desk;
    private final ExecutorService threads;
    private final ScheduledExecutorService hearts;
    private final ScheduledExecutorService janitor;
    private final InstantSource clock;

    /** What the service is made of; all of it stays its maker's. */
    public record Parts(
            String worker,
            Staging staging,
            StoreDefinitions stores,
            StoreEngines engines,
            Repositories repositories,
            KeySource keys,
            EventPublisher publisher,
            ControlView control,
            LastDumps lastDumps,
            RandomGenerator random,
            InstantSource clock,
            DumpSettings settings) {}

    public DumpService(Parts parts) {
        this.staging = parts.staging();
        this.control = parts.control();
        this.clock = parts.clock();
        this.slots = new Slots(parts.settings().slots());
        this.outbox = new Outbox(parts.publisher());
        this.events = new DumpEvents(parts.worker(), clock);
        this.running = new RunningAttempts(control);
        this.sealed =
                new SealedAttempts(staging, parts.repositories(), outbox, events, control, parts.settings(), clock);
        this.threads = Executors.newCachedThreadPool(named("dump-attempt"));
        this.hearts = Executors.newSingleThreadScheduledExecutor(named("dump-heart"));
        this.janitor = Executors.newSingleThreadScheduledExecutor(named("dump-janitor"));
        this.desk = new DumpDesk(
                slots,
                control,
                parts.stores(),
                parts.engines(),
                parts.publisher(),
                new Preparation(
                        parts.repositories(),
                        parts.keys(),
                        clock,
                        parts.settings().storagePatience()),
                new Surroundings(
                        staging,
                        control,
                        running,
                        sealed,
                        outbox,
                        events,
                        parts.lastDumps(),
                        parts.settings().heartbeat()),
                threads,
                parts.random(),
                parts.settings(),
                clock);
    }

    private static ThreadFactory named(String name) {
        AtomicInteger number = new AtomicInteger();
        return runnable -> {
            Thread thread = new Thread(runnable, name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /**
     * Begins to work: takes over what an earlier process left, then beats the hearts. Call it once the control view has caught
     * up, since whether a claim of ours had won is asked there.
     */
    public void start() {
        staging.attempts().forEach(this::takeOver);
        hearts.scheduleAtFixedRate(
                () -> safely(() -> running.tick(clock.instant())), TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
        janitor.scheduleWithFixedDelay(
                () -> safely(() -> sealed.tick(clock.instant())), TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private static void safely(Runnable tick) {
        try {
            tick.run();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "a periodic look failed; it goes on", e);
        }
    }

    private void takeOver(StagedAttempt attempt) {
        Optional<Event<?>> end = attempt.end();
        if (end.isEmpty()) {
            interrupted(attempt);
        } else if (end.get().data() instanceof DumpCompleted) {
            sealed.takeOver(attempt);
        } else if (end.get().data() instanceof DumpFailed) {
            outbox.end(end.get(), () -> DumpAttempt.forget(staging, attempt));
        }
    }

    /** A pipe cannot be resumed: the scheduler shall hear it at once instead of waiting for a heart that is still. */
    private void interrupted(StagedAttempt attempt) {
        boolean isOurs = control.winner(
                        attempt.snapshot(), attempt.request().data().number())
                .filter(winner -> winner.equals(attempt.attempt()))
                .isPresent();
        if (!isOurs) { // never in the ledger, or lost: nobody waits for it
            DumpAttempt.forget(staging, attempt);
            return;
        }
        Event<DumpFailed> failed = events.failed(
                attempt.request(),
                attempt.attempt(),
                new Failure(
                        FailureCode.WORKER_RESTARTED,
                        "worker " + events.worker() + " was stopped in the middle of attempt " + attempt.attempt()));
        try {
            attempt.fail(failed);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "the failure of attempt " + attempt + " could not be journaled", e);
        }
        outbox.end(failed, () -> DumpAttempt.forget(staging, attempt));
    }

    public DumpDesk desk() {
        return desk;
    }

    public Staging staging() {
        return staging;
    }

    /** Attempts whose threads are alive. */
    public int runningAttempts() {
        return running.all().size();
    }

    /** Sealed attempts that no repository has decided on yet. */
    public int sealedAttempts() {
        return sealed.size();
    }

    /**
     * Stops claiming, lets running attempts end for a while, stops what is left, and says the last words. Again it does nothing.
     *
     * @param grace how long running attempts may go on
     */
    public synchronized void stop(Duration grace) {
        if (slots.isClosed()) {
            return;
        }
        slots.close();
        threads.shutdown();
        if (!ended(grace)) {
            Failure restarted = new Failure(
                    FailureCode.WORKER_RESTARTED,
                    "worker " + events.worker() + " was stopped, and the dump did not end within " + grace.toSeconds()
                            + " s; it is tried again");
            running.all().forEach(attempt -> attempt.stop(restarted));
            if (!ended(LAST_WORDS.multipliedBy(2))) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "{0} attempts do not end; they fail at the next start",
                        running.all().size());
            }
        }
        hearts.shutdownNow();
        janitor.shutdownNow();
        outbox.close(LAST_WORDS);
    }

    private boolean ended(Duration patience) {
        try {
            return threads.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        stop(Duration.ZERO);
    }
}
