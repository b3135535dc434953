package io.snapledger.repository;

import io.snapledger.events.Nullable;
import java.time.Instant;
import java.util.Set;

/**
 * Which decisions are asked for; null or empty means any.
 *
 * @param store of this store
 * @param plan of this plan
 * @param backup of this backup
 * @param states in one of these states
 * @param since due at this instant or later, by the id of the snapshot and by what the decision says
 * @param until due before this instant, by both as well
 */
public record DecisionFilter(
        @Nullable StoreName store,
        @Nullable String plan,
        @Nullable String backup,
        Set<Decision.State> states,
        @Nullable Instant since,
        @Nullable Instant until) {

    public static final DecisionFilter ALL = new DecisionFilter(null, null, null, Set.of(), null, null);

    public DecisionFilter {
        states = states == null ? Set.of() : Set.copyOf(states);
    }

    public static DecisionFilter ofStore(StoreName store) {
        return new DecisionFilter(store, null, null, Set.of(), null, null);
    }

    public static DecisionFilter ofBackup(String backup) {
        return new DecisionFilter(null, null, backup, Set.of(), null, null);
    }

    public DecisionFilter inState(Decision.State... wanted) {
        return new DecisionFilter(store, plan, backup, Set.of(wanted), since, until);
    }

    public boolean matches(Decision decision) {
        Decision.Subject subject = decision.subject();
        return (store == null || store.equals(subject.store()))
                && (plan == null || plan.equals(subject.plan()))
                && (backup == null || backup.equals(subject.backup()))
                && (states.isEmpty() || states.contains(decision.state()))
                && (since == null || !subject.dueAt().isBefore(since))
                && (until == null || subject.dueAt().isBefore(until));
    }
}
