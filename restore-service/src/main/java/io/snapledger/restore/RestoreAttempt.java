package io.snapledger.restore;

import io.snapledger.events.EventData;
import io.snapledger.events.FailureCode;
import io.snapledger.events.Nullable;
import io.snapledger.events.RestoreCompleted;
import io.snapledger.events.RestoreFailed;
import io.snapledger.events.RestorePlanned;
import io.snapledger.events.RestoreStarted;
import io.snapledger.stores.Aftermath;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/** One try of one restore. Whatever happens to it, it ends with one event, unless the process ends before. */
final class RestoreAttempt {

    private static final System.Logger LOG = System.getLogger(RestoreAttempt.class.getName());

    private final RestoreDesk.Parts parts;
    private final BooleanSupplier closed;
    private final AtomicBoolean claimed = new AtomicBoolean();
    private final AttemptProgress progress;
    private final InsistentPublisher publisher;
    private final HeldPlaces places;

    private @Nullable Thread thread;
    private @Nullable FailureCode stopped;
    private @Nullable Future<?> deadlineAlarm;
    private boolean decided;

    /** @param closed whether the process ends, so that the restore goes on after the next start */
    RestoreAttempt(RestoreRecord record, RestoreDesk.Parts parts, BooleanSupplier closed) {
        this.progress = new AttemptProgress(record, parts.journal());
        this.parts = parts;
        this.closed = closed;
        this.publisher = new InsistentPublisher(record.id(), parts, closed);
        this.places = new HeldPlaces(parts, progress, publisher);
    }

    String id() {
        return progress.record().id();
    }

    Instant deadline() {
        return progress.record().deadline();
    }

    /**
     * Tells it to stop.
     *
     * @return false if it has ended, or what it ends with is decided
     */
    synchronized boolean stop(FailureCode reason) {
        if (decided) {
            return false;
        }
        stopped = stopped == null ? reason : stopped;
        if (thread != null) {
            thread.interrupt();
        }
        return true;
    }

    /** What stops it in time; let go when it has ended. */
    synchronized void endsWith(Future<?> alarm) {
        deadlineAlarm = alarm;
        if (decided) {
            alarm.cancel(false);
        }
    }

    /**
     * Works to the end.
     *
     * @return false if somebody else does so, or has done so
     */
    boolean work() {
        if (!claimed.compareAndSet(false, true)) {
            return false;
        }
        synchronized (this) {
            thread = Thread.currentThread();
        }
        try {
            if (progress.record().last() == null) {
                EventData last = outcome();
                settle();
                publisher.untilItWorks("the journal has not", () -> progress.decide(last));
            }
            finish();
        } catch (InterruptedException e) {
            LOG.log(System.Logger.Level.INFO, "restore {0} goes on after the next start", id());
        } catch (RuntimeException | Error e) {
            LOG.log(System.Logger.Level.ERROR, "restore " + id() + " cannot end; the next start tries again", e);
        } finally {
            synchronized (this) {
                thread = null;
                boolean unused = Thread.interrupted(); // the thread is for other restores now
            }
        }
        return true;
    }

    /** From now on nobody interrupts but the end of the process. */
    private synchronized void settle() {
        decided = true;
        if (deadlineAlarm != null) {
            deadlineAlarm.cancel(false);
        }
        boolean unused = !closed.getAsBoolean() && Thread.interrupted();
    }

    private void finish() throws InterruptedException {
        EventData last = progress.record().last();
        if (last != null) {
            places.letGo();
            publisher.publish(last);
            publisher.untilItWorks("the journal has not", progress::end);
        }
    }

    /**
     * What it ends with.
     *
     * @return null: it was planned only
     * @throws InterruptedException only when the process ends
     */
    private @Nullable EventData outcome() throws InterruptedException {
        try {
            return run();
        } catch (InterruptedException e) {
            return failed(new RestoreFailure(FailureCode.CANCELLED, "the restore was interrupted", e));
        } catch (RestoreFailure e) {
            return failed(e);
        } catch (RuntimeException | Error e) {
            LOG.log(System.Logger.Level.ERROR, "restore " + id() + " failed unexpectedly", e);
            return failed(new RestoreFailure(FailureCode.INTERNAL, "unexpected: " + e, e));
        }
    }

    private RestoreFailed failed(RestoreFailure e) throws InterruptedException {
        if (closed.getAsBoolean()) {
            throw new InterruptedException("the process ends: " + e.getMessage());
        }
        RestoreFailure failure = stopReason(e);
        LOG.log(
                System.Logger.Level.WARNING,
                "restore {0} failed: {1}: {2}",
                id(),
                failure.reason().code(),
                failure.getMessage());
        progress.letGo(parts.execution(), this::terms);
        return progress.failed(failure, aftermath());
    }

    private Aftermath aftermath() throws InterruptedException {
        Optional<StoreRestore> begun = progress.begun();
        if (begun.isEmpty()) {
            return progress.aftermathUnseen();
        }
        try {
            return parts.execution().aftermath(begun.get(), id(), progress.isApplied());
        } catch (InterruptedException e) {
            if (closed.getAsBoolean()) {
                throw e;
            }
            return Aftermath.unknown("the look at the target was interrupted");
        }
    }

    private synchronized RestoreFailure stopReason(RestoreFailure e) {
        if (stopped == null) {
            return e;
        }
        String words = stopped == FailureCode.DEADLINE
                ? "the restore was not done by its deadline " + deadline() + "; HINT: ask for it again"
                : "the restore was cancelled";
        return new RestoreFailure(stopped, words, e);
    }

    /** Where the target is changed, or a crash came between, a repository that does not answer is waited for. */
    private @Nullable EventData run() throws RestoreFailure, InterruptedException {
        for (long pause = 1; ; pause = Math.min(InsistentPublisher.LONGEST_PAUSE, pause * 2)) {
            requireNotStopped();
            try (RestoreHeart heart = new RestoreHeart(id(), parts, progress)) {
                return once(heart);
            } catch (RestoreFailure e) {
                if (!e.mayPass() || !progress.isWorthWaiting()) {
                    throw e;
                }
                LOG.log(System.Logger.Level.WARNING, "restore {0} waits and tries again: {1}", id(), e.getMessage());
            }
            TimeUnit.SECONDS.sleep(pause);
        }
    }

    private synchronized void requireNotStopped() throws InterruptedException {
        if (!parts.clock().instant().isBefore(deadline())) {
            stopped = stopped == null ? FailureCode.DEADLINE : stopped;
        }
        if (stopped != null) {
            throw new InterruptedException("stopped before it began");
        }
    }

    private @Nullable EventData once(RestoreHeart heart) throws RestoreFailure, InterruptedException {
        RestoreRecord record = progress.record();
        RestoreWish wish = RestoreWish.of(record.request());
        PlannedRestores planned;
        if (record.chosen().isEmpty()) {
            planned = parts.planner().plan(wish, heart);
            boolean fresh =
                    planned.allFresh() && wish.isWhole(); // a path that is free may lie among a living store's data
            boolean allowed = !record.request().dryRun() && (record.authorized() || fresh);
            announce(planned, allowed);
            if (!allowed) {
                return null;
            }
        } else {
            planned = parts.planner().plan(wish, record.remaining(), heart).unblocked(record.begun());
        }
        requireUnblocked(planned.named());
        places.take(planned);
        progress.choose(planned.stores());
        publisher.publish(new RestoreStarted(id(), parts.worker(), record.number()));
        for (StoreRestore store : planned.stores()) {
            progress.turnTo(store);
            parts.execution().run(store, terms(store), heart);
        }
        return EventSizes.fit(new RestoreCompleted(
                id(),
                progress.record().restored(),
                record.receivedAt(),
                parts.clock().instant()));
    }

    private static void requireUnblocked(List<Blocker> blockers) throws RestoreFailure {
        if (!blockers.isEmpty()) {
            boolean onlyFreshness =
                    blockers.stream().allMatch(blocker -> blocker.reason() == FailureCode.TARGET_NOT_FRESH);
            throw new RestoreFailure(
                    onlyFreshness ? FailureCode.TARGET_NOT_FRESH : FailureCode.BLOCKED,
                    String.join("; ", blockers.stream().map(Blocker::text).toList()));
        }
    }

    private void announce(PlannedRestores planned, boolean allowed) throws InterruptedException {
        List<String> warnings = new ArrayList<>(planned.warnings());
        List<String> blockers = planned.blockers();
        if (!allowed && !progress.record().request().dryRun() && blockers.isEmpty()) {
            warnings.add(
                    "planned only: a target is not fresh, or single paths are asked for, and the request did not come through the gateway of restore-service");
        }
        publisher.publish(EventSizes.fit(
                new RestorePlanned(id(), allowed && blockers.isEmpty(), planned.inEvent(), blockers, warnings)));
    }

    private RestoreExecution.Terms terms(StoreRestore store) {
        RestoreRecord record = progress.record();
        return new RestoreExecution.Terms(
                record.id(),
                record.request().overwrite() && record.authorized(),
                record.request().skipSafetySnapshot(),
                record.begun().contains(store.store()),
                record.safety().get(store.store()),
                true,
                record.deadline());
    }
}
