package io.snapledger.stores;

import java.util.List;

/**
 * The outcome of a restore that went through.
 *
 * @param done what was made, in the store's words
 * @param warnings what somebody should know
 */
public record RestoreReport(List<RestorePlan.Change> done, List<String> warnings) {
    public RestoreReport {
        done = List.copyOf(done);
        warnings = List.copyOf(warnings);
    }
}
