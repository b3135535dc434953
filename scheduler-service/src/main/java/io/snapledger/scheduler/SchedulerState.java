package io.snapledger.scheduler;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * All that the {@link BackupDecider} remembers. Immutable; its size depends on what is open, not on history.
 *
 * @param watch time
 * @param open open backups by id, in the order of planning
 * @param queued scheduled runs that wait, at most one per plan
 * @param cancelledEarly backups that were cancelled before their trigger was read -> when that was read
 * @param lastDue plan -> newest due time of a scheduled trigger that was read
 */
public record SchedulerState(
        Watch watch,
        Map<String, Backup> open,
        List<QueuedRun> queued,
        Map<String, Long> cancelledEarly,
        Map<String, Instant> lastDue) {

    public SchedulerState {
        open = Collections.unmodifiableMap(open);
        queued = List.copyOf(queued);
        cancelledEarly = Collections.unmodifiableMap(cancelledEarly);
        lastDue = Collections.unmodifiableMap(lastDue);
    }

    /** Nothing is open, and the time is known. */
    public static SchedulerState startingAt(Instant now) {
        return new SchedulerState(Watch.startingAt(now), Map.of(), List.of(), Map.of(), Map.of());
    }

    /** After a restart: everyone is granted a full period of silence. */
    public SchedulerState resumedAt(Instant now) {
        return with(watch.resumedAt(now));
    }

    /** How many dumps were requested and have not ended. */
    @JsonIgnore
    public long unendedDumps() {
        return open.values().stream()
                .flatMap(backup -> backup.stores().stream())
                .filter(store -> !store.isClosed())
                .count();
    }

    /** Whether a backup is open or waits. */
    public boolean knows(String backup) {
        return open.containsKey(backup)
                || queued.stream().anyMatch(run -> run.backup().equals(backup));
    }

    boolean hasOpen(String plan) {
        return open.values().stream().anyMatch(backup -> backup.plan().equals(plan));
    }

    SchedulerState with(Watch next) {
        return new SchedulerState(next, open, queued, cancelledEarly, lastDue);
    }

    SchedulerState with(Backup backup) {
        Map<String, Backup> more = new LinkedHashMap<>(open);
        more.put(backup.id(), backup);
        return new SchedulerState(watch, more, queued, cancelledEarly, lastDue);
    }

    SchedulerState without(String backup) {
        Map<String, Backup> fewer = new LinkedHashMap<>(open);
        fewer.remove(backup);
        return new SchedulerState(watch, fewer, queued, cancelledEarly, lastDue);
    }

    SchedulerState withQueued(List<QueuedRun> runs) {
        return new SchedulerState(watch, open, runs, cancelledEarly, lastDue);
    }

    SchedulerState withCancelledEarly(Map<String, Long> backups) {
        return new SchedulerState(watch, open, queued, backups, lastDue);
    }

    SchedulerState withoutCancelsBefore(long elapsed) {
        if (cancelledEarly.values().stream().noneMatch(at -> at < elapsed)) {
            return this;
        }
        Map<String, Long> kept = new LinkedHashMap<>(cancelledEarly);
        kept.values().removeIf(at -> at < elapsed);
        return withCancelledEarly(kept);
    }

    SchedulerState due(String plan, Instant dueAt) {
        Instant known = lastDue.get(plan);
        if (known != null && !known.isBefore(dueAt)) {
            return this;
        }
        Map<String, Instant> more = new TreeMap<>(lastDue);
        more.put(plan, dueAt);
        return new SchedulerState(watch, open, queued, cancelledEarly, more);
    }
}
