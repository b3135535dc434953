package io.snapledger.storage;

import io.snapledger.repository.AttemptId;
import io.snapledger.repository.Decision;
import io.snapledger.repository.DecisionIndex.Known;
import io.snapledger.repository.ObjectKind;
import io.snapledger.repository.PinCodec;
import io.snapledger.repository.RepositoryException;
import io.snapledger.repository.RepositoryLayout;
import io.snapledger.repository.SnapshotId;
import io.snapledger.repository.StoreName;
import io.snapledger.repository.protocol.RepositoryProtocol.Begun;
import io.snapledger.repository.protocol.SweepDecider.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Goes through the repositories and does what is due: ends interrupted sweeps, deletes what expired long enough ago, sweeps
 * attempts that lost, and drops pins of restores whose deadline has passed. It decides nothing that is not decided: an attempt
 * without a final decision is left alone, however old. Trouble with one thing stops no other, and what is no object is counted, never
 * deleted. Of several replicas the one that holds the {@link JanitorLease} does it.
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
    private final String replica;
    private final Strays strays = new Strays();

    /** Repositories that this replica cleaned last time. */
    private final Set<String> held = ConcurrentHashMap.newKeySet();

    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "storage-janitor");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * @param undeleteWindow how long an expired snapshot keeps its bytes
     * @param period how often to look
     * @param replica name of this process among those that look after the same repositories, the same after a restart
     */
    public Janitor(
            Repositories repositories,
            Answers answers,
            DeletionBrake brake,
            Duration undeleteWindow,
            Duration period,
            String replica,
            InstantSource clock) {
        this.repositories = repositories;
        this.answers = answers;
        this.brake = brake;
        this.undeleteWindow = undeleteWindow;
        this.period = period;
        this.replica = replica;
        this.clock = clock;
    }

    void start() {
        executor.scheduleWithFixedDelay(this::run, 0, period.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** One round over all repositories. */
    public void run() {
        repositories.all().forEach(repository -> guarded(repository, this::clean));
    }

    private void clean(OpenRepository repository) {
        if (!lease(repository).take()) {
            held.remove(repository.name());
            return;
        }
        guarded(repository, this::look);
        if (held.add(repository.name())) {
            guarded(repository, this::repeatDeletions);
        }
        guarded(repository, this::endSweeps);
        guarded(repository, this::deleteExpired);
        guarded(repository, this::sweepLostAttempts);
        guarded(repository, this::dropPassedPins);
        guarded(repository, strays::tell);
    }

    /** Longer than a period, so that its holder keeps it; no round waits for a dead holder longer than two periods. */
    private JanitorLease lease(OpenRepository repository) {
        return new JanitorLease(repository.backend(), replica, period.plus(period.dividedBy(2)), clock);
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

    /** What cannot be done for one thing must not keep the others waiting; a repository that does not answer is asked no more. */
    private static <T> void each(OpenRepository repository, Collection<T> things, Consumer<T> chore) {
        for (T thing : things) {
            try {
                chore.accept(thing);
            } catch (RepositoryException.Permanent e) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "cleaning " + thing + " in repository " + repository.name() + " is put off: " + e.getMessage());
            }
        }
    }

    /** Without it the chores know what they knew before; whatever they do they read first. */
    private void look(OpenRepository repository) {
        repository.index().look();
        repository
                .index()
                .unreadable()
                .forEach(unreadable -> LOG.log(
                        System.Logger.Level.WARNING,
                        "left alone in repository {0}: {1}",
                        repository.name(),
                        unreadable.message()));
    }

    private void endSweeps(OpenRepository repository) {
        each(repository, repository.protocol().begunSweeps(), begun -> {
            Outcome outcome = repository.protocol().recover(begun);
            tell(repository, begun.store(), begun.snapshot(), outcome);
        });
    }

    private void deleteExpired(OpenRepository repository) {
        Instant before = clock.instant().minus(undeleteWindow);
        List<Known> due = repository.index().in(Decision.State.EXPIRED).stream()
                .filter(known -> !known.since().isAfter(before))
                .toList();
        each(repository, due, known -> deleteExpired(repository, known.store(), known.snapshot()));
    }

    private void deleteExpired(OpenRepository repository, StoreName store, SnapshotId snapshot) {
        Optional<String> objection = brake.objection(repository, store, snapshot);
        if (objection.isPresent()) {
            LOG.log(System.Logger.Level.WARNING, "expired snapshot {0} is kept: {1}", snapshot, objection.get());
            return;
        }
        tell(repository, store, snapshot, repository.protocol().delete(store, snapshot));
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

    /** A crash of whoever cleaned before, between the end of a sweep and its event: the same event again is harmless. */
    private void repeatDeletions(OpenRepository repository) {
        Instant after = clock.instant().minus(ECHO);
        List<Known> late = repository.index().in(Decision.State.DELETED).stream()
                .filter(known -> known.since().isAfter(after))
                .toList();
        each(repository, late, known -> {
            boolean over = repository
                    .backend()
                    .stat(RepositoryLayout.sweeping(known.snapshot()))
                    .isEmpty();
            Optional<Decision> decision = repository.objects().decision(known.store(), known.snapshot());
            if (over && decision.isPresent() && decision.get() instanceof Decision.Deleted deleted) {
                answers.deleted(repository.name(), deleted);
            }
        });
    }

    private void sweepLostAttempts(OpenRepository repository) {
        List<LostAttempts.Attempt> doubtful = LostAttempts.below(repository, "segments/").stream()
                .filter(found -> !isWinner(repository, found))
                .toList();
        each(repository, doubtful, found -> sweepIfLost(repository, found));
    }

    /** Whose commit stood at the last look: nearly all that is there, and left alone without reading it again. */
    private static boolean isWinner(OpenRepository repository, LostAttempts.Attempt found) {
        return repository
                .index()
                .of(found.store(), found.snapshot())
                .filter(known -> known.state().restorable() && found.attempt().equals(known.attempt()))
                .isPresent();
    }

    private void sweepIfLost(OpenRepository repository, LostAttempts.Attempt found) {
        Optional<Decision> decision = repository.objects().decision(found.store(), found.snapshot());
        if (decision.isEmpty()) {
            return; // perhaps still being dumped: nobody but the scheduler gives up a snapshot
        }
        if (decision.get().state().restorable()) {
            if (!AttemptId.of(decision.get().content()).equals(found.attempt())) {
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

    private void dropPassedPins(OpenRepository repository) {
        List<String> keys = new ArrayList<>();
        repository.backend().list(RepositoryLayout.PINS, pin -> {
            if (ObjectKind.PIN.is(pin.key())
                    && RepositoryLayout.nameOf(pin.key()).startsWith("restore-")) {
                keys.add(pin.key());
            }
        });
        each(repository, keys, key -> repository
                .backend()
                .get(key, ObjectKind.PIN.limit())
                .map(object -> PinCodec.read(key, object.content()))
                .filter(pin -> pin.deadline().isBefore(clock.instant()))
                .ifPresent(pin -> repository.objects().unpin(pin.snapshot(), pin.holder())));
    }

    @Override
    public void close() {
        executor.shutdownNow();
        repositories.all().stream()
                .filter(repository -> held.remove(repository.name()))
                .forEach(repository -> lease(repository).release());
    }
}
