package io.snapledger.restore;

import io.snapledger.events.Event;
import io.snapledger.events.EventData;
import io.snapledger.events.EventPublishException;
import io.snapledger.events.RestoreProgress;
import io.snapledger.events.RestoredStore;
import io.snapledger.events.Role;
import io.snapledger.events.SnapshotDamaged;
import io.snapledger.events.SnapshotVerified;
import io.snapledger.repository.Decision;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Tells the ledger how a restore goes on: at each change of phase, and with each heartbeat. Never holds the restore up: while one event
 * is on its way further progress is passed over.
 */
final class RestoreHeart implements RestoreListener, AutoCloseable {

    private static final System.Logger LOG = System.getLogger(RestoreHeart.class.getName());

    private final String restore;
    private final RestoreDesk.Parts parts;
    private final AttemptProgress progress;
    private final Semaphore free = new Semaphore(1);
    private final ExecutorService sender = Executors.newSingleThreadExecutor(runnable -> {
        Thread thread = new Thread(runnable, "restore-heart");
        thread.setDaemon(true);
        return thread;
    });
    private String phase = "";
    private Instant next = Instant.MIN;

    RestoreHeart(String restore, RestoreDesk.Parts parts, AttemptProgress progress) {
        this.restore = restore;
        this.parts = parts;
        this.progress = progress;
    }

    @Override
    public void safetySnapshot(StoreRestore store, String backup) {
        progress.safetySnapshot(store, backup);
    }

    @Override
    public void beginning(StoreRestore store) {
        progress.beginning(store);
    }

    @Override
    public void applied(StoreRestore store) {
        progress.applied();
    }

    @Override
    public synchronized void progress(StoreRestore store, String now, long done, long total) {
        Instant at = parts.clock().instant();
        if (now.equals(phase) && at.isBefore(next)) {
            return;
        }
        phase = now;
        next = at.plus(parts.heartbeat());
        // The running number is the time: it grows over the tries of a restore, which each have a heart of their own.
        int index = (int) (at.toEpochMilli() & Integer.MAX_VALUE);
        send(new RestoreProgress(restore, store.store(), index, now, done, total), at);
    }

    @Override
    public void restored(StoreRestore store, RestoredStore result) {
        progress.restored(result);
        Decision.Subject subject = store.decision().subject();
        Instant at = parts.clock().instant();
        sender.execute(() -> publish(
                new SnapshotVerified(
                        subject.snapshot().value(),
                        subject.store().value(),
                        store.repository().name(),
                        "restore",
                        at),
                at));
    }

    @Override
    public void damaged(String repository, Decision decision, String object, String message) {
        Decision.Subject subject = decision.subject();
        sender.execute(() -> publish(
                new SnapshotDamaged(subject.snapshot().value(), subject.store().value(), repository, object, message),
                parts.clock().instant()));
    }

    private void send(EventData data, Instant at) {
        if (free.tryAcquire()) {
            sender.execute(() -> {
                try {
                    publish(data, at);
                } finally {
                    free.release();
                }
            });
        }
    }

    private void publish(EventData data, Instant at) {
        try {
            parts.publisher().publish(Event.of(Role.RESTORE, at, data));
        } catch (EventPublishException | IllegalArgumentException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "restore {0} goes on, but the ledger does not hear of it: {1}",
                    restore,
                    e.getMessage());
        }
    }

    /** Waits a while for what is under way; an interruption is kept for whoever waits next. */
    @Override
    public void close() {
        sender.shutdown();
        try {
            if (!sender.awaitTermination(30, TimeUnit.SECONDS)) {
                sender.shutdownNow();
            }
        } catch (InterruptedException e) {
            sender.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
