package io.snapledger.storage;

import io.snapledger.events.DumpFailed;
import io.snapledger.repository.Decision;
import io.snapledger.repository.RepositoryException;
import io.snapledger.repository.protocol.SweepDecider.Outcome;

/**
 * Ends a snapshot that will not be made, in every repository of its plan, and answers with what the decision holds then: ABORTED,
 * or a commit that came first. All its attempts are swept.
 */
public final class AbortSnapshot {

    private final Repositories repositories;
    private final Answers answers;

    public AbortSnapshot(Repositories repositories, Answers answers) {
        this.repositories = repositories;
        this.answers = answers;
    }

    /** The scheduler's last word on a snapshot. */
    void handle(Work work, DumpFailed failed) throws TryLaterException {
        String reason = failed.reason() + ": " + failed.message();
        TryLaterException later = null;
        for (String name : failed.repositories()) {
            try {
                abort(work, repositories.require(name), failed, reason);
            } catch (UnknownRepositoryException e) {
                System.getLogger(AbortSnapshot.class.getName())
                        .log(
                                System.Logger.Level.ERROR,
                                "cannot abort {0}: {1}",
                                work.event().subject(),
                                e.getMessage());
                answers.unknown(e.name(), failed, e.getMessage(), work.event());
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

    private void abort(Work work, OpenRepository repository, DumpFailed failed, String reason)
            throws TryLaterException {
        Decision.Subject subject = new Decision.Subject(repository.installation(), failed.order());
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
}
