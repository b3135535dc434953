package io.snapledger.scheduler;

import io.snapledger.events.EventData;
import io.snapledger.events.Outcome;
import io.snapledger.events.UploadFailed;
import io.snapledger.scheduler.Phase.Aborting;
import io.snapledger.scheduler.Phase.Closed;
import io.snapledger.scheduler.Phase.Pausing;
import io.snapledger.scheduler.Phase.Settling;
import io.snapledger.scheduler.Phase.Waiting;
import java.util.List;

/** The steps that a store can take once it is clear which: another attempt, the final failure, the end. */
final class StoreSteps {

    /** What a step leads to: the store as it is then, and what to publish. */
    record Step(Store store, List<EventData> publish) {}

    private final Timing timing;

    StoreSteps(Timing timing) {
        this.timing = timing;
    }

    /** Stops the store for good; what storage answers then is the truth. */
    Step abort(Backup backup, Store store, String reason, String message, Watch watch) {
        Store aborting = store.with(new Aborting(reason, message, watch.elapsed()));
        return new Step(aborting, List.of(StoreEvents.finalFailure(backup, store, reason, message)));
    }

    /** An attempt of which its worker cannot tell that it failed; the ledger shall hold why there is another one. */
    Step attemptLost(Backup backup, Store store, String attempt, String reason, String message, Watch watch) {
        Step then = next(backup, store, reason, message, true, watch);
        EventData told = StoreEvents.failure(backup, store, attempt, reason, message);
        return new Step(
                then.store(),
                then.publish().isEmpty()
                        ? List.of(told)
                        : List.of(told, then.publish().get(0)));
    }

    /** After a failed attempt: the next one, now or after a pause, or the end. */
    Step next(Backup backup, Store store, String reason, String message, boolean retryable, Watch watch) {
        if (!retryable || isPointless(backup, reason, watch)) {
            return abort(backup, store, reason, message, watch);
        }
        if (store.number() >= backup.attempts()) {
            String all = backup.attempts() == 1
                    ? message
                    : message + " (attempt " + store.number() + " of " + backup.attempts() + ")";
            return abort(backup, store, reason, all, watch);
        }
        if (Reasons.needsNoPause(reason) || timing.retryAfter().isZero()) {
            return request(backup, store, store.number() + 1, watch);
        }
        return step(store.with(new Pausing(watch.elapsed() + timing.retryAfter().toMillis() * store.number())));
    }

    /** A worker stops at the deadline by its own clock, which may be a little ahead. */
    private boolean isPointless(Backup backup, String reason, Watch watch) {
        return reason.equals(Reasons.DEADLINE)
                && !watch.now()
                        .plus(timing.deadAfter())
                        .isBefore(backup.deadline().at());
    }

    /** Asks for another attempt. */
    Step request(Backup backup, Store store, int number, Watch watch) {
        Watch.Limit startBefore = watch.limit(watch.now(), backup.startWithin());
        if (startBefore.at().isAfter(backup.deadline().at())) {
            startBefore = backup.deadline();
        }
        Store waiting = store.retried(number, new Waiting(startBefore));
        return new Step(waiting, List.of(StoreEvents.order(backup, waiting, startBefore)));
    }

    /** The deciding repository has answered; the result stands once all have, or none is waited for any more. */
    Step settle(Backup backup, Store store, Closed result, Watch watch) {
        boolean all = store.answers().keySet().containsAll(backup.repositories());
        long since = store.phase() instanceof Settling settling ? settling.since() : watch.elapsed();
        return step(store.with(all ? result : new Settling(result, since)));
    }

    /** How a store ends whose snapshot will not be made. */
    static Closed notMade(Backup backup, Store store, UploadFailed upload) {
        boolean ours = store.phase() instanceof Aborting;
        String reason = ours ? ((Aborting) store.phase()).reason() : Reasons.ABORTED;
        String message = ours ? ((Aborting) store.phase()).message() : upload.message();
        Outcome outcome = backup.cancelled() && reason.equals(Reasons.CANCELLED) ? Outcome.CANCELLED : Outcome.FAILED;
        return Closed.without(outcome, reason, message);
    }

    /** Nothing to publish. */
    static Step step(Store store) {
        return new Step(store, List.of());
    }
}
