package io.snapledger.catalog;

import io.snapledger.catalog.Facts.Fact;
import io.snapledger.events.Nullable;
import io.snapledger.events.RestoreCompleted;
import io.snapledger.events.RestoreFailed;
import io.snapledger.events.RestorePlanned;
import io.snapledger.events.RestoreProgress;
import io.snapledger.events.RestoreRequested;
import io.snapledger.events.RestoreStarted;
import io.snapledger.events.RestoredStore;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Computes a restore's row from its events. */
final class RestoreFold {

    private final String id;
    private final Facts facts;
    private final Optional<Fact<RestoreRequested>> requested;
    private final Optional<Fact<RestorePlanned>> planned;
    private final Optional<Fact<RestoreCompleted>> completed;
    private final Optional<Fact<RestoreFailed>> failed;
    private final List<Fact<RestoreStarted>> started;

    private RestoreFold(String id, Facts facts) {
        this.id = id;
        this.facts = facts;
        this.requested = facts.first(RestoreRequested.class);
        this.planned = facts.last(RestorePlanned.class);
        this.completed = facts.first(RestoreCompleted.class);
        // A success is the last word, whatever an earlier try has said.
        this.failed = completed.isPresent() ? Optional.empty() : facts.last(RestoreFailed.class);
        this.started = facts.all(RestoreStarted.class);
    }

    static Restore fold(String id, Collection<LedgerEntry> entries) {
        return new RestoreFold(id, Facts.of(entries)).fold();
    }

    private Restore fold() {
        Restore.State state = state();
        return new Restore(
                id,
                state,
                requested.map(Fact::data).orElse(null),
                planned.map(it -> it.data().executes()).orElse(null),
                planned.map(it -> it.data().stores()).orElse(List.of()),
                planned.map(it -> it.data().blockers()).orElse(List.of()),
                planned.map(it -> it.data().warnings()).orElse(List.of()),
                progress(state),
                completed
                        .map(it -> it.data().stores())
                        .or(() -> failed.map(it -> it.data().stores()))
                        .orElse(List.of()),
                started.stream().mapToInt(it -> it.data().number()).max().orElse(0),
                failed.map(it -> it.data().change()).orElse(null),
                failed.map(it -> it.data().changed()).orElse(List.of()),
                failed.map(it -> it.data().left()).orElse(List.of()),
                failed.map(it -> it.data().safetyBackups()).orElseGet(this::safetyBackups),
                failed.map(it -> it.data().store()).orElse(null),
                failed.map(it -> it.data().reason()).orElse(null),
                failed.map(it -> it.data().message()).orElse(null),
                requested.map(Fact::time).orElse(null),
                planned.map(Fact::time).orElse(null),
                completed
                        .map(it -> it.data().startedAt())
                        .or(() -> started.stream().map(Fact::time).findFirst())
                        .orElse(null),
                completed
                        .map(it -> it.data().endedAt())
                        .or(() -> failed.map(Fact::time))
                        .orElse(null));
    }

    private Map<String, String> safetyBackups() {
        return completed.map(it -> it.data().stores()).orElse(List.of()).stream()
                .filter(store -> store.safetyBackup() != null)
                .collect(Collectors.toMap(RestoredStore::store, RestoredStore::safetyBackup));
    }

    private Restore.State state() {
        if (completed.isPresent()) {
            return Restore.State.COMPLETED;
        } else if (failed.isPresent()) {
            return failed.get().data().reason().equals("cancelled") ? Restore.State.CANCELLED : Restore.State.FAILED;
        } else if (!started.isEmpty()) {
            return Restore.State.RUNNING;
        } else if (planned.isPresent()) {
            return planned.get().data().executes() ? Restore.State.PENDING : Restore.State.PLANNED;
        }
        return Restore.State.REQUESTED;
    }

    private Restore.@Nullable Progress progress(Restore.State state) {
        boolean running = state == Restore.State.RUNNING || state == Restore.State.PENDING;
        return facts.last(RestoreProgress.class)
                .filter(it -> running)
                .map(it -> new Restore.Progress(
                        it.data().store(),
                        it.data().phase(),
                        it.data().bytesDone(),
                        it.data().bytesTotal(),
                        it.time()))
                .orElse(null);
    }
}
