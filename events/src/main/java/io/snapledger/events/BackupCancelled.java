package io.snapledger.events;

import static java.util.Objects.requireNonNull;

/**
 * Somebody asked to stop a backup.
 *
 * @param backup id of the backup
 * @param plan name of the plan
 * @param reason why
 * @param requestedBy who asked
 */
public record BackupCancelled(
        String backup, String plan, String reason, @Nullable String requestedBy) implements EventData {
    public BackupCancelled {
        requireNonNull(backup, "backup is missing");
        requireNonNull(plan, "plan is missing");
        requireNonNull(reason, "reason is missing");
    }

    @Override
    public String subject() {
        return backup;
    }
}
