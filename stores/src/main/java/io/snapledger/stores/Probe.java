package io.snapledger.stores;

import java.util.List;
import java.util.OptionalLong;

/**
 * What a look at a store found.
 *
 * @param reachable whether the store answered
 * @param serverVersion e.g. {@code PostgreSQL 15.18}; empty if unknown or if the kind has none
 * @param toolVersion of the tool a dump would use; empty if it is missing
 * @param estimatedBytes plaintext bytes a dump would have, roughly
 * @param problems each would make a dump fail; complete sentences with a hint
 * @param warnings a dump would work, but somebody should know
 */
public record Probe(
        boolean reachable,
        String serverVersion,
        String toolVersion,
        OptionalLong estimatedBytes,
        List<String> problems,
        List<String> warnings) {
    public Probe {
        problems = List.copyOf(problems);
        warnings = List.copyOf(warnings);
    }

    /** A look that failed. */
    public static Probe failed(String problem) {
        return new Probe(false, "", "", OptionalLong.empty(), List.of(problem), List.of());
    }

    /** A look that failed, with what to do. */
    public static Probe failed(StoreException e) {
        return failed(e.told());
    }

    /** Whether a dump should work. */
    public boolean ready() {
        return reachable && problems.isEmpty();
    }
}
