package io.snapledger.storage;

import io.snapledger.events.SnapshotExpired;
import io.snapledger.repository.RepositoryException;
import io.snapledger.repository.SnapshotId;
import io.snapledger.repository.StoreName;
import io.snapledger.repository.protocol.ExpiryDecider;
import java.util.Optional;

/** Marks a snapshot EXPIRED, unless a brake holds. Its bytes go later, by the {@link Janitor}. */
public final class ExpireSnapshot {

    private static final System.Logger LOG = System.getLogger(ExpireSnapshot.class.getName());

    private final Repositories repositories;
    private final DeletionBrake brake;

    public ExpireSnapshot(Repositories repositories, DeletionBrake brake) {
        this.repositories = repositories;
        this.brake = brake;
    }

    void handle(Work work, SnapshotExpired expired) throws TryLaterException {
        StoreName store = new StoreName(expired.store());
        SnapshotId snapshot = new SnapshotId(expired.snapshot());
        ExpiryDecider.Outcome outcome;
        try {
            OpenRepository repository = repositories.require(expired.repository());
            Optional<String> objection = brake.objection(repository, store, snapshot);
            if (objection.isPresent()) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "snapshot {0} is not expired in {1}: {2}",
                        snapshot,
                        expired.repository(),
                        objection.get());
                return;
            }
            repository.requireWritable();
            outcome = repository.protocol().expire(store, snapshot, expired.rule());
        } catch (UnknownRepositoryException e) {
            LOG.log(System.Logger.Level.ERROR, "cannot expire {0}: {1}", snapshot, e.getMessage());
            return;
        } catch (RepositoryException e) {
            throw new TryLaterException(e.getMessage(), e);
        }
        if (outcome == ExpiryDecider.Outcome.UNAVAILABLE) {
            throw new TryLaterException("the decision of " + snapshot + " could not be replaced", null);
        }
        LOG.log(
                System.Logger.Level.INFO,
                "expiry of snapshot {0} in {1}: {2}",
                snapshot,
                expired.repository(),
                outcome);
    }
}
