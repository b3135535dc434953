package io.snapledger.dump;

import io.snapledger.dump.Failure.FailedAttempt;
import io.snapledger.dump.staging.StagedAttempt;
import io.snapledger.dump.staging.StagedSegment;
import io.snapledger.dump.staging.Staging;
import io.snapledger.dump.staging.StagingStalledException;
import io.snapledger.events.DumpCompleted;
import io.snapledger.events.DumpFailed;
import io.snapledger.events.DumpRequested;
import io.snapledger.events.Event;
import io.snapledger.events.FailureCode;
import io.snapledger.repository.RepositoryException;
import io.snapledger.repository.keys.WrongKeyException;
import io.snapledger.stores.StoreException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The life of one claimed attempt, from the claim to its last event. It runs on a thread of its own; its heart beats until that
 * thread is truly done. It is stopped by a newer attempt, a final failure, a cancelled backup or its deadline, and by
 * nothing else: not by a broker that is away.
 */
final class DumpAttempt implements Runnable {

    private static final System.Logger LOG = System.getLogger(DumpAttempt.class.getName());
    private static final Duration INTERRUPT_AGAIN = Duration.ofSeconds(5);
    private static final Duration HINT_AGAIN = Duration.ofSeconds(30);

    private final StagedAttempt staged;
    private final Work work;
    private final Surroundings around;

    private Thread thread;
    private Failure stop;
    private Instant interruptedAt;
    private boolean concluded;
    private volatile boolean beating;
    private Instant nextBeat = Instant.MIN;
    private Instant nextHints;
    private int beats;

    /** What the attempt does between claim and end. */
    interface Work {
        DumpCompleted run() throws FailedAttempt, StoreException, IOException, InterruptedException;

        Figures figures();
    }

    /** What an attempt meets outside of itself. */
    record Surroundings(
            Staging staging,
            ControlView control,
            RunningAttempts running,
            SealedAttempts sealed,
            Outbox outbox,
            DumpEvents events,
            LastDumps lastDumps,
            Duration heartbeat) {}

    DumpAttempt(StagedAttempt staged, Work work, Surroundings around) {
        this.staged = staged;
        this.work = work;
        this.around = around;
    }

    DumpRequested request() {
        return staged.request().data();
    }

    int number() {
        return request().number();
    }

    @Override
    public void run() {
        synchronized (this) {
            thread = Thread.currentThread();
        }
        around.running().add(this);
        try {
            if (!wonTheClaim()) {
                LOG.log(System.Logger.Level.INFO, "claim lost to another worker: {0}", staged);
                around.staging().remove(staged);
                return;
            }
            LOG.log(
                    System.Logger.Level.INFO,
                    "dump begins: store {0}, attempt {1}",
                    request().store(),
                    staged);
            beating = true;
            Event<DumpCompleted> completed = around.events().completed(staged.request(), work.run());
            pointOfNoReturn();
            staged.seal(completed);
            beating = false;
            LOG.log(
                    System.Logger.Level.INFO,
                    "dump sealed: store {0}, attempt {1}",
                    request().store(),
                    staged);
            around.lastDumps().remember(completed.data());
            around.sealed().announce(staged);
        } catch (Throwable thrown) { // whatever it is, the ledger must hear of it
            fail(thrown);
        } finally {
            around.running().remove(this);
        }
    }

    /** The first dump.started of the snapshot and number in the topic wins. Waits for it, until somebody stops the attempt. */
    private boolean wonTheClaim() throws InterruptedException {
        return around.control().awaitWinner(request().snapshot(), number()).equals(staged.attempt());
    }

    /** From here on nobody stops it any more: it is either sealed or failed. */
    private synchronized void pointOfNoReturn() throws InterruptedException {
        if (stop != null) {
            throw new InterruptedException("stopped before the seal");
        }
        concluded = true;
        Thread.interrupted(); // one that came too late must not disturb the journal
    }

    /** Ends it as soon as the store's tools are gone; the first reason counts. Without effect once it is sealed or failed. */
    synchronized void stop(Failure reason) {
        if (concluded || stop != null || thread == null) {
            return;
        }
        stop = reason;
        LOG.log(System.Logger.Level.INFO, "attempt {0} is stopped: {1}", staged, reason.message());
        interrupt(Instant.MIN);
    }

    private void interrupt(Instant now) {
        interruptedAt = now;
        thread.interrupt();
    }

    /** The heart: called every second or so, on another thread. */
    void tick(Instant now) {
        if (now.isAfter(request().deadline())) {
            stop(new Failure(
                    FailureCode.DEADLINE, "the attempt's deadline " + request().deadline() + " has passed"));
        }
        synchronized (this) {
            if (stop != null
                    && !concluded
                    && interruptedAt.plus(INTERRUPT_AGAIN).isBefore(now)) {
                interrupt(now);
            }
        }
        if (beating && !now.isBefore(nextBeat)) {
            nextBeat = now.plus(around.heartbeat());
            beat();
        }
        remindStorage(now);
    }

    private void beat() {
        Figures figures = work.figures();
        around.outbox()
                .heartbeat(
                        staged.toString(),
                        around.events()
                                .progress(
                                        staged.request(),
                                        staged.attempt(),
                                        beats++,
                                        figures.phase(),
                                        figures.bytesRead(),
                                        figures.bytesStaged(),
                                        figures.bytesExpected()));
    }

    /** A hint may have been lost; an attempt that waits for room would wait for ever. */
    private void remindStorage(Instant now) {
        Optional<Instant> since = staged.stalledSince();
        if (since.isEmpty()) {
            nextHints = null;
        } else if (nextHints == null) {
            nextHints = now.plus(HINT_AGAIN);
        } else if (now.isAfter(nextHints)) {
            nextHints = now.plus(HINT_AGAIN);
            staged.unacknowledged().forEach(this::hint);
        }
    }

    private void hint(StagedSegment segment) {
        around.outbox().hint(around.events().staged(staged.request(), staged.attempt(), segment));
    }

    private void fail(Throwable thrown) {
        Failure failure = concludeWith(thrown);
        Event<DumpFailed> failed = around.events().failed(staged.request(), staged.attempt(), failure);
        try {
            staged.fail(failed);
        } catch (IOException | RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "the failure of attempt " + staged + " could not be journaled", e);
        }
        beating = false;
        LOG.log(
                System.Logger.Level.WARNING,
                "dump failed: store {0}, attempt {1}, reason {2}: {3}",
                request().store(),
                staged,
                failure.reason().code(),
                failure.message());
        around.outbox().end(failed, () -> forget(around.staging(), staged));
    }

    private synchronized Failure concludeWith(Throwable thrown) {
        concluded = true;
        Thread.interrupted();
        if (stop != null) {
            return stop;
        }
        return failureOf(thrown);
    }

    static void forget(Staging staging, StagedAttempt attempt) {
        try {
            staging.remove(attempt);
        } catch (IOException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "staging of attempt " + attempt + " cannot be removed; the next start will",
                    e);
        }
    }

    private Failure failureOf(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof FailedAttempt failed) {
                return failed.failure();
            }
            if (cause instanceof StagingStalledException) {
                return new Failure(FailureCode.STAGING_STALLED, cause.getMessage());
            }
            if (cause instanceof StoreException store) {
                return new Failure(Failure.reasonOf(store), store.told());
            }
            if (cause instanceof WrongKeyException) {
                return new Failure(FailureCode.KEY_MISSING, cause.getMessage());
            }
            if (cause instanceof RepositoryException.Transient) {
                return new Failure(FailureCode.STORAGE_UNREACHABLE, cause.getMessage());
            }
        }
        LOG.log(System.Logger.Level.ERROR, "attempt " + staged + " failed unexpectedly", thrown);
        FailureCode reason = thrown instanceof IOException ? FailureCode.STAGING_FAILED : FailureCode.INTERNAL;
        return new Failure(reason, thrown.getClass().getSimpleName() + ": " + thrown.getMessage());
    }
}
