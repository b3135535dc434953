package io.snapledger.catalog;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonValue;
import io.snapledger.events.Nullable;
import io.snapledger.events.PlannedRestore;
import io.snapledger.events.RestoreFailed;
import io.snapledger.events.RestoreRequested;
import io.snapledger.events.RestoredStore;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * One restore.
 *
 * @param id id of the restore
 * @param state how far it came
 * @param request what was asked for, without the proof of who asked
 * @param executes false for a dry run, and where execution is not allowed
 * @param planned what it does to each target, in the order of execution
 * @param blockers why it cannot run
 * @param warnings what a person should know
 * @param progress heartbeat while it runs
 * @param restored what was restored
 * @param tries how often it began to execute
 * @param change what became of the target where it failed: `none`, `changed` or `unknown`
 * @param changed what was changed there
 * @param left what it left there, each with what to do
 * @param safetyBackups store -> backup of the target made before
 * @param failedStore where it failed
 * @param reason constant word of the failure
 * @param message fact, values and hint
 * @param requestedAt when it was asked for
 * @param plannedAt when it was planned
 * @param startedAt when the first byte could change in a target
 * @param endedAt when it ended
 */
public record Restore(
        String id,
        State state,
        @Nullable RestoreRequested request,
        @Nullable Boolean executes,
        List<PlannedRestore> planned,
        List<String> blockers,
        List<String> warnings,
        @Nullable Progress progress,
        List<RestoredStore> restored,
        int tries,
        RestoreFailed.@Nullable Change change,
        List<String> changed,
        List<String> left,
        Map<String, String> safetyBackups,
        @Nullable String failedStore,
        @Nullable String reason,
        @Nullable String message,
        @Nullable Instant requestedAt,
        @Nullable Instant plannedAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt) {

    public Restore {
        planned = planned == null ? List.of() : List.copyOf(planned);
        blockers = blockers == null ? List.of() : List.copyOf(blockers);
        warnings = warnings == null ? List.of() : List.copyOf(warnings);
        restored = restored == null ? List.of() : List.copyOf(restored);
        changed = changed == null ? List.of() : List.copyOf(changed);
        left = left == null ? List.of() : List.copyOf(left);
        safetyBackups = safetyBackups == null ? Map.of() : Map.copyOf(safetyBackups);
    }

    /** The stores that it is about: those of its plan, else those it asks for. */
    @JsonIgnore
    public Set<String> stores() {
        Set<String> stores = new TreeSet<>();
        planned.forEach(it -> stores.add(it.store()));
        restored.forEach(it -> stores.add(it.store()));
        if (stores.isEmpty() && request != null) {
            stores.addAll(request.stores());
        }
        return stores;
    }

    /** How far a restore came. */
    public enum State {
        REQUESTED,
        /** Planned, and about to execute. */
        PENDING,
        /** Planned, and that is all there will be. */
        PLANNED,
        RUNNING,
        CANCELLED,
        FAILED,
        COMPLETED;

        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * The last heartbeat.
     *
     * @param store store that is being restored
     * @param phase `safety-snapshot`, `verifying`, `applying`, `checking`
     * @param bytesDone plaintext bytes
     * @param bytesTotal plaintext bytes
     * @param at when
     */
    public record Progress(String store, String phase, long bytesDone, long bytesTotal, Instant at) {}
}
