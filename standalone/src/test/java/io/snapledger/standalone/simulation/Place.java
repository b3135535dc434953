package io.snapledger.standalone.simulation;

import io.snapledger.repository.Decision.State;
import io.snapledger.repository.protocol.CommitMark;
import io.snapledger.repository.protocol.DecisionView;

/** One repository: decisions, segments, pins and markers, with the guarantees of a real one and no more. */
final class Place {

    /** Most attempts of one snapshot that a schedule makes. */
    static final int ATTEMPTS = 6;

    static final int SEGMENTS = 2;

    /**
     * A decision.
     *
     * @param attempt index of the committed attempt, -1 if aborted
     * @param owners bits of the snapshots whose segments it refers to
     * @param ownerAttempts for each owner the attempt referred to
     * @param version for compare-and-swap
     */
    record Entry(State state, int attempt, int owners, int[] ownerAttempts, int version) {

        DecisionView view(CommitMark[] marks) {
            return new DecisionView(state, attempt < 0 ? null : marks[attempt]);
        }

        Entry in(State next) {
            return new Entry(next, attempt, owners, ownerAttempts, version + 1);
        }
    }

    final Entry[] decisions;
    /** Bit {@code attempt * SEGMENTS + segment}. */
    final int[] segments;
    /** Bits of the holders: snapshots first, then restores. */
    final int[] pins;

    int sweeping;
    private final String[] everCommitted;
    private String violation;

    Place(int snapshots) {
        decisions = new Entry[snapshots];
        segments = new int[snapshots];
        pins = new int[snapshots];
        everCommitted = new String[snapshots];
    }

    static int bit(int attempt, int segment) {
        return 1 << (attempt * SEGMENTS + segment);
    }

    static int all(int attempt) {
        return bit(attempt, 0) | bit(attempt, 1);
    }

    boolean create(int snapshot, Entry entry, boolean overwriting) {
        if (decisions[snapshot] != null && !overwriting) {
            return false;
        }
        set(snapshot, entry);
        return true;
    }

    boolean replace(int snapshot, int version, Entry entry, boolean blindly) {
        if (!blindly && (decisions[snapshot] == null || decisions[snapshot].version() != version)) {
            return false;
        }
        set(snapshot, entry);
        return true;
    }

    private void set(int snapshot, Entry entry) {
        State before = decisions[snapshot] == null ? null : decisions[snapshot].state();
        if (!legal(before, entry.state())) {
            violation = "a decision went from " + before + " to " + entry.state();
        }
        if (entry.state() == State.COMMITTED) {
            String attempt = "attempt " + entry.attempt();
            if (everCommitted[snapshot] != null && !everCommitted[snapshot].equals(attempt)) {
                violation = "two attempts of one snapshot were committed";
            }
            everCommitted[snapshot] = attempt;
        }
        decisions[snapshot] = entry;
    }

    private static boolean legal(State before, State after) {
        return switch (after) {
            case COMMITTED -> before == null || before == State.EXPIRED;
            case EXPIRED -> before == State.COMMITTED;
            case DELETED -> before == State.EXPIRED;
            case ABORTED -> before == null;
        };
    }

    /** Every committed or expired snapshot has all its bytes, its owners' too; nothing was committed twice. */
    String check() {
        if (violation != null) {
            return violation;
        }
        for (int snapshot = 0; snapshot < decisions.length; snapshot++) {
            Entry entry = decisions[snapshot];
            if (entry == null || !entry.state().restorable()) {
                continue;
            }
            if ((segments[snapshot] & all(entry.attempt())) != all(entry.attempt())) {
                return entry.state() + " snapshot " + snapshot + " misses a segment";
            }
            for (int owner = 0; owner < decisions.length; owner++) {
                int needed = (entry.owners() >> owner & 1) == 0 ? 0 : all(entry.ownerAttempts()[owner]);
                if ((segments[owner] & needed) != needed) {
                    return entry.state() + " snapshot " + snapshot + " misses a segment of its owner " + owner;
                }
            }
        }
        return null;
    }
}
