package io.snapledger.catalog;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.snapledger.events.Nullable;
import io.snapledger.events.Outcome;
import io.snapledger.events.TriggerReason;
import java.time.Instant;
import java.util.List;

/**
 * One run of a plan.
 *
 * @param id id of the backup
 * @param plan name of the plan
 * @param reason why it ran
 * @param trigger identity of the event that asked for it, as `source#id`
 * @param requestedBy who asked, as they name themselves
 * @param dueAt the instant that names it
 * @param safetyFor restore before which it was made as a safety snapshot; absent for a plan's backup
 * @param state where it stands; what the repositories decided wins over what was announced
 * @param outcome as announced when it ended
 * @param history whether its events are known
 * @param repositories where its snapshots shall rest, the first one decides
 * @param stores every store that it should hold
 * @param leftOut stores of its plan that it was asked to leave out
 * @param bytesRead plaintext bytes
 * @param bytesStored bytes of new segments
 * @param plannedAt when it was planned
 * @param startBefore a dump that nobody has claimed by then is failed
 * @param deadline everything has ended by then
 * @param endedAt when its last store ended
 * @param cancelReason why somebody asked to stop it
 * @param cancelRequestedBy who
 */
public record Backup(
        String id,
        @Nullable String plan,
        @Nullable TriggerReason reason,
        @Nullable String trigger,
        @Nullable String requestedBy,
        @Nullable Instant dueAt,
        @Nullable String safetyFor,
        BackupState state,
        @Nullable Outcome outcome,
        History history,
        List<String> repositories,
        List<BackupStore> stores,
        List<String> leftOut,
        long bytesRead,
        long bytesStored,
        @Nullable Instant plannedAt,
        @Nullable Instant startBefore,
        @Nullable Instant deadline,
        @Nullable Instant endedAt,
        @Nullable String cancelReason,
        @Nullable String cancelRequestedBy) {

    public Backup {
        repositories = List.copyOf(repositories);
        stores = List.copyOf(stores);
        leftOut = leftOut == null ? List.of() : List.copyOf(leftOut);
    }

    /** Whether it holds all that its plan had to keep then, and nothing speaks against it. */
    @JsonIgnore
    public boolean isWhole() {
        return state == BackupState.COMPLETE
                && safetyFor == null
                && leftOut.isEmpty()
                && stores.stream().allMatch(store -> store.suspect() == null);
    }
}
