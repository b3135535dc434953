package io.snapledger.restore;

import io.snapledger.events.FailureCode;
import io.snapledger.events.Identities;
import io.snapledger.repository.DamagedSnapshotException;
import io.snapledger.repository.Decision;
import io.snapledger.repository.RepositoryException;
import io.snapledger.repository.SnapshotRepository;
import io.snapledger.repository.UnreadableDecision;
import io.snapledger.restore.SnapshotSelection.Selected;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Asks the repositories in turn for what a person means. */
final class RepositoryChoice {

    private final List<SnapshotRepository> repositories;
    private final InstantSource clock;

    RepositoryChoice(List<SnapshotRepository> repositories, InstantSource clock) {
        this.repositories = List.copyOf(repositories);
        this.clock = clock;
    }

    /**
     * What was found.
     *
     * @param repository that has it
     * @param warnings about repositories that could not be asked before it
     */
    record Found(SnapshotRepository repository, Selected selected, List<String> warnings) {}

    Found find(RestoreWish wish) throws RestoreFailure {
        List<RestoreFailure> failures = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        for (SnapshotRepository candidate : asked(wish)) {
            List<UnreadableDecision> unreadable = new ArrayList<>();
            try {
                Selected selected = among(decisions(candidate, wish.selection(), unreadable), unreadable, wish);
                unreadable.forEach(one -> warnings.add("repository '" + candidate.name()
                        + "' may hold more: its decision " + one.object() + " cannot be read"));
                return new Found(candidate, selected, warnings);
            } catch (RestoreFailure failure) {
                if (failure.reason() == FailureCode.AMBIGUOUS || failure.reason() == FailureCode.BAD_REQUEST) {
                    throw failure; // the next repository can only make it look clear
                }
                failures.add(failure);
                if (failure.reason() != FailureCode.NOT_FOUND) {
                    warnings.add("repository '" + candidate.name() + "' was passed over, and may hold something newer: "
                            + failure.getMessage());
                }
            }
        }
        throw worst(failures);
    }

    /** That nothing was found counts only if every repository could be asked. */
    private static RestoreFailure worst(List<RestoreFailure> failures) {
        return failures.stream()
                .filter(failure -> failure.reason() != FailureCode.NOT_FOUND)
                .findFirst()
                .orElse(failures.get(0));
    }

    private List<SnapshotRepository> asked(RestoreWish wish) throws RestoreFailure {
        return wish.repository() == null && !repositories.isEmpty()
                ? repositories
                : List.of(named(String.valueOf(wish.repository())));
    }

    SnapshotRepository named(String name) throws RestoreFailure {
        return repositories.stream()
                .filter(repository -> repository.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new RestoreFailure(
                        FailureCode.NOT_FOUND,
                        "no repository '" + name + "'; HINT: one of "
                                + repositories.stream()
                                        .map(SnapshotRepository::name)
                                        .toList()));
    }

    /** What cannot be read may be what was meant: then nothing is said to be missing. */
    private Selected among(List<Decision> decisions, List<UnreadableDecision> unreadable, RestoreWish wish)
            throws RestoreFailure {
        try {
            return wish.selection().among(decisions, clock.instant());
        } catch (RestoreFailure failure) {
            if (failure.reason() != FailureCode.NOT_FOUND || unreadable.isEmpty()) {
                throw failure;
            }
            UnreadableDecision one = unreadable.get(0);
            throw new RestoreFailure(
                    FailureCode.DAMAGED,
                    fact(failure.getMessage()) + ", but " + unreadable.size()
                            + " decisions that may be meant cannot be read, " + one.object() + ": "
                            + fact(one.message())
                            + "; HINT: restore another backup, or this one from another repository of the plan",
                    failure);
        }
    }

    /** @param unreadable gets those that may be meant and cannot be read: they stand in nobody else's way */
    private List<Decision> decisions(
            SnapshotRepository repository, SnapshotSelection selection, List<UnreadableDecision> unreadable)
            throws RestoreFailure {
        try {
            List<Decision> decisions = DecisionReading.of(repository, selection, clock.instant(), unreadable::add);
            unreadable.removeIf(UnreadableDecision::isStray);
            if (Identities.isSnapshot(selection.from())) {
                unreadable.removeIf(other -> !other.snapshot().equals(selection.from()));
            }
            return decisions;
        } catch (RepositoryException e) {
            throw unreadable(repository, e);
        }
    }

    private static String fact(String message) {
        int hint = message.indexOf("; HINT: ");
        return hint < 0 ? message : message.substring(0, hint);
    }

    static RestoreFailure unreadable(SnapshotRepository repository, RepositoryException e) {
        return new RestoreFailure(
                e instanceof DamagedSnapshotException ? FailureCode.DAMAGED : FailureCode.REPOSITORY_UNREACHABLE,
                "cannot read repository '" + repository.name() + "': " + e.getMessage(),
                e);
    }
}
