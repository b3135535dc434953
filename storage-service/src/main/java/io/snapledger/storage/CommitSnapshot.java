package io.snapledger.storage;

import io.snapledger.events.DumpCompleted;
import io.snapledger.events.TimeAhead;
import io.snapledger.repository.AttemptId;
import io.snapledger.repository.Decision;
import io.snapledger.repository.DigestMismatchException;
import io.snapledger.repository.RepositoryException;
import io.snapledger.repository.RepositoryFullException;
import io.snapledger.repository.SnapshotId;
import io.snapledger.repository.StoreName;
import io.snapledger.repository.protocol.CommitDecider.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Commits a sealed attempt in every repository of its plan, and answers for each with what its decision holds. What is away is
 * tried again until the decision is there: another attempt's, or ABORTED, ends it as well as its own.
 */
public final class CommitSnapshot implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(CommitSnapshot.class.getName());

    /** Tries at bytes that arrive other than announced before they count as lost. */
    private static final int WRONG_BYTES = 3;

    private final Repositories repositories;
    private final Workers workers;
    private final Answers answers;
    private final Duration refuseAfter;
    private final InstantSource clock;
    private final ExecutorService fetching;

    /**
     * @param parallel segments fetched at once, by all commits together
     * @param refuseAfter how long a repository may be full or read-only before that is the answer
     */
    public CommitSnapshot(
            Repositories repositories,
            Workers workers,
            Answers answers,
            int parallel,
            Duration refuseAfter,
            InstantSource clock) {
        this.repositories = repositories;
        this.workers = workers;
        this.answers = answers;
        this.refuseAfter = refuseAfter;
        this.clock = clock;
        AtomicInteger number = new AtomicInteger();
        this.fetching = Executors.newFixedThreadPool(
                parallel, task -> new Thread(task, "storage-fetch-" + number.incrementAndGet()));
    }

    @Override
    public void close() {
        fetching.shutdownNow();
    }

    void handle(Work work, DumpCompleted dump) throws TryLaterException {
        StagedAttempt staged = new StagedAttempt(workers.find(dump.worker()).orElse(null), dump, fetching);
        TryLaterException later = null;
        for (String name : dump.repositories()) {
            if (!work.settled(name)) {
                try {
                    commit(work, dump, name, staged);
                    work.settle(name);
                } catch (TryLaterException e) {
                    later = later == null ? e : later; // a repository that is away must not hold up the others
                }
            }
        }
        if (later != null) {
            throw later;
        }
        // A refused attempt keeps its staging: the same bytes may be asked for again once there is room.
        if (work.stored().containsAll(dump.repositories())) {
            staged.acknowledge();
        }
    }

    private void commit(Work work, DumpCompleted dump, String name, StagedAttempt staged) throws TryLaterException {
        if (TimeAhead.isAhead(dump.order().dueAt(), clock.instant())) {
            refuse(
                    work,
                    dump,
                    name,
                    Reasons.EVENT_REFUSED,
                    "the backup is of " + dump.order().dueAt()
                            + ", which is ahead of the clock here; HINT: compare the clocks of the machines");
            return;
        }
        try {
            OpenRepository repository = repositories.require(name);
            repository.requireWritable();
            Outcome outcome = repository
                    .protocol()
                    .commit(new Decision.Subject(repository.installation(), dump.order()), dump.content(), staged);
            answer(work, dump, repository, outcome, staged);
        } catch (UnknownRepositoryException e) {
            refuse(work, dump, name, Reasons.UNKNOWN_REPOSITORY, e.getMessage());
        } catch (DigestMismatchException e) {
            if (work.tries() < WRONG_BYTES) {
                throw new TryLaterException(e.getMessage(), e);
            }
            refuse(work, dump, name, Reasons.SEGMENT_LOST, e.getMessage());
        } catch (RepositoryException.Permanent | RepositoryFullException e) {
            Instant now = clock.instant();
            if (work.refusedSince(name, now).plus(refuseAfter).isAfter(now)) {
                throw new TryLaterException(e.getMessage(), e);
            }
            refuse(work, dump, name, e.code(), e.getMessage());
        } catch (RepositoryException.Transient e) {
            throw new TryLaterException(e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            refuse(work, dump, name, Reasons.EVENT_REFUSED, e.getMessage());
        }
    }

    private void refuse(Work work, DumpCompleted dump, String repository, String reason, String message) {
        answers.failed(repository, dump, reason, message, Answers.NOT_DECIDED, work.event());
    }

    private void answer(Work work, DumpCompleted dump, OpenRepository repository, Outcome outcome, StagedAttempt staged)
            throws TryLaterException {
        if (outcome instanceof Outcome.Won) {
            work.store(repository.name());
            LOG.log(
                    System.Logger.Level.INFO,
                    "committed: store {0}, snapshot {1}, attempt {2}, repository {3}",
                    dump.store(),
                    dump.snapshot(),
                    dump.attempt(),
                    repository.name());
            answers.finished(repository.name(), decision(repository, dump), work.event());
            LostAttempts.sweepRivals(
                    repository,
                    new LostAttempts.Attempt(
                            new StoreName(dump.store()),
                            new SnapshotId(dump.snapshot()),
                            AttemptId.of(dump.content())));
        } else if (outcome instanceof Outcome.Conflict) {
            conflict(work, dump, repository);
        } else if (outcome instanceof Outcome.Lost) {
            lost(work, dump, repository);
        } else if (outcome instanceof Outcome.SegmentsLost gone) {
            refuse(work, dump, repository.name(), Reasons.SEGMENT_LOST, segmentsLost(gone, staged));
        } else if (outcome instanceof Outcome.OwnerGone gone) {
            refuse(work, dump, repository.name(), Reasons.OWNER_GONE, gone.problem());
        } else if (outcome instanceof Outcome.KeysMissing missing) {
            refuse(work, dump, repository.name(), Reasons.KEYS_MISSING, missing.problem());
        } else if (outcome instanceof Outcome.Unavailable unavailable) {
            throw new TryLaterException(unavailable.message(), null);
        }
    }

    /** The decision holds something else, which is told first: it is the truth about the snapshot. */
    private void lost(Work work, DumpCompleted dump, OpenRepository repository) throws TryLaterException {
        Decision decision = decision(repository, dump);
        if (decision.content() == null) {
            answers.aborted(repository.name(), decision, dump.attempt(), work.event());
            return;
        }
        answers.finished(repository.name(), decision, work.event());
        answers.failed(
                repository.name(),
                dump,
                Reasons.LOST_TO_OTHER_ATTEMPT,
                "attempt " + decision.content().attempt() + " is the committed one",
                decision.state().name(),
                work.event());
    }

    /** One attempt cannot be sealed twice with different bytes: somebody forges, or a worker is broken. Nothing is touched. */
    private void conflict(Work work, DumpCompleted dump, OpenRepository repository) throws TryLaterException {
        LOG.log(
                System.Logger.Level.ERROR,
                "dump.completed of snapshot {0} attempt {1} names other bytes than the decision in {2}",
                dump.snapshot(),
                dump.attempt(),
                repository.name());
        answers.finished(repository.name(), decision(repository, dump), work.event());
    }

    private static String segmentsLost(Outcome.SegmentsLost gone, StagedAttempt staged) {
        boolean list = gone.numbers().contains(0);
        return (list ? "the segment list" : "segments " + shortened(gone.numbers()))
                + " are neither in the repository nor in staging: " + staged.hint();
    }

    private static String shortened(List<Integer> numbers) {
        return numbers.size() <= 10
                ? numbers.toString()
                : numbers.subList(0, 10) + " and " + (numbers.size() - 10) + " more";
    }

    private static Decision decision(OpenRepository repository, DumpCompleted dump) throws TryLaterException {
        return repository
                .objects()
                .decision(new StoreName(dump.store()), new SnapshotId(dump.snapshot()))
                .orElseThrow(() ->
                        new TryLaterException("the decision of " + dump.snapshot() + " is not visible yet", null));
    }
}
