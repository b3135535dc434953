package io.snapledger.restore;

import io.snapledger.events.Event;
import io.snapledger.events.EventPublisher;
import io.snapledger.events.FailureCode;
import io.snapledger.events.Identities;
import io.snapledger.events.RestoreRequested;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Takes requests, remembers them durably, and sees that each is done once and ends with one event. */
public final class RestoreDesk implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(RestoreDesk.class.getName());

    /**
     * What the desk works with.
     *
     * @param worker id of this replica
     * @param claims which restore holds which places
     * @param open what the ledger says of restores of all replicas
     * @param limit how long a restore may take
     */
    public record Parts(
            String worker,
            RestorePlanner planner,
            RestoreExecution execution,
            RestoreAuthorization authorization,
            RestoreJournal journal,
            PlaceClaims claims,
            OpenRestores open,
            EventPublisher publisher,
            Clock clock,
            Duration limit,
            Duration heartbeat,
            int slots) {}

    private final Parts parts;
    private final ExecutorService slots;
    private final ScheduledExecutorService deadlines;
    private final Map<String, RestoreAttempt> running = new ConcurrentHashMap<>();
    private final AtomicInteger threads = new AtomicInteger();
    private volatile boolean closed;

    public RestoreDesk(Parts parts) {
        this.parts = parts;
        this.slots = Executors.newFixedThreadPool(parts.slots(), this::thread);
        this.deadlines = Executors.newSingleThreadScheduledExecutor(this::thread);
        parts.open().onCancelled(this::cancel);
    }

    private Thread thread(Runnable work) {
        Thread thread = new Thread(work, "restore-" + threads.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }

    /** Takes up what an earlier process left. */
    public void resume() {
        for (RestoreRecord left : parts.journal().open(parts.clock().instant())) {
            LOG.log(System.Logger.Level.INFO, "restore {0} goes on after a restart", left.id());
            RestoreRecord again = left.again();
            parts.journal().write(again);
            submit(again);
        }
    }

    /**
     * Accepts a request; returns once it would survive a crash. A request that was accepted before changes nothing.
     *
     * @return id of the restore
     */
    public synchronized String accept(Event<RestoreRequested> event) {
        RestoreRequested request = event.data();
        boolean authorized = parts.authorization().accepts(request);
        String id = authorized ? request.restore() : Identities.restore(event.source(), event.id());
        if (parts.journal().read(id).isEmpty()) {
            Instant now = parts.clock().instant();
            RestoreRecord record =
                    RestoreRecord.received(request.withRestore(id), authorized, now, deadline(event, authorized, now));
            parts.journal().write(record);
            submit(record);
        }
        return id;
    }

    /**
     * Of a request that may replace data it counts from when it was made: were the journal lost, Kafka would bring back every such
     * request of months, and none of them is still meant.
     */
    private Instant deadline(Event<?> event, boolean authorized, Instant now) {
        boolean old = authorized && event.time().isBefore(now);
        return (old ? event.time() : now).plus(parts.limit());
    }

    /** Stops a restore; false if it is not running here, or is about to end. */
    public boolean cancel(String restore) {
        RestoreAttempt attempt = running.get(restore);
        return attempt != null && stop(attempt, FailureCode.CANCELLED);
    }

    /** Whether it was done here and has ended, as far as the journal goes back. */
    public boolean hasEnded(String restore) {
        return RestoreJournal.isId(restore)
                && parts.journal().read(restore).filter(RestoreRecord::ended).isPresent();
    }

    /** Whether a restore is under way here, or waits. */
    public boolean hasOpen() {
        return !running.isEmpty();
    }

    /** One that still waits for a slot ends at once. */
    private boolean stop(RestoreAttempt attempt, FailureCode reason) {
        boolean stopped = attempt.stop(reason);
        if (stopped && !closed) {
            thread(() -> run(attempt)).start();
        }
        return stopped;
    }

    private void submit(RestoreRecord record) {
        RestoreAttempt attempt = new RestoreAttempt(record, parts, () -> closed);
        running.put(record.id(), attempt);
        long left = Math.max(
                0, Duration.between(parts.clock().instant(), record.deadline()).toMillis());
        try {
            slots.execute(() -> run(attempt));
            attempt.endsWith(
                    deadlines.schedule(() -> stop(attempt, FailureCode.DEADLINE), left, TimeUnit.MILLISECONDS));
        } catch (RejectedExecutionException e) {
            LOG.log(System.Logger.Level.INFO, "restore {0} begins after the next start", record.id());
        }
        if (parts.open().isCancelled(record.id())) { // by who did not know, or could not reach, the replica that has it
            boolean unused = stop(attempt, FailureCode.CANCELLED);
        }
    }

    private void run(RestoreAttempt attempt) {
        if (attempt.work()) {
            running.remove(attempt.id(), attempt);
        }
    }

    /** Stops at once; what runs goes on after the next start. */
    @Override
    public void close() throws InterruptedException {
        closed = true;
        deadlines.shutdownNow();
        slots.shutdownNow();
        if (!slots.awaitTermination(20, TimeUnit.SECONDS)) {
            LOG.log(System.Logger.Level.WARNING, "a restore did not stop within 20 s");
        }
    }
}
