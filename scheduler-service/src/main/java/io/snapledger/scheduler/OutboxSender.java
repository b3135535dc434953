package io.snapledger.scheduler;

import io.snapledger.scheduler.SchedulerStore.Outgoing;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Executes the effects in the outbox, oldest first, on a thread of its own, and removes them once the broker has them. A
 * crash in between executes them again.
 */
public final class OutboxSender implements AutoCloseable {

    /** How an effect leaves the house. */
    public interface Exit {
        /** Returns once the broker has all of them. */
        void send(List<Outgoing> effects);
    }

    private static final Logger LOG = System.getLogger(OutboxSender.class.getName());
    private static final int BATCH = 100;
    private static final long PAUSE_MILLIS = 1000;

    private final SchedulerStore store;
    private final Exit exit;
    private final Semaphore work = new Semaphore(1); // what an earlier life left behind
    private final Thread thread = new Thread(this::run, "snapledger-scheduler-outbox");
    private volatile boolean closed;
    private boolean troubled;

    public OutboxSender(SchedulerStore store, Exit exit) {
        this.store = store;
        this.exit = exit;
        this.thread.setDaemon(true);
    }

    public OutboxSender start() {
        thread.start();
        return this;
    }

    /** There is something new in the outbox. */
    public void wake() {
        work.release();
    }

    private void run() {
        try {
            while (!closed) {
                work.acquire();
                work.drainPermits();
                while (!closed && !sentAll()) {
                    work.tryAcquire(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean sentAll() {
        try {
            List<Outgoing> effects = store.outbox(BATCH);
            while (!effects.isEmpty() && !closed) {
                exit.send(effects);
                store.executed(effects);
                effects = store.outbox(BATCH);
            }
            troubled = false;
            return true;
        } catch (RuntimeException e) {
            if (!troubled && !closed) {
                LOG.log(Level.WARNING, "effects cannot be published, will keep trying: " + e.getMessage());
            }
            troubled = true;
            return false;
        }
    }

    @Override
    public void close() {
        closed = true;
        work.release();
        thread.interrupt();
        try {
            thread.join(5000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
