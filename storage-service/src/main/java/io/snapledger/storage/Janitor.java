package io.snapledger.storage;

import io.snapledger.repository.Decision;
import io.snapledger.repository.DecisionFilter;
import io.snapledger.repository.Pin;
import io.snapledger.repository.PinCodec;
import io.snapledger.repository.RepositoryLayout;
import io.snapledger.repository.SnapshotId;
import io.snapledger.repository.StoreName;
import io.snapledger.repository.protocol.RepositoryProtocol.Begun;
import io.snapledger.repository.protocol.SweepDecider.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Goes through the repositories and does what is due: ends interrupted sweeps, deletes what expired long enough ago, sweeps
 * attempts that lost, and drops pins of restores whose deadline has passed. It decides nothing that is not decided: an attempt
 * without a final decision is left alone, however old.
 */
public final class Janitor implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Janitor.class.getName());

    /** How far back a deletion may have lost its event to a crash. */
    private static final Duration ECHO = Duration.ofDays(2);

    private final Repositories repositories;
    private final Answers answers;
    private final DeletionBrake brake;
    private final Duration undeleteWindow;
    private final Duration period;
    private final InstantSource clock;
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "storage-janitor");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * @param undeleteWindow how long an expired snapshot keeps its bytes
     * @param period how often to look
     */
    public Janitor(
            Repositories repositories,
            Answers answers,
            DeletionBrake brake,
            Duration undeleteWindow,
            Duration period,
            InstantSource clock) {
        this.repositories = repositories;
        this.answers = answers;
        this.brake = brake;
        this.undeleteWindow = undeleteWindow;
        this.period = period;
        this.clock = clock;
    }

    void start() {
        executor.execute(() -> repositories.all().forEach(repository -> guarded(repository, this::repeatDeletions)));
        executor.scheduleWithFixedDelay(this::run, 0, period.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** One round over all repositories. */
    public void run() {
        repositories.all().forEach(repository -> {
            guarded(repository, this::endSweeps);
            guarded(repository, this::deleteExpired);
            guarded(repository, this::sweepLostAttempts);
            guarded(repository, this::dropPassedPins);
        });
    }

    @FunctionalInterface
    private interface Chore {
        void on(OpenRepository repository);
    }

    /** Trouble with one chore or repository must not stop the others, nor the rounds to come. */
    private static void guarded(OpenRepository repository, Chore chore) {
        try {
            chore.on(repository);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "cleaning repository " + repository.name() + " is put off", e);
        }
    }

    private void endSweeps(OpenRepository repository) {
        for (Begun begun : repository.protocol().begunSweeps()) {
            Outcome outcome = repository.protocol().recover(begun);
            tell(repository, begun.store(), begun.snapshot(), outcome);
        }
    }

    private void deleteExpired(OpenRepository repository) {
        Instant before = clock.instant().minus(undeleteWindow);
        for (Decision decision : repository.objects().decisions(DecisionFilter.ALL.inState(Decision.State.EXPIRED))) {
            StoreName store = decision.subject().store();
            SnapshotId snapshot = decision.subject().snapshot();
            if (decision.since().isAfter(before)) {
                continue;
            }
            Optional<String> objection = brake.objection(repository, store, snapshot);
            if (objection.isPresent()) {
                LOG.log(System.Logger.Level.WARNING, "expired snapshot {0} is kept: {1}", snapshot, objection.get());
                continue;
            }
            tell(repository, store, snapshot, repository.protocol().delete(store, snapshot));
        }
    }

    private void tell(OpenRepository repository, StoreName store, SnapshotId snapshot, Outcome outcome) {
        if (outcome instanceof Outcome.Swept) {
            Optional<Decision> decision = repository.objects().decision(store, snapshot);
            if (decision.isPresent() && decision.get() instanceof Decision.Deleted deleted) {
                answers.deleted(repository.name(), deleted);
            }
        } else if (!(outcome instanceof Outcome.Kept)) {
            LOG.log(System.Logger.Level.INFO, "sweep of snapshot {0} is not over: {1}", snapshot, outcome);
        }
    }

    /** A crash between the end of a sweep and its event: the same event again is harmless. */
    private void repeatDeletions(OpenRepository repository) {
        Instant after = clock.instant().minus(ECHO);
        for (Decision decision : repository.objects().decisions(DecisionFilter.ALL.inState(Decision.State.DELETED))) {
            boolean over = repository
                    .backend()
                    .stat(RepositoryLayout.sweeping(decision.subject().snapshot()))
                    .isEmpty();
            if (over && decision.since().isAfter(after) && decision instanceof Decision.Deleted deleted) {
                answers.deleted(repository.name(), deleted);
            }
        }
    }

    private void sweepLostAttempts(OpenRepository repository) {
        for (LostAttempts.Attempt found : LostAttempts.below(repository, "segments/")) {
            Optional<Decision> decision = repository.objects().decision(found.store(), found.snapshot());
            if (decision.isEmpty()) {
                continue; // perhaps still being dumped: nobody but the scheduler gives up a snapshot
            }
            if (decision.get().state().restorable()) {
                if (!decision.get().content().attempt().equals(found.attempt())) {
                    LostAttempts.sweep(repository, found);
                }
            } else {
                Begun begun = new Begun(found.store(), found.snapshot());
                tell(
                        repository,
                        found.store(),
                        found.snapshot(),
                        repository.protocol().recover(begun));
            }
        }
    }

    private void dropPassedPins(OpenRepository repository) {
        List<String> keys = new ArrayList<>();
        repository.backend().list(RepositoryLayout.PINS, pin -> {
            if (RepositoryLayout.nameOf(pin.key()).startsWith("restore-")) {
                keys.add(pin.key());
            }
        });
        for (String key : keys) {
            Optional<Pin> pin = repository.backend().get(key, 4096).map(object -> PinCodec.read(key, object.content()));
            if (pin.isPresent() && pin.get().deadline().isBefore(clock.instant())) {
                repository.objects().unpin(pin.get().snapshot(), pin.get().holder());
            }
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
