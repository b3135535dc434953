package io.snapledger.events;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * What a restore would do, or is about to do.
 *
 * @param restore id of the restore
 * @param executes false for a dry run, and where execution is not allowed
 * @param stores in the order of execution
 * @param blockers why it cannot run; empty if it can
 * @param warnings what a person should know
 */
public record RestorePlanned(
        String restore, boolean executes, List<PlannedRestore> stores, List<String> blockers, List<String> warnings)
        implements EventData {
    public RestorePlanned {
        requireNonNull(restore, "restore is missing");
        stores = stores == null ? List.of() : List.copyOf(stores);
        blockers = blockers == null ? List.of() : List.copyOf(blockers);
        warnings = warnings == null ? List.of() : List.copyOf(warnings);
    }

    @Override
    public String subject() {
        return restore;
    }
}
