package io.snapledger.restore;

import io.snapledger.events.Nullable;
import io.snapledger.events.RestoreRequested;
import io.snapledger.events.RestoreTo;
import java.util.Map;

/**
 * What somebody wants restored.
 *
 * @param selection which snapshots
 * @param repository read from this one; null means the first that has them
 * @param targets by store; one that is not named is restored to itself
 * @param overwrite the explicit word for targets that are not fresh
 * @param skipSafetySnapshot go without the safety snapshot of such a target
 */
public record RestoreWish(
        SnapshotSelection selection,
        @Nullable String repository,
        Map<String, RestoreTo> targets,
        boolean overwrite,
        boolean skipSafetySnapshot) {

    public RestoreWish {
        targets = Map.copyOf(targets);
    }

    /** Whether every store is restored as a whole. */
    boolean isWhole() {
        return targets.values().stream().allMatch(to -> to.only().isEmpty());
    }

    public static RestoreWish of(RestoreRequested request) {
        return new RestoreWish(
                new SnapshotSelection(request.from(), request.plan(), request.stores(), request.kinds()),
                request.repository(),
                request.targets(),
                request.overwrite(),
                request.skipSafetySnapshot());
    }
}
