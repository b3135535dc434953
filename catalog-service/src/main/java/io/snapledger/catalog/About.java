package io.snapledger.catalog;

import io.snapledger.events.BackupCancelled;
import io.snapledger.events.BackupCompleted;
import io.snapledger.events.BackupMissed;
import io.snapledger.events.BackupPlanned;
import io.snapledger.events.BackupTriggered;
import io.snapledger.events.DumpProgress;
import io.snapledger.events.DumpStarted;
import io.snapledger.events.Event;
import io.snapledger.events.EventData;
import io.snapledger.events.ExpiryRequested;
import io.snapledger.events.Identities;
import io.snapledger.events.Nullable;
import io.snapledger.events.Ordered;
import io.snapledger.events.SegmentStaged;
import io.snapledger.events.SnapshotDamaged;
import io.snapledger.events.SnapshotDeleted;
import io.snapledger.events.SnapshotExpired;
import io.snapledger.events.SnapshotKept;
import io.snapledger.events.SnapshotUndeleted;
import io.snapledger.events.SnapshotVerified;
import io.snapledger.events.UndeleteRequested;
import io.snapledger.events.UploadFailed;
import io.snapledger.events.UploadFinished;

/**
 * What an event is about: the ids and names by which it is found. Each may be absent.
 *
 * @param backup id of the backup
 * @param snapshot id of the snapshot
 * @param plan name of the plan
 * @param store name of the store
 * @param restore id of the restore
 */
public record About(
        @Nullable String backup,
        @Nullable String snapshot,
        @Nullable String plan,
        @Nullable String store,
        @Nullable String restore) {

    /** What the data of the event itself says; nothing is looked up. */
    static About of(Event<?> event) {
        EventData data = event.data();
        if (data instanceof BackupTriggered it) {
            return new About(null, null, it.plan(), null, null);
        } else if (data instanceof BackupMissed it) {
            return new About(null, null, it.plan(), null, null);
        } else if (data instanceof BackupPlanned it) {
            return new About(it.backup(), null, it.plan(), null, null);
        } else if (data instanceof BackupCancelled it) {
            return new About(it.backup(), null, it.plan(), null, null);
        } else if (data instanceof BackupCompleted it) {
            return new About(it.backup(), null, it.plan(), null, null);
        } else if (event.type().topic().startsWith("restore.")) {
            return new About(null, null, null, null, event.subject());
        }
        return ofSnapshot(data);
    }

    private static About ofSnapshot(EventData data) {
        if (data instanceof Ordered it) {
            return snapshot(it.snapshot(), it.plan(), it.store());
        } else if (data instanceof DumpStarted it) {
            return snapshot(it.snapshot(), null, it.store());
        } else if (data instanceof DumpProgress it) {
            return snapshot(it.snapshot(), null, it.store());
        } else if (data instanceof SegmentStaged it) {
            return snapshot(it.snapshot(), null, it.store());
        } else if (data instanceof UploadFinished it) {
            return snapshot(it.snapshot(), it.plan(), it.store());
        } else if (data instanceof UploadFailed it) {
            return snapshot(it.snapshot(), null, it.store());
        } else if (data instanceof ExpiryRequested it) {
            return snapshot(it.snapshot(), it.plan(), it.store());
        } else if (data instanceof UndeleteRequested it) {
            return snapshot(it.snapshot(), it.plan(), it.store());
        } else if (data instanceof SnapshotExpired it) {
            return snapshot(it.snapshot(), it.plan(), it.store());
        } else if (data instanceof SnapshotKept it) {
            return snapshot(it.snapshot(), it.plan(), it.store());
        } else if (data instanceof SnapshotUndeleted it) {
            return snapshot(it.snapshot(), it.plan(), it.store());
        } else if (data instanceof SnapshotDeleted it) {
            return snapshot(it.snapshot(), null, it.store());
        } else if (data instanceof SnapshotVerified it) {
            return snapshot(it.snapshot(), null, it.store());
        } else if (data instanceof SnapshotDamaged it) {
            return snapshot(it.snapshot(), null, it.store());
        }
        return new About(null, null, null, null, null);
    }

    About with(@Nullable String otherBackup, @Nullable String otherPlan) {
        return new About(otherBackup, snapshot, otherPlan, store, restore);
    }

    /** A snapshot names its backup: the id of the one begins with the id of the other. */
    private static About snapshot(String snapshot, @Nullable String plan, String store) {
        return new About(Identities.backupOf(snapshot), snapshot, plan, store, null);
    }
}
