package io.snapledger.events;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * What a restore does to one target.
 *
 * @param store store of the snapshot
 * @param snapshot id
 * @param backup id
 * @param repository read from
 * @param target the target in words: context, host, names
 * @param fresh whether the target holds nothing that could be lost
 * @param actions what would be created or replaced
 * @param blockers why it cannot run
 * @param warnings what a person should know
 * @param bytes plaintext bytes
 */
public record PlannedRestore(
        String store,
        String snapshot,
        String backup,
        String repository,
        String target,
        boolean fresh,
        List<String> actions,
        List<String> blockers,
        List<String> warnings,
        long bytes) {
    public PlannedRestore {
        requireNonNull(store, "store is missing");
        requireNonNull(snapshot, "snapshot is missing");
        requireNonNull(backup, "backup is missing");
        requireNonNull(repository, "repository is missing");
        requireNonNull(target, "target is missing");
        actions = actions == null ? List.of() : List.copyOf(actions);
        blockers = blockers == null ? List.of() : List.copyOf(blockers);
        warnings = warnings == null ? List.of() : List.copyOf(warnings);
    }
}
