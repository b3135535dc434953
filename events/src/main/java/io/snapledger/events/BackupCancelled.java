package io.snapledger.events;

import static java.util.Objects.requireNonNull;

/**
 * Somebody asked to stop a backup.
 *
 * @param backup id of the backup
 * @param plan name of the plan
 * @param reason why
 * @param requestedBy who asked, as they name themselves
 * @param caller who asked, as the service that was asked has authenticated them
 */
public record BackupCancelled(
        String backup,
        String plan,
        String reason,
        @Nullable String requestedBy,
        @Nullable Caller caller) implements EventData, Caused {
    public BackupCancelled {
        requireNonNull(backup, "backup is missing");
        requireNonNull(plan, "plan is missing");
        requireNonNull(reason, "reason is missing");
    }

    @Override
    public BackupCancelled withCaller(@Nullable Caller other) {
        return new BackupCancelled(backup, plan, reason, requestedBy, other);
    }

    @Override
    public String subject() {
        return backup;
    }
}
