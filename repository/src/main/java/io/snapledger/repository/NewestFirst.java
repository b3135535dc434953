package io.snapledger.repository;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Reads decisions by their names, second by second, for as long as somebody wants more. */
final class NewestFirst {

    /** The order of decisions everywhere. */
    static final Comparator<Decision> ORDER = Comparator.comparing(
                    (Decision decision) -> decision.subject().dueAt())
            .thenComparing(decision -> decision.subject().backup())
            .reversed()
            .thenComparing(decision -> decision.subject().store());

    private final SnapshotRepository repository;
    private final DecisionFilter filter;
    private final Consumer<UnreadableDecision> unreadable;

    NewestFirst(SnapshotRepository repository, DecisionFilter filter, Consumer<UnreadableDecision> unreadable) {
        this.repository = repository;
        this.filter = filter;
        this.unreadable = unreadable;
    }

    void tell(Predicate<Decision> more) {
        List<DecidedSnapshot> decided = repository.decided(filter, unreadable);
        for (int from = 0; from < decided.size(); ) {
            int end = endOfSecond(decided, from);
            for (Decision decision : read(decided.subList(from, end))) {
                if (!more.test(decision)) {
                    return;
                }
            }
            from = end;
        }
    }

    private static int endOfSecond(List<DecidedSnapshot> decided, int from) {
        int end = from + 1;
        while (end < decided.size()
                && decided.get(end).snapshot().isOfSecond(decided.get(from).snapshot())) {
            end++;
        }
        return end;
    }

    private List<Decision> read(List<DecidedSnapshot> names) {
        List<Decision> decisions = new ArrayList<>(names.size());
        for (DecidedSnapshot name : names) {
            try {
                repository
                        .decision(name.store(), name.snapshot())
                        .filter(filter::matches)
                        .ifPresent(decisions::add);
            } catch (RepositoryException.Permanent e) {
                unreadable.accept(UnreadableDecision.at(name.key(), e));
            }
        }
        decisions.sort(ORDER);
        return decisions;
    }
}
