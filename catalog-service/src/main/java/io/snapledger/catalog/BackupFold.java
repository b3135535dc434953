package io.snapledger.catalog;

import io.snapledger.catalog.Facts.Fact;
import io.snapledger.events.BackupCancelled;
import io.snapledger.events.BackupCompleted;
import io.snapledger.events.BackupPlanned;
import io.snapledger.events.BackupTriggered;
import io.snapledger.events.Nullable;
import io.snapledger.events.Outcome;
import io.snapledger.events.PlannedStore;
import io.snapledger.events.StoreOutcome;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Computes a backup's row from its own events and its snapshots. */
final class BackupFold {

    private final String id;
    private final Optional<Fact<BackupTriggered>> triggered;
    private final Optional<Fact<BackupPlanned>> planned;
    private final Optional<Fact<BackupCancelled>> cancelled;
    private final Optional<Fact<BackupCompleted>> completed;
    private final List<SnapshotSummary> snapshots;

    private BackupFold(String id, Facts facts, Collection<SnapshotSummary> snapshots) {
        this.id = id;
        this.planned = facts.first(BackupPlanned.class);
        this.cancelled = facts.first(BackupCancelled.class);
        this.completed = facts.first(BackupCompleted.class);
        this.triggered = facts.all(BackupTriggered.class).stream()
                .filter(it -> planned.filter(plan -> plan.data().trigger().equals(it.identity()))
                        .isPresent())
                .findFirst();
        this.snapshots = snapshots.stream()
                .sorted(Comparator.comparing(SnapshotSummary::snapshot))
                .toList();
    }

    static Backup fold(String id, Collection<LedgerEntry> entries, Collection<SnapshotSummary> snapshots) {
        return new BackupFold(id, Facts.of(entries), snapshots).fold();
    }

    private Backup fold() {
        List<BackupStore> stores = stores();
        return new Backup(
                id,
                planned.map(it -> it.data().plan())
                        .or(() -> completed.map(it -> it.data().plan()))
                        .or(() -> cancelled.map(it -> it.data().plan()))
                        .or(() -> ofSnapshots(SnapshotSummary::plan))
                        .orElse(null),
                planned.map(it -> it.data().reason()).orElse(null),
                planned.map(it -> it.data().trigger()).orElse(null),
                triggered.map(it -> it.data().requestedBy()).orElse(null),
                planned.map(it -> it.data().dueAt())
                        .or(() -> ofSnapshots(SnapshotSummary::dueAt))
                        .orElse(null),
                planned.map(it -> it.data().safetyFor())
                        .or(() -> ofSnapshots(SnapshotSummary::safetyFor))
                        .orElse(null),
                state(stores),
                completed.map(it -> it.data().outcome()).orElse(null),
                planned.isPresent() || completed.isPresent() || liveSnapshot() ? History.KNOWN : History.UNKNOWN,
                repositories(),
                stores,
                planned.map(it -> it.data().leftOut()).orElse(List.of()),
                stores.stream().mapToLong(BackupStore::bytesRead).sum(),
                stores.stream().mapToLong(BackupStore::bytesStored).sum(),
                planned.map(Fact::time)
                        .or(() -> completed.map(it -> it.data().startedAt()))
                        .orElse(null),
                planned.map(it -> it.data().startBefore()).orElse(null),
                planned.map(it -> it.data().deadline()).orElse(null),
                completed.map(it -> it.data().endedAt()).orElse(null),
                cancelled.map(it -> it.data().reason()).orElse(null),
                cancelled.map(it -> it.data().requestedBy()).orElse(null));
    }

    /**
     * The announced outcome, unless the repositories have decided better since: a decision can come after the scheduler
     * has given up waiting for it. What is known to be damaged is not complete, whatever it was.
     */
    private BackupState state(List<BackupStore> stores) {
        boolean damaged = stores.stream().anyMatch(it -> it.state() == SnapshotState.DAMAGED);
        boolean allCommitted = !damaged
                && !stores.isEmpty()
                && stores.stream().allMatch(it -> it.state().wasCommitted());
        BackupState committed =
                stores.stream().anyMatch(it -> it.missed() > 0) ? BackupState.PARTIAL : BackupState.COMPLETE;
        if (completed.isPresent()) {
            Outcome outcome = completed.get().data().outcome();
            return switch (outcome) {
                case COMPLETE -> damaged ? BackupState.PARTIAL : committed;
                case UNDECIDED, PARTIAL, FAILED, CANCELLED -> allCommitted ? committed : decidedSince(outcome, stores);
            };
        } else if (planned.isPresent() || liveSnapshot()) {
            return cancelled.isPresent() ? BackupState.CANCELLING : BackupState.RUNNING;
        } else if (cancelled.isPresent() && snapshots.isEmpty()) {
            return BackupState.CANCELLING;
        }
        return allCommitted ? committed : BackupState.HISTORY_UNKNOWN;
    }

    private static BackupState decidedSince(Outcome outcome, List<BackupStore> stores) {
        boolean allDecided = stores.stream().allMatch(it -> it.state().decided());
        if (outcome != Outcome.UNDECIDED || !allDecided) {
            return BackupState.of(outcome);
        }
        return stores.stream().anyMatch(it -> it.state().wasCommitted()) ? BackupState.PARTIAL : BackupState.FAILED;
    }

    private boolean liveSnapshot() {
        return snapshots.stream().anyMatch(it -> it.history() == History.KNOWN);
    }

    /** What was planned; failing that what was announced; failing that what the snapshots say of their backup. */
    private List<BackupStore> stores() {
        Map<String, PlannedStore> expected = new TreeMap<>();
        planned.ifPresent(it -> it.data().stores().forEach(store -> expected.put(store.store(), store)));
        Map<String, StoreOutcome> announced = new TreeMap<>();
        completed.ifPresent(it -> it.data().stores().forEach(store -> announced.put(store.store(), store)));
        Map<String, SnapshotSummary> known = snapshots.stream()
                .filter(it -> it.store() != null)
                .collect(Collectors.toMap(SnapshotSummary::store, it -> it, (one, other) -> one));
        Set<String> names = new TreeSet<>(expected.keySet());
        names.addAll(announced.keySet());
        names.addAll(known.keySet());
        if (expected.isEmpty()) {
            snapshots.forEach(it -> names.addAll(it.backupStores()));
        }
        List<BackupStore> stores = new ArrayList<>();
        for (String name : names) {
            stores.add(store(
                    name,
                    Optional.ofNullable(expected.get(name)),
                    Optional.ofNullable(announced.get(name)),
                    Optional.ofNullable(known.get(name))));
        }
        return stores;
    }

    private static BackupStore store(
            String name,
            Optional<PlannedStore> expected,
            Optional<StoreOutcome> announced,
            Optional<SnapshotSummary> known) {
        return new BackupStore(
                name,
                known.map(SnapshotSummary::kind)
                        .or(() -> expected.map(PlannedStore::kind).filter(it -> !it.isEmpty()))
                        .orElse(null),
                known.map(SnapshotSummary::snapshot)
                        .or(() -> expected.map(PlannedStore::snapshot))
                        .or(() -> announced.map(StoreOutcome::snapshot))
                        .orElse(null),
                known.map(SnapshotSummary::state)
                        .orElse(expected.isPresent() ? SnapshotState.PLANNED : SnapshotState.HISTORY_UNKNOWN),
                announced.map(StoreOutcome::outcome).orElse(null),
                Math.max(
                        known.map(SnapshotSummary::attempts).orElse(0),
                        announced.map(StoreOutcome::attempts).orElse(0)),
                known.map(SnapshotSummary::bytesRead)
                        .or(() -> announced.map(StoreOutcome::bytesRead))
                        .orElse(0L),
                known.map(SnapshotSummary::bytesStored)
                        .or(() -> announced.map(StoreOutcome::bytesStored))
                        .orElse(0L),
                known.map(SnapshotSummary::missed)
                        .or(() -> announced.map(StoreOutcome::missed))
                        .orElse(0L),
                known.map(SnapshotSummary::suspect)
                        .or(() -> announced.map(StoreOutcome::suspect))
                        .orElse(null),
                known.map(SnapshotSummary::copies).orElse(Map.of()),
                known.map(SnapshotSummary::reason)
                        .or(() -> announced.map(StoreOutcome::reason))
                        .orElse(null),
                known.map(SnapshotSummary::message)
                        .or(() -> announced.map(StoreOutcome::message))
                        .orElse(null));
    }

    private List<String> repositories() {
        return planned.map(it -> it.data().repositories()).orElseGet(() -> snapshots.stream()
                .map(SnapshotSummary::repositories)
                .findFirst()
                .orElse(List.of()));
    }

    private <T> Optional<T> ofSnapshots(Function<SnapshotSummary, @Nullable T> field) {
        return snapshots.stream().map(field).filter(Objects::nonNull).findFirst();
    }
}
