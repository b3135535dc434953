package io.snapledger.storage;

import io.snapledger.repository.Decision;
import io.snapledger.repository.DecisionFilter;
import io.snapledger.repository.ObjectKind;
import io.snapledger.repository.Proof;
import io.snapledger.repository.RepositoryException;
import io.snapledger.repository.RepositoryLayout;
import io.snapledger.repository.SnapshotId;
import io.snapledger.repository.StoreName;
import java.util.List;
import java.util.Optional;

/**
 * What stands between a wrong retention and the last good snapshot. It asks the repository alone: enough other committed
 * snapshots of the store must be proven by a restore, one of them newer than the one that goes. Without any proof nothing goes; what
 * a restore kept before it replaced it is no backup and does not count.
 */
public final class DeletionBrake {

    private static final System.Logger LOG = System.getLogger(DeletionBrake.class.getName());

    private final int provenMinimum;

    /**
     * @param provenMinimum proven snapshots of a store that must stay, at least 1
     */
    public DeletionBrake(int provenMinimum) {
        if (provenMinimum < 1) {
            throw new IllegalArgumentException("snapledger.storage.proven-minimum is " + provenMinimum
                    + "; HINT: at least 1, or the last good snapshot could go");
        }
        this.provenMinimum = provenMinimum;
    }

    /** Why a snapshot must stay; empty if it may go. */
    Optional<String> objection(OpenRepository repository, StoreName store, SnapshotId going) {
        List<Decision> committed = repository
                .objects()
                .decisions(
                        DecisionFilter.ofStore(store).inState(Decision.State.COMMITTED),
                        unreadable ->
                                LOG.log(System.Logger.Level.DEBUG, "counts for nothing: {0}", unreadable.message()));
        int proven = 0;
        boolean newer = false;
        for (Decision decision : committed) {
            SnapshotId other = decision.subject().snapshot();
            if (!other.equals(going) && !decision.subject().isSafety() && isProven(repository, other)) {
                proven++;
                newer |= other.compareTo(going) > 0;
            }
            if (proven >= provenMinimum && newer) {
                return Optional.empty();
            }
        }
        return Optional.of(
                proven < provenMinimum
                        ? "only " + proven + " other proven snapshots of store '" + store + "' would stay, "
                                + provenMinimum + " must; HINT: prove one by a restore"
                        : "no newer snapshot of store '" + store + "' is proven; HINT: prove one by a restore");
    }

    /** A proof that cannot be read proves nothing. */
    private static boolean isProven(OpenRepository repository, SnapshotId snapshot) {
        try {
            return repository
                    .backend()
                    .get(RepositoryLayout.proof(snapshot), ObjectKind.PROOF.limit())
                    .map(object -> Proof.read(snapshot, object.content()))
                    .isPresent();
        } catch (RepositoryException.Permanent e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "snapshot {0} does not count as proven: {1}",
                    snapshot,
                    e.getMessage());
            return false;
        }
    }
}
