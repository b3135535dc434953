package io.snapledger.events;

import com.fasterxml.jackson.annotation.JsonIgnore;

/** The facts of an event: its JSON data. docs/architecture.md tells who says it when; each event has one record here. */
public sealed interface EventData
        permits BackupTriggered,
                BackupPlanned,
                BackupMissed,
                DumpRequested,
                DumpStarted,
                DumpProgress,
                SegmentStaged,
                DumpCompleted,
                DumpFailed,
                BackupCancelled,
                UploadFinished,
                UploadFailed,
                BackupCompleted,
                RestoreRequested,
                RestorePlanned,
                RestoreClaimed,
                RestoreStarted,
                RestoreProgress,
                RestoreCompleted,
                RestoreFailed,
                RestoreCancelled,
                ExpiryRequested,
                UndeleteRequested,
                SnapshotExpired,
                SnapshotKept,
                SnapshotUndeleted,
                SnapshotDeleted,
                SnapshotVerified,
                SnapshotDamaged,
                SchedulerTick {

    /** The id that the event is about; also the key of its Kafka record, so that events of one subject keep their order. */
    @JsonIgnore
    String subject();

    /** The attempt within the event's id, `-` where there is none. */
    @JsonIgnore
    default String attemptPart() {
        return "-";
    }

    /** What tells several events of one subject and attempt apart within the event's id; {@code 0} where there is only one. */
    @JsonIgnore
    default String indexPart() {
        return "0";
    }
}
