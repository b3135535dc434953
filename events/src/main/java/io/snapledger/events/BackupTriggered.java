package io.snapledger.events;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;

/**
 * Asks for one backup of a plan. Written by the scheduler (cron), its API, the CLI, or any platform.
 *
 * @param plan name of the plan
 * @param reason why it was asked for
 * @param dueAt due instant of a scheduled run; absent for a run on demand
 * @param stores only these stores of the plan; empty means all of them
 * @param kinds only stores of these kinds; empty means every kind
 * @param repository use this repository instead of those of the plan
 * @param requestedBy person or platform that asked, as it names itself
 * @param caller who asked, as the service that was asked has authenticated them; absent if nobody did: a due run, a platform that wrote to the topic
 * @param safetyFor restore that replaces what this backup is to keep; absent for a plan's backup
 */
public record BackupTriggered(
        String plan,
        TriggerReason reason,
        @Nullable Instant dueAt,
        List<String> stores,
        List<String> kinds,
        @Nullable String repository,
        @Nullable String requestedBy,
        @Nullable Caller caller,
        @Nullable String safetyFor)
        implements EventData, Caused {
    public BackupTriggered {
        requireNonNull(plan, "plan is missing");
        reason = reason == null ? TriggerReason.EVENT : reason;
        stores = stores == null ? List.of() : List.copyOf(stores);
        kinds = kinds == null ? List.of() : List.copyOf(kinds);
    }

    /** A plan's backup that no caller of ours has asked for. */
    public BackupTriggered(
            String plan,
            TriggerReason reason,
            @Nullable Instant dueAt,
            List<String> stores,
            List<String> kinds,
            @Nullable String repository,
            @Nullable String requestedBy) {
        this(plan, reason, dueAt, stores, kinds, repository, requestedBy, null, null);
    }

    @Override
    public BackupTriggered withCaller(@Nullable Caller other) {
        return new BackupTriggered(plan, reason, dueAt, stores, kinds, repository, requestedBy, other, safetyFor);
    }

    @Override
    public String subject() {
        return plan;
    }

    @Override
    public String indexPart() {
        return dueAt == null ? "0" : dueAt.toString();
    }
}
