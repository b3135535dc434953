package io.snapledger.catalog;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Where a snapshot stands in one repository. The snapshot's own state is that in the first repository of its plan. */
public enum SnapshotState {
    /** The backup should hold it; nothing more is known, and more may have happened. */
    HISTORY_UNKNOWN,
    /** Its backup was planned. */
    PLANNED,
    REQUESTED,
    DUMPING,
    /** Sealed by an attempt; the repository has not answered. */
    DUMPED,
    /** The last attempt failed. Another may follow, unless the failure was final. */
    FAILED,
    /** The repository will never hold it. */
    ABORTED,
    COMMITTED,
    /** Committed and, when last looked at, whole. */
    VERIFIED,
    /** Committed; when last looked at, something was missing or changed. */
    DAMAGED,
    /** Still restorable, on its way out. */
    EXPIRED,
    DELETED;

    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether the decision was, at some time, COMMITTED. */
    public boolean wasCommitted() {
        return compareTo(COMMITTED) >= 0;
    }

    /** Whether the repository has decided. */
    public boolean decided() {
        return compareTo(ABORTED) >= 0;
    }
}
