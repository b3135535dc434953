package io.snapledger.events;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The catalogue of event types: data record, topic and CloudEvents type of each. */
public enum EventType {
    BACKUP_TRIGGERED(BackupTriggered.class, "backup.triggered"),
    BACKUP_PLANNED(BackupPlanned.class, "backup.planned"),
    BACKUP_MISSED(BackupMissed.class, "backup.missed"),
    DUMP_REQUESTED(DumpRequested.class, "dump.requested"),
    DUMP_STARTED(DumpStarted.class, "dump.started"),
    DUMP_PROGRESS(DumpProgress.class, "dump.progress"),
    SEGMENT_STAGED(SegmentStaged.class, "segment.staged"),
    DUMP_COMPLETED(DumpCompleted.class, "dump.completed"),
    DUMP_FAILED(DumpFailed.class, "dump.failed"),
    BACKUP_CANCELLED(BackupCancelled.class, "backup.cancelled"),
    UPLOAD_FINISHED(UploadFinished.class, "upload.finished"),
    UPLOAD_FAILED(UploadFailed.class, "upload.failed"),
    BACKUP_COMPLETED(BackupCompleted.class, "backup.completed"),
    RESTORE_REQUESTED(RestoreRequested.class, "restore.requested"),
    RESTORE_PLANNED(RestorePlanned.class, "restore.planned"),
    RESTORE_CLAIMED(RestoreClaimed.class, "restore.claimed"),
    RESTORE_STARTED(RestoreStarted.class, "restore.started"),
    RESTORE_PROGRESS(RestoreProgress.class, "restore.progress"),
    RESTORE_COMPLETED(RestoreCompleted.class, "restore.completed"),
    RESTORE_FAILED(RestoreFailed.class, "restore.failed"),
    RESTORE_CANCELLED(RestoreCancelled.class, "restore.cancelled"),
    EXPIRY_REQUESTED(ExpiryRequested.class, "expiry.requested"),
    UNDELETE_REQUESTED(UndeleteRequested.class, "undelete.requested"),
    SNAPSHOT_EXPIRED(SnapshotExpired.class, "snapshot.expired"),
    SNAPSHOT_KEPT(SnapshotKept.class, "snapshot.kept"),
    SNAPSHOT_UNDELETED(SnapshotUndeleted.class, "snapshot.undeleted"),
    SNAPSHOT_DELETED(SnapshotDeleted.class, "snapshot.deleted"),
    SNAPSHOT_VERIFIED(SnapshotVerified.class, "snapshot.verified"),
    SNAPSHOT_DAMAGED(SnapshotDamaged.class, "snapshot.damaged"),
    SCHEDULER_TICK(SchedulerTick.class, "scheduler.tick");

    private static final String PREFIX = "io.snapledger.";
    private static final String VERSION = ".v1";
    private static final Map<String, EventType> BY_CE_TYPE =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(EventType::ceType, Function.identity()));
    private static final Map<Class<?>, EventType> BY_CLASS =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(EventType::dataClass, Function.identity()));

    private final Class<? extends EventData> dataClass;
    private final String topic;

    EventType(Class<? extends EventData> dataClass, String topic) {
        this.dataClass = dataClass;
        this.topic = topic;
    }

    public Class<? extends EventData> dataClass() {
        return dataClass;
    }

    /** Name of the topic, without the configurable prefix; also the name in event ids. */
    public String topic() {
        return topic;
    }

    /** The CloudEvents `type` attribute, e.g. `io.snapledger.backup.triggered.v1`. */
    public String ceType() {
        return PREFIX + topic + VERSION;
    }

    /** Partitions of the topic: 12 for work that scales, 1 for what needs one order, else 3. */
    public int partitions() {
        return switch (this) {
            case DUMP_REQUESTED, SEGMENT_STAGED, DUMP_COMPLETED, EXPIRY_REQUESTED -> 12;
            case SCHEDULER_TICK, RESTORE_CLAIMED -> 1;
            default -> 3;
        };
    }

    /**
     * Whether platforms may write it to its topic themselves. All others are read only with the {@linkplain EventSeal seal} of our services;
     * so is one of these that says it comes from one of them.
     */
    public boolean isOpenToPlatforms() {
        return this == BACKUP_TRIGGERED;
    }

    /** Days that Kafka keeps the events. */
    public int retentionDays() {
        return switch (this) {
            case SEGMENT_STAGED, DUMP_PROGRESS, RESTORE_PROGRESS -> 7;
            case SCHEDULER_TICK -> 1;
            default -> 90;
        };
    }

    public static Optional<EventType> ofCeType(String ceType) {
        return Optional.ofNullable(BY_CE_TYPE.get(ceType));
    }

    public static EventType of(EventData data) {
        return BY_CLASS.get(data.getClass());
    }
}
