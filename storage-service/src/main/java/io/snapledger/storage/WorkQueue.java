package io.snapledger.storage;

import io.snapledger.events.Event;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Work that must not be lost: tried with growing pauses until its handler returns, and acknowledged to Kafka only then, so that what
 * a process has not done another one gets. An event that is under way already is not started twice.
 */
public final class WorkQueue implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(WorkQueue.class.getName());

    private final WorkHandler handler;
    private final BackOff backOff;
    private final Duration giveUpAfter;
    private final InstantSource clock;
    private final ExecutorService executor;
    private final ScheduledExecutorService timer;
    private final Map<String, Work> underWay = new ConcurrentHashMap<>();

    /**
     * @param threads how many events are worked on at once
     * @param giveUpAfter after this time an event is dropped with an error in the log: far longer than any deadline
     */
    public WorkQueue(WorkHandler handler, int threads, BackOff backOff, Duration giveUpAfter, InstantSource clock) {
        this.handler = handler;
        this.backOff = backOff;
        this.giveUpAfter = giveUpAfter;
        this.clock = clock;
        AtomicInteger number = new AtomicInteger();
        this.executor = Executors.newFixedThreadPool(
                threads, task -> new Thread(task, "storage-work-" + number.incrementAndGet()));
        this.timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "storage-work-timer");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Returns at once; the event may be acknowledged to Kafka when the answer completes. */
    public CompletionStage<Void> accept(Event<?> event) {
        Work work = new Work(event, clock.instant());
        Work before = underWay.putIfAbsent(event.identity(), work);
        if (before == null) {
            start(work);
        }
        return (before == null ? work : before).done();
    }

    /** How many events wait or are worked on. */
    public int size() {
        return underWay.size();
    }

    /** The most tries that anything under way has needed so far. */
    public int tries() {
        return underWay.values().stream().mapToInt(Work::tries).max().orElse(0);
    }

    private void start(Work work) {
        try {
            executor.execute(() -> run(work));
        } catch (RejectedExecutionException e) {
            stopping(work);
        }
    }

    private static void stopping(Work work) {
        LOG.log(
                System.Logger.Level.DEBUG,
                "stopping; Kafka keeps event {0}",
                work.event().id());
    }

    private void run(Work work) {
        work.trying();
        try {
            handler.handle(work);
            done(work);
        } catch (TryLaterException | RuntimeException | Error e) {
            failed(work, e); // even after an Error: what is accepted must not be forgotten until a restart
        }
    }

    private void done(Work work) {
        underWay.remove(work.event().identity());
        work.done().complete(null);
    }

    private void failed(Work work, Throwable failure) {
        if (executor.isShutdown()) {
            return; // Kafka has it
        }
        if (work.acceptedAt().plus(giveUpAfter).isBefore(clock.instant())) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "giving up event " + work.event().id() + " after " + work.tries() + " tries in " + giveUpAfter,
                    failure);
            done(work);
            return;
        }
        Duration pause = backOff.after(work.tries());
        LOG.log(
                work.tries() == 1 ? System.Logger.Level.WARNING : System.Logger.Level.DEBUG,
                () -> "event " + work.event().id() + " is tried again in " + pause.toMillis() + " ms: "
                        + failure.getMessage());
        LOG.log(System.Logger.Level.DEBUG, "why", failure);
        try {
            timer.schedule(() -> executor.execute(() -> run(work)), pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            stopping(work);
        }
    }

    /** Starts nothing more and lets what runs come to its end for a moment; Kafka keeps the rest. */
    @Override
    public void close() {
        timer.shutdownNow();
        executor.shutdown();
        try {
            if (!executor.awaitTermination(5, TimeUnit.SECONDS)) {
                executor.shutdownNow();
            }
        } catch (InterruptedException e) {
            executor.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
