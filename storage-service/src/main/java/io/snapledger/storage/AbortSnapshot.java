package io.snapledger.storage;

import io.snapledger.events.BackupCancelled;
import io.snapledger.events.DumpCompleted;
import io.snapledger.events.DumpFailed;
import io.snapledger.events.Event;
import io.snapledger.repository.Decision;
import io.snapledger.repository.RepositoryException;
import io.snapledger.repository.SnapshotId;
import io.snapledger.repository.StoreName;
import io.snapledger.repository.protocol.SweepDecider.Outcome;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Ends a snapshot that will not be made, in every repository of its plan, and answers with what the decision holds then: ABORTED,
 * or a commit that came first. All its attempts are swept.
 */
public final class AbortSnapshot {

    private final Repositories repositories;
    private final Answers answers;
    private final Supplier<Collection<Event<?>>> pending;

    /**
     * @param pending events under way in this process
     */
    public AbortSnapshot(Repositories repositories, Answers answers, Supplier<Collection<Event<?>>> pending) {
        this.repositories = repositories;
        this.answers = answers;
        this.pending = pending;
    }

    /** The scheduler's last word on a snapshot. */
    void handle(Work work, DumpFailed failed) throws TryLaterException {
        String reason = failed.reason() + ": " + failed.message();
        abort(
                work,
                failed.repositories(),
                installation -> subject(installation, failed),
                reason,
                unknown -> answers.unknown(unknown.name(), failed, unknown.getMessage(), work.event()));
    }

    /**
     * Somebody cancelled a backup. Only the snapshots whose commit is under way here are known to this service; the scheduler's
     * final failures name the others, and the decision arbitrates either way.
     */
    void handle(Work work, BackupCancelled cancelled) throws TryLaterException {
        for (Event<?> event : pending.get()) {
            if (event.data() instanceof DumpCompleted dump && dump.backup().equals(cancelled.backup())) {
                abort(
                        work,
                        dump.repositories(),
                        installation -> CommitSnapshot.subject(installation, dump),
                        "cancelled: " + cancelled.reason(),
                        unknown -> {}); // its commit says so
            }
        }
    }

    @FunctionalInterface
    private interface Subjects {
        Decision.Subject of(String installation);
    }

    private void abort(
            Work work,
            List<String> names,
            Subjects subjects,
            String reason,
            Consumer<UnknownRepositoryException> unknown)
            throws TryLaterException {
        TryLaterException later = null;
        for (String name : names) {
            try {
                abort(work, repositories.require(name), subjects, reason);
            } catch (UnknownRepositoryException e) {
                System.getLogger(AbortSnapshot.class.getName())
                        .log(
                                System.Logger.Level.ERROR,
                                "cannot abort {0}: {1}",
                                work.event().subject(),
                                e.getMessage());
                unknown.accept(e);
            } catch (RepositoryException e) {
                later = new TryLaterException(e.getMessage(), e);
            } catch (TryLaterException e) {
                later = e;
            }
        }
        if (later != null) {
            throw later;
        }
    }

    private void abort(Work work, OpenRepository repository, Subjects subjects, String reason)
            throws TryLaterException {
        Decision.Subject subject = subjects.of(repository.installation());
        String settled = subject.snapshot() + "@" + repository.name();
        if (work.settled(settled)) {
            return;
        }
        repository.requireWritable();
        Outcome outcome = repository.protocol().abort(subject, reason);
        if (outcome instanceof Outcome.Unavailable unavailable) {
            throw new TryLaterException(unavailable.message(), null);
        }
        Decision decision = repository
                .objects()
                .decision(subject.store(), subject.snapshot())
                .orElseThrow(() ->
                        new TryLaterException("the decision of " + subject.snapshot() + " is not visible yet", null));
        if (decision.content() == null) {
            answers.aborted(repository.name(), decision, null, work.event());
        } else {
            answers.finished(repository.name(), decision, work.event());
        }
        work.settle(settled);
    }

    private static Decision.Subject subject(String installation, DumpFailed failed) {
        return new Decision.Subject(
                installation,
                new StoreName(failed.store()),
                new SnapshotId(failed.snapshot()),
                failed.backup(),
                failed.plan(),
                failed.kind(),
                failed.dueAt(),
                failed.backupStores(),
                failed.safetyFor());
    }
}
