package io.snapledger.storage;

import io.snapledger.events.ExpiryRequested;
import io.snapledger.events.UndeleteRequested;
import io.snapledger.repository.Decision;
import io.snapledger.repository.RepositoryException;
import io.snapledger.repository.SnapshotId;
import io.snapledger.repository.StoreName;
import io.snapledger.repository.protocol.ExpiryDecider;
import java.util.Optional;

/**
 * Answers wishes: marks a snapshot EXPIRED, unless a brake holds, or takes that back. Its bytes go later, by the {@link Janitor}.
 * What is answered is what the decision says afterwards.
 */
public final class ExpireSnapshot {

    private final Repositories repositories;
    private final DeletionBrake brake;
    private final Answers answers;

    public ExpireSnapshot(Repositories repositories, DeletionBrake brake, Answers answers) {
        this.repositories = repositories;
        this.brake = brake;
        this.answers = answers;
    }

    void handle(Work work, ExpiryRequested wish) throws TryLaterException {
        StoreName store = new StoreName(wish.store());
        SnapshotId snapshot = new SnapshotId(wish.snapshot());
        try {
            OpenRepository repository = repositories.require(wish.repository());
            Optional<String> objection = brake.objection(repository, store, snapshot);
            if (objection.isPresent()) {
                answers.kept(wish, Reasons.PROVEN_TOO_FEW, objection.get(), work.event());
                return;
            }
            repository.requireWritable();
            ExpiryDecider.Outcome outcome = repository.protocol().expire(store, snapshot, wish.rule());
            Optional<Decision> decision = reached(repository, store, snapshot, outcome);
            if (decision.isPresent() && decision.get() instanceof Decision.Expired expired) {
                answers.expired(wish.repository(), expired, work.event());
            } else {
                answers.kept(wish, Reasons.NOT_COMMITTED, told(decision), work.event());
            }
        } catch (UnknownRepositoryException e) {
            answers.kept(wish, Reasons.UNKNOWN_REPOSITORY, e.getMessage(), work.event());
        } catch (RepositoryException e) {
            throw new TryLaterException(e.getMessage(), e);
        }
    }

    /** Where nothing can be taken back nothing is answered but in the log: {@code snapshot.deleted} has said it before. */
    void handle(Work work, UndeleteRequested wish) throws TryLaterException {
        StoreName store = new StoreName(wish.store());
        SnapshotId snapshot = new SnapshotId(wish.snapshot());
        try {
            OpenRepository repository = repositories.require(wish.repository());
            repository.requireWritable();
            ExpiryDecider.Outcome outcome = repository.protocol().undelete(store, snapshot);
            Optional<Decision> decision = reached(repository, store, snapshot, outcome);
            if (decision.isPresent() && decision.get() instanceof Decision.Committed committed) {
                answers.undeleted(wish, committed, work.event());
            } else {
                refused(wish, told(decision));
            }
        } catch (UnknownRepositoryException e) {
            refused(wish, e.getMessage());
        } catch (RepositoryException e) {
            throw new TryLaterException(e.getMessage(), e);
        }
    }

    private static Optional<Decision> reached(
            OpenRepository repository, StoreName store, SnapshotId snapshot, ExpiryDecider.Outcome outcome)
            throws TryLaterException {
        if (outcome == ExpiryDecider.Outcome.UNAVAILABLE) {
            throw new TryLaterException("the decision of " + snapshot + " could not be replaced", null);
        }
        return repository.objects().decision(store, snapshot);
    }

    private static String told(Optional<Decision> decision) {
        return decision.map(it -> "its decision is " + it.state() + " since " + it.since())
                .orElse("there is no decision of it");
    }

    private static void refused(UndeleteRequested wish, String why) {
        System.getLogger(ExpireSnapshot.class.getName())
                .log(
                        System.Logger.Level.WARNING,
                        "the expiry of snapshot {0} in {1} is not taken back: {2}",
                        wish.snapshot(),
                        wish.repository(),
                        why);
    }
}
