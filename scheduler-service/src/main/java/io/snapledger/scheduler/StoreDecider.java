package io.snapledger.scheduler;

import io.snapledger.events.DumpCompleted;
import io.snapledger.events.DumpFailed;
import io.snapledger.events.DumpRequested;
import io.snapledger.events.Identities;
import io.snapledger.events.Outcome;
import io.snapledger.events.UploadFailed;
import io.snapledger.events.UploadFinished;
import io.snapledger.scheduler.Phase.Aborting;
import io.snapledger.scheduler.Phase.Closed;
import io.snapledger.scheduler.Phase.Pausing;
import io.snapledger.scheduler.Phase.Running;
import io.snapledger.scheduler.Phase.Sealed;
import io.snapledger.scheduler.Phase.Settling;
import io.snapledger.scheduler.Phase.Waiting;
import io.snapledger.scheduler.StoreSteps.Step;
import java.time.Duration;

/**
 * The rules for one store of a backup (docs/architecture.md). Whatever an older attempt says is history, except what storage
 * says: its decision wins in every phase. Events of several topics come in any order, so a worker's later word counts
 * as its claim.
 */
final class StoreDecider {

    private static final String COMMITTED = "COMMITTED";
    private static final String DECIDED_AGAINST = "ABORTED";

    private final Timing timing;
    private final StoreSteps steps;

    StoreDecider(Timing timing) {
        this.timing = timing;
        this.steps = new StoreSteps(timing);
    }

    /** See {@link StoreSteps#abort}. */
    Step abort(Backup backup, Store store, String reason, String message, Watch watch) {
        return steps.abort(backup, store, reason, message, watch);
    }

    /** A sign of life: the claim itself, or a heartbeat, which implies the claim. */
    Step alive(Store store, String attempt, String worker, Watch watch) {
        int number = Events.numberOf(attempt);
        if (!store.phase().isTrying() || number < store.number()) {
            return unchanged(store);
        }
        boolean newer = number > store.number();
        boolean free = store.phase() instanceof Waiting;
        boolean same =
                store.phase() instanceof Running running && running.attempt().equals(attempt);
        return newer || free || same
                ? StoreSteps.step(store.with(number, new Running(attempt, worker, watch.elapsed())))
                : unchanged(store);
    }

    /** The same request by another scheduler, or by ourselves before the state was lost. */
    Step requested(Store store, DumpRequested request, Watch watch) {
        if (!store.phase().isTrying() || request.number() <= store.number()) {
            return unchanged(store);
        }
        Watch.Limit startBefore =
                watch.limitAt(request.startBefore(), Duration.between(watch.now(), request.deadline()));
        return StoreSteps.step(store.with(request.number(), new Waiting(startBefore)));
    }

    Step completed(Store store, DumpCompleted dump, Watch watch) {
        if (!store.phase().isTrying() || isHistory(store, dump.attempt()) || store.phase() instanceof Sealed) {
            return unchanged(store);
        }
        int number = Events.numberOf(dump.attempt());
        return StoreSteps.step(store.with(number, new Sealed(dump.attempt(), watch.elapsed(), false)));
    }

    Step failed(Backup backup, Store store, DumpFailed failure, boolean byScheduler, Watch watch) {
        if (!store.phase().isTrying()) {
            return unchanged(store);
        }
        if (failure.isFinal()) {
            return byScheduler
                    ? StoreSteps.step(store.with(new Aborting(failure.reason(), failure.message(), watch.elapsed())))
                    : unchanged(store);
        }
        boolean refused = failure.attempt() == null && !failure.retryable() && store.phase() instanceof Waiting;
        if (refused) { // a worker's group gives a request to one worker: nobody else would take it up
            return steps.next(backup, store, failure.reason(), failure.message(), false, watch);
        }
        if (failure.attempt() == null || isHistory(store, failure.attempt()) || store.phase() instanceof Pausing) {
            return unchanged(store);
        }
        Store known = store.with(Events.numberOf(failure.attempt()), store.phase());
        if (failure.reason()
                .equals(Reasons.SUPERSEDED)) { // it knows of a newer attempt or a decision; so shall we soon
            return StoreSteps.step(known.with(new Sealed(failure.attempt(), watch.elapsed(), true)));
        }
        return steps.next(backup, known, failure.reason(), failure.message(), failure.retryable(), watch);
    }

    Step uploaded(Backup backup, Store store, UploadFinished upload, Watch watch) {
        if (store.isClosed() || !backup.repositories().contains(upload.repository())) {
            return unchanged(store);
        }
        Store answered = store.answered(upload.repository(), COMMITTED);
        if (upload.repository().equals(backup.decider())) {
            return steps.settle(backup, answered, Closed.with(upload), watch);
        }
        return store.phase() instanceof Settling settling
                ? steps.settle(backup, answered, settling.result(), watch)
                : StoreSteps.step(answered);
    }

    Step notUploaded(Backup backup, Store store, UploadFailed upload, Watch watch) {
        if (store.isClosed()
                || !backup.repositories().contains(upload.repository())
                || COMMITTED.equals(store.answers().get(upload.repository()))) {
            return unchanged(store);
        }
        Store answered = store.answered(upload.repository(), upload.state());
        if (!upload.repository().equals(backup.decider())) {
            return store.phase() instanceof Settling settling
                    ? steps.settle(backup, answered, settling.result(), watch)
                    : StoreSteps.step(answered);
        }
        if (store.phase() instanceof Settling) {
            return unchanged(store);
        }
        return switch (upload.state()) {
            case DECIDED_AGAINST -> steps.settle(backup, answered, StoreSteps.notMade(backup, store, upload), watch);
            case Store.NOT_DECIDED -> undecidedYet(backup, answered, upload, watch);
            // Committed, perhaps expired since: the winner's upload.finished must come, nothing else is tried.
            default ->
                store.phase().isTrying()
                        ? StoreSteps.step(answered.with(new Sealed(upload.attempt(), watch.elapsed(), true)))
                        : StoreSteps.step(answered);
        };
    }

    /** Nothing is decided: this attempt could not be stored, or no decision can ever be made. */
    private Step undecidedYet(Backup backup, Store store, UploadFailed upload, Watch watch) {
        boolean unknown = upload.reason().equals(Reasons.UNKNOWN_REPOSITORY);
        if (unknown && store.phase() instanceof Aborting && !Identities.isAttempt(upload.attempt())) {
            return steps.settle(backup, store, StoreSteps.notMade(backup, store, upload), watch);
        }
        boolean ofThisAttempt = store.phase().isTrying()
                && !(store.phase() instanceof Pausing)
                && Identities.isAttempt(upload.attempt())
                && !isHistory(store, upload.attempt());
        if (!ofThisAttempt) {
            return StoreSteps.step(store);
        }
        Store known = store.with(Events.numberOf(upload.attempt()), store.phase());
        return steps.next(backup, known, upload.reason(), upload.message(), !unknown, watch);
    }

    /** Time has passed: looks for limits that are reached. */
    Step tick(Backup backup, Store store, Watch watch) {
        Phase phase = store.phase();
        if (phase.isTrying() && watch.reached(backup.deadline(), Duration.ZERO, timing)) {
            return abort(
                    backup,
                    store,
                    Reasons.DEADLINE,
                    "store '" + store.name() + "' was not complete by the deadline "
                            + backup.deadline().at() + "; HINT: raise the plan's deadline if it needs longer",
                    watch);
        }
        if (phase instanceof Waiting waiting && watch.reached(waiting.startBefore(), Duration.ZERO, timing)) {
            return abort(
                    backup,
                    store,
                    Reasons.NOT_STARTED,
                    "no dump-service claimed attempt " + store.number()
                            + " of store '" + store.name() + "' before "
                            + waiting.startBefore().at()
                            + "; see whether one runs and has free slots",
                    watch);
        }
        if (phase instanceof Pausing pausing && watch.elapsed() >= pausing.until()) {
            return steps.request(backup, store, store.number() + 1, watch);
        }
        if (phase instanceof Running running
                && watch.silence(running.heard()) >= timing.deadAfter().toMillis()) {
            return steps.attemptLost(
                    backup,
                    store,
                    running.attempt(),
                    Reasons.WORKER_LOST,
                    "worker '" + running.worker() + "' was silent for "
                            + timing.deadAfter().toSeconds() + " s",
                    watch);
        }
        if (phase instanceof Sealed sealed
                && watch.silence(sealed.since()) >= timing.answerWithin().toMillis()) {
            return unanswered(backup, store, sealed, watch);
        }
        if (phase instanceof Aborting aborting) {
            return tickAborting(backup, store, aborting, watch);
        }
        if (phase instanceof Settling settling
                && watch.silence(settling.since()) >= timing.answerWithin().toMillis()) {
            return StoreSteps.step(store.with(settling.result()));
        }
        return unchanged(store);
    }

    private Step unanswered(Backup backup, Store store, Sealed sealed, Watch watch) {
        String message = "storage-service has not answered attempt " + sealed.attempt() + " for "
                + timing.answerWithin().toSeconds() + " s";
        return sealed.lost()
                ? abort(
                        backup,
                        store,
                        Reasons.LOST_TO_OTHER_ATTEMPT,
                        "another attempt was said to have won, and is not reported",
                        watch)
                : steps.attemptLost(backup, store, sealed.attempt(), Reasons.UPLOAD_UNANSWERED, message, watch);
    }

    private Step tickAborting(Backup backup, Store store, Aborting aborting, Watch watch) {
        if (watch.reached(backup.deadline(), timing.undecidedAfter(), timing)) {
            return StoreSteps.step(store.with(Closed.without(
                    Outcome.UNDECIDED,
                    Reasons.UNDECIDED,
                    "repository '" + backup.decider()
                            + "' was not heard of until "
                            + timing.undecidedAfter().toSeconds()
                            + " s after the deadline; before that: " + aborting.message())));
        }
        if (watch.silence(aborting.asked()) >= timing.answerWithin().toMillis()) {
            return abort(backup, store, aborting.reason(), aborting.message(), watch);
        }
        return unchanged(store);
    }

    /** Whether an attempt is older than the present one, or lost its claim. */
    private static boolean isHistory(Store store, String attempt) {
        int number = Events.numberOf(attempt);
        if (number != store.number()) {
            return number < store.number();
        }
        return (store.phase() instanceof Running running && !running.attempt().equals(attempt))
                || (store.phase() instanceof Sealed sealed && !sealed.attempt().equals(attempt));
    }

    private static Step unchanged(Store store) {
        return StoreSteps.step(store);
    }
}
