package io.snapledger.restore;

import io.snapledger.stores.RestoreTarget;
import java.time.Instant;

/** Backs up a target before its data are replaced. */
public interface SafetySnapshots {

    /**
     * Returns once the target's snapshot is complete.
     *
     * @param restore id of the restore it is for
     * @return id of the backup
     * @throws RestoreFailure {@code SAFETY_SNAPSHOT_FAILED} if it is not complete by the deadline
     */
    String take(String restore, RestoreTarget target, Instant deadline) throws RestoreFailure, InterruptedException;
}
