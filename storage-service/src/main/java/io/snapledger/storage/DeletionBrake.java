package io.snapledger.storage;

import io.snapledger.repository.DecidedSnapshot;
import io.snapledger.repository.Decision;
import io.snapledger.repository.DecisionFilter;
import io.snapledger.repository.ObjectKind;
import io.snapledger.repository.Proof;
import io.snapledger.repository.RepositoryException;
import io.snapledger.repository.RepositoryLayout;
import io.snapledger.repository.SnapshotId;
import io.snapledger.repository.StoreName;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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
        int proven = 0;
        boolean newer = false;
        for (SnapshotId other : withProof(repository, store)) {
            boolean older = other.compareTo(going) < 0;
            if (proven >= provenMinimum && older) {
                break; // whether one is newer is known
            }
            if (!other.equals(going) && isCommitted(repository, store, other) && isProven(repository, other)) {
                proven++;
                newer |= !older;
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

    /** Snapshots of the store that a proof is named by, the newest first: two listings, so that only these few are read. */
    private static List<SnapshotId> withProof(OpenRepository repository, StoreName store) {
        Set<String> proofs = new HashSet<>();
        repository.backend().list(RepositoryLayout.PROOFS, proof -> proofs.add(proof.key()));
        return proofs.isEmpty()
                ? List.of()
                : repository.objects().decided(DecisionFilter.ofStore(store), stray -> {}).stream()
                        .map(DecidedSnapshot::snapshot)
                        .filter(snapshot -> proofs.contains(RepositoryLayout.proof(snapshot)))
                        .toList();
    }

    /** One that cannot be read counts for nothing. */
    private static boolean isCommitted(OpenRepository repository, StoreName store, SnapshotId snapshot) {
        try {
            return repository
                    .objects()
                    .decision(store, snapshot)
                    .filter(decision -> decision.state() == Decision.State.COMMITTED)
                    .filter(decision -> !decision.subject().isSafety())
                    .isPresent();
        } catch (RepositoryException.Permanent e) {
            LOG.log(System.Logger.Level.DEBUG, "counts for nothing: {0}", e.getMessage());
            return false;
        }
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
