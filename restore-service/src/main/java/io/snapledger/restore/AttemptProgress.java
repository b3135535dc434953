package io.snapledger.restore;

import io.snapledger.events.EventData;
import io.snapledger.events.Nullable;
import io.snapledger.events.RestoreFailed;
import io.snapledger.events.RestoredStore;
import io.snapledger.stores.Aftermath;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** How far a try has come: each step is in the journal before it is taken. */
final class AttemptProgress {

    private final RestoreJournal journal;
    private RestoreRecord record;
    private @Nullable StoreRestore current;
    private boolean changed;
    private boolean applied;

    AttemptProgress(RestoreRecord record, RestoreJournal journal) {
        this.record = record;
        this.journal = journal;
        this.changed = !record.begun().isEmpty();
    }

    synchronized RestoreRecord record() {
        return record;
    }

    private synchronized void write(RestoreRecord next) {
        journal.write(next);
        record = next;
    }

    synchronized void choose(List<StoreRestore> stores) {
        if (record.chosen().isEmpty()) {
            write(record.choosing(stores.stream().map(ChosenSnapshot::of).toList()));
        }
    }

    synchronized void turnTo(StoreRestore store) {
        current = store;
        applied = false;
    }

    synchronized void safetySnapshot(StoreRestore store, String backup) {
        write(record.safe(store.store(), backup));
    }

    synchronized void beginning(StoreRestore store) {
        if (!record.begun().contains(store.store())) {
            write(record.beginning(store.store()));
        }
        changed |= !store.plan().swaps();
    }

    synchronized void applied() {
        changed = true;
        applied = true;
    }

    synchronized void restored(RestoredStore store) {
        changed = true;
        write(record.restored(store));
        current = null;
    }

    synchronized void decide(@Nullable EventData last) {
        write(record.decided(last));
    }

    synchronized void end() {
        write(record.end());
    }

    /** A target half restored is worse than a restore that takes long. */
    synchronized boolean isWorthWaiting() {
        return changed || record.number() > 1;
    }

    /** Removes the pin of a store whose restore was interrupted. */
    synchronized void letGo(RestoreExecution execution, Function<StoreRestore, RestoreExecution.Terms> terms) {
        if (current != null) {
            execution.unpin(current, terms.apply(current));
        }
    }

    /** The store whose target may have been changed, and has to be looked at. */
    synchronized Optional<StoreRestore> begun() {
        return Optional.ofNullable(current).filter(store -> record.begun().contains(store.store()));
    }

    /** Whether what the present store's restore made is in place. */
    synchronized boolean isApplied() {
        return applied;
    }

    /** What can be said of the target that nobody can look at: nothing has begun there, unless an earlier try had. */
    synchronized Aftermath aftermathUnseen() {
        List<String> halfDone = record.remaining().stream()
                .map(ChosenSnapshot::store)
                .filter(record.begun()::contains)
                .toList();
        return halfDone.isEmpty()
                ? new Aftermath(Aftermath.Change.NONE, List.of(), List.of())
                : Aftermath.unknown(
                        "an earlier try had begun with " + halfDone + ", and this one ended before it could look");
    }

    /** Says what was restored before, what was not, and what became of the target where it failed. */
    synchronized RestoreFailed failed(RestoreFailure failure, Aftermath aftermath) {
        return EventSizes.fit(new RestoreFailed(
                record.id(),
                failure.reason().code(),
                words(failure.getMessage()),
                current == null ? null : current.store(),
                RestoreFailed.Change.valueOf(aftermath.change().name()),
                aftermath.changed(),
                aftermath.left(),
                record.safety(),
                record.restored()));
    }

    private String words(String message) {
        if (record.chosen().size() < 2 || !changed) {
            return message;
        }
        String done = "; restored: "
                + record.restored().stream().map(RestoredStore::store).toList() + ", not restored: "
                + record.remaining().stream().map(ChosenSnapshot::store).toList();
        int hint = message.indexOf("; HINT: ");
        return hint < 0 ? message + done : message.substring(0, hint) + done + message.substring(hint);
    }
}
