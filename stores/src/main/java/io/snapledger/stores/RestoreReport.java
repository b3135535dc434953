package io.snapledger.stores;

import java.util.List;

/**
 * The outcome of a restore that went through.
 *
 * @param done what was made, in the store's words
 * @param expected the part of the snapshot's evidence that this restore was to bring about: without what its options left
 *     out and without what was kept. Of single paths it may hold facts below {@link Evidence#PART} instead of those that sum up the whole;
 *     the engine has then proved what they are made of by the snapshot's evidence. The caller compares: {@code Evidence.differences(report.expected(),
 *     engine.evidence(target, Optional.of(report.expected())))} must be empty
 * @param warnings what somebody should know
 */
public record RestoreReport(List<RestorePlan.Change> done, Evidence expected, List<String> warnings) {
    public RestoreReport {
        done = List.copyOf(done);
        warnings = List.copyOf(warnings);
    }
}
