package io.snapledger.restore;

import io.snapledger.events.FailureCode;
import io.snapledger.events.Identities;
import io.snapledger.events.Nullable;
import io.snapledger.repository.DecidedSnapshot;
import io.snapledger.repository.Decision;
import io.snapledger.repository.DecisionFilter;
import io.snapledger.repository.RepositoryException;
import io.snapledger.repository.SnapshotRepository;
import io.snapledger.repository.StoreName;
import io.snapledger.repository.UnreadableDecision;
import io.snapledger.restore.SnapshotSelection.Selected;
import io.snapledger.restore.SnapshotSelection.Span;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Reads the decisions that tell which backup a selection means, and few others, however many there are. Their names tell the times, so
 * a date needs those of its second alone, and {@code latest} the newest until one has nothing against it. That it could be of another
 * plan is told by older backups: which of these are of a plan that is known already follows from their ids, which are derived from it.
 */
public final class DecisionReading {

    /** Backups on demand, whose plan their ids do not tell: of so many it is read, the newest of them. */
    private static final int UNTOLD = 200;

    /** A plan has ended if nothing can be restored of its newest backups, so many of them. */
    private static final int ENDED = 50;

    /** Backups of more stores that are read to tell that the chosen one is narrower. */
    private static final int WIDER = 3;

    /** Decisions of a store that are read to know its kind: one may be of an attempt that never learned it. */
    private static final int FOR_KIND = 8;

    private final SnapshotRepository repository;
    private final SnapshotSelection selection;
    private final Consumer<UnreadableDecision> unreadable;

    private final List<Decision> read = new ArrayList<>();
    private final Set<Origin> origins = new LinkedHashSet<>();

    private DecisionReading(
            SnapshotRepository repository, SnapshotSelection selection, Consumer<UnreadableDecision> unreadable) {
        this.repository = repository;
        this.selection = selection;
        this.unreadable = unreadable;
    }

    /** What the id of a scheduled backup is derived from, beside its time. */
    private record Origin(String installation, String plan) {

        private static Origin of(Decision decision) {
            return new Origin(
                    decision.subject().installation(), decision.subject().plan());
        }

        private boolean explains(String backup) {
            try {
                return Identities.scheduledBackup(installation, plan, Identities.dueAt(backup))
                        .equals(backup);
            } catch (DateTimeException e) {
                return false; // a name like an id, of a month that no year has
            }
        }
    }

    /**
     * What {@link SnapshotSelection#among} has to know of a repository.
     *
     * @param now as there
     * @param unreadable told of those that may be meant and cannot be read, and of strays
     * @throws RestoreFailure {@code BAD_REQUEST} if the selection names no time and no store that can be
     * @throws RepositoryException if the repository cannot be read
     */
    public static List<Decision> of(
            SnapshotRepository repository,
            SnapshotSelection selection,
            Instant now,
            Consumer<UnreadableDecision> unreadable)
            throws RestoreFailure {
        String from = selection.from();
        if (Identities.isSnapshot(from) || Identities.isBackup(from)) {
            String backup = Identities.isBackup(from) ? from : Identities.backupOf(from);
            return repository.decisions(DecisionFilter.ofBackup(backup), unreadable);
        }
        return new DecisionReading(repository, selection, unreadable).ofSpan(selection.span(now));
    }

    private List<Decision> ofSpan(Span span) throws RestoreFailure {
        Map<String, List<DecidedSnapshot>> backups = named(span);
        if (span.from() != null) {
            backups.values().forEach(this::read);
        } else {
            readUntilClear(backups, span.until());
            if (selection.plan() == null) {
                readOtherPlans(backups, span.until());
            }
            readWider(backups, span.until());
        }
        readKinds();
        return read;
    }

    /** What may be meant, by backup, the newest first. */
    private Map<String, List<DecidedSnapshot>> named(Span span) throws RestoreFailure {
        Map<String, List<DecidedSnapshot>> backups = new TreeMap<>(Comparator.reverseOrder());
        for (StoreName store : stores()) {
            DecisionFilter filter = new DecisionFilter(store, null, null, Set.of(), span.from(), span.until());
            for (DecidedSnapshot decided : repository.decided(filter, unreadable)) {
                backups.computeIfAbsent(decided.snapshot().backup(), any -> new ArrayList<>(1))
                        .add(decided);
            }
        }
        return backups;
    }

    /** A null for all of them. */
    private List<@Nullable StoreName> stores() throws RestoreFailure {
        try {
            List<StoreName> stores = new ArrayList<>();
            new TreeSet<>(selection.stores()).forEach(store -> stores.add(new StoreName(store)));
            if (stores.isEmpty()) {
                stores.add(null);
            }
            return stores;
        } catch (IllegalArgumentException e) {
            throw new RestoreFailure(FailureCode.BAD_REQUEST, e.getMessage(), e);
        }
    }

    /** What is read is taken out. */
    private void readUntilClear(Map<String, List<DecidedSnapshot>> backups, Instant until) {
        Iterator<Map.Entry<String, List<DecidedSnapshot>>> each =
                backups.entrySet().iterator();
        boolean clear = false;
        while (!clear && each.hasNext()) {
            Map.Entry<String, List<DecidedSnapshot>> backup = each.next();
            if (!isOfAnotherPlan(backup.getKey())) {
                List<Decision> own = read(backup.getValue());
                List<Decision> known = selection.kinds().isEmpty() ? own : read;
                clear = new BackupChoice(selection, known).isClear(backup.getKey(), until);
                each.remove();
            }
        }
    }

    private boolean isOfAnotherPlan(String backup) {
        return selection.plan() != null
                && origins.stream()
                        .anyMatch(origin -> !origin.plan().equals(selection.plan()) && origin.explains(backup));
    }

    private void readOtherPlans(Map<String, List<DecidedSnapshot>> backups, Instant until) {
        Set<String> found = new TreeSet<>(new BackupChoice(selection, read).plans(until));
        Map<Origin, Integer> barren = new HashMap<>();
        int untold = 0;
        for (Map.Entry<String, List<DecidedSnapshot>> backup : backups.entrySet()) {
            Origin origin = origins.stream()
                    .filter(known -> known.explains(backup.getKey()))
                    .findFirst()
                    .orElse(null);
            boolean wanted = origin == null
                    ? untold++ < UNTOLD
                    : !found.contains(origin.plan()) && barren.getOrDefault(origin, 0) < ENDED;
            if (wanted) {
                Set<String> plans = new BackupChoice(selection, read(backup.getValue())).plans(until);
                found.addAll(plans);
                if (origin != null && plans.isEmpty()) {
                    barren.merge(origin, 1, Integer::sum);
                }
            }
        }
    }

    private void readWider(Map<String, List<DecidedSnapshot>> backups, Instant until) {
        Selected chosen = new BackupChoice(selection, read).newest(until);
        if (chosen == null
                || !selection.stores().isEmpty()
                || !selection.kinds().isEmpty()) {
            return;
        }
        List<String> own = chosen.decisions().get(0).subject().backupStores();
        backups.entrySet().stream()
                .filter(backup -> storesOf(backup.getValue()).containsAll(own))
                .filter(backup -> backup.getValue().size() > own.size() && !isOfAnotherPlan(backup.getKey()))
                .limit(WIDER)
                .toList()
                .forEach(backup -> read(backup.getValue()));
    }

    private static Set<String> storesOf(List<DecidedSnapshot> backup) {
        return backup.stream().map(decided -> decided.store().value()).collect(Collectors.toSet());
    }

    /** Of stores that backups should hold and do not: whether one is missed depends on it. */
    private void readKinds() {
        if (selection.kinds().isEmpty()) {
            return;
        }
        Set<String> unknown = new TreeSet<>();
        read.forEach(decision -> unknown.addAll(decision.subject().backupStores()));
        read.stream()
                .map(Decision::subject)
                .filter(subject -> !subject.kind().isEmpty())
                .forEach(subject -> unknown.remove(subject.store().value()));
        for (String store : unknown) {
            int[] seen = {0};
            repository.newest(DecisionFilter.ofStore(new StoreName(store)), unreadable, decision -> {
                read.add(decision);
                return decision.subject().kind().isEmpty() && ++seen[0] < FOR_KIND;
            });
        }
    }

    private List<Decision> read(List<DecidedSnapshot> names) {
        List<Decision> decisions = new ArrayList<>(names.size());
        for (DecidedSnapshot name : names) {
            try {
                repository.decision(name.store(), name.snapshot()).ifPresent(decisions::add);
            } catch (RepositoryException.Permanent e) {
                unreadable.accept(UnreadableDecision.at(name.key(), e));
            }
        }
        decisions.forEach(decision -> origins.add(Origin.of(decision)));
        read.addAll(decisions);
        return decisions;
    }
}
