package io.snapledger.restore;

import io.snapledger.events.FailureCode;
import io.snapledger.stores.Evidence;
import io.snapledger.stores.RestoreReport;
import io.snapledger.stores.StoreEngine;
import io.snapledger.stores.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Is what was restored what was backed up? */
final class EvidenceCheck {

    private final StoreEngine engine;
    private final StoreRestore store;

    EvidenceCheck(StoreEngine engine, StoreRestore store) {
        this.engine = engine;
        this.store = store;
    }

    /**
     * The inventory of what is there now must equal the snapshot's, whatever the engine has checked itself.
     *
     * @return facts compared
     */
    int compare(RestoreReport report) throws RestoreFailure, InterruptedException {
        Evidence expected = report.expected();
        try {
            requirePartOf(store.content().evidence(), ofTheWhole(expected));
            Evidence actual = engine.evidence(store.target(), Optional.of(expected));
            requireNone(
                    Evidence.differences(expected, actual),
                    expected.facts().size(),
                    "facts differ between the snapshot and what was restored");
            return expected.facts().size();
        } catch (StoreException e) {
            throw new RestoreFailure(
                    FailureCode.EVIDENCE_DIFFERS, "what was restored could not be examined: " + e.told(), e);
        } catch (RuntimeException e) {
            throw new RestoreFailure(FailureCode.EVIDENCE_DIFFERS, "what was restored could not be examined: " + e, e);
        }
    }

    /** What sums up single paths cannot be the snapshot's own: the engine has proved it by that. */
    private Evidence ofTheWhole(Evidence expected) {
        SortedMap<String, String> facts = new TreeMap<>(expected.facts());
        if (!store.target().only().isEmpty()) {
            facts.keySet().removeAll(expected.below(Evidence.PART).keySet());
        }
        return new Evidence(facts);
    }

    /** An engine that compares with something else than the snapshot's evidence proves nothing. */
    private static void requirePartOf(Evidence evidence, Evidence expected) throws RestoreFailure {
        List<Evidence.Difference> foreign = Evidence.differences(evidence, expected).stream()
                .filter(difference -> !difference.actual().equals(Evidence.Difference.ABSENT))
                .toList();
        requireNone(foreign, expected.facts().size(), "facts that were to be compared are not the snapshot's");
    }

    private static void requireNone(List<Evidence.Difference> differences, int of, String what) throws RestoreFailure {
        if (!differences.isEmpty()) {
            List<String> shown = new ArrayList<>();
            differences.stream().limit(10).forEach(difference -> shown.add(difference.toString()));
            throw new RestoreFailure(
                    FailureCode.EVIDENCE_DIFFERS,
                    differences.size() + " of " + of + " " + what + ": " + String.join("; ", shown));
        }
    }

    static List<String> notes(RestoreReport report) {
        List<String> notes = new ArrayList<>(report.warnings());
        if (report.expected().facts().isEmpty()) {
            notes.add("nothing was compared, since nothing of the snapshot's evidence concerns what was restored");
        }
        return notes;
    }
}
