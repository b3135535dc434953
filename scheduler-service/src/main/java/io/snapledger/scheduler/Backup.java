package io.snapledger.scheduler;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.snapledger.events.Nullable;
import io.snapledger.events.TriggerReason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * An open backup.
 *
 * @param id of the backup
 * @param plan name of the plan
 * @param reason why it runs
 * @param dueAt the instant that names it
 * @param safetyFor restore before which it is made as a safety snapshot; null for a plan's backup
 * @param trigger source and id of the trigger, as {@code source#id}
 * @param repositories the first one decides
 * @param attempts most tries per store
 * @param startWithin how long an attempt may wait for a worker
 * @param plannedAt when it was planned
 * @param startBefore until when first attempts may be claimed
 * @param deadline when everything must have ended
 * @param cancelled whether somebody asked to stop it
 * @param stores expected snapshots, in the plan's order
 * @param leftOut stores of the plan that it was asked to leave out
 */
public record Backup(
        String id,
        String plan,
        TriggerReason reason,
        Instant dueAt,
        @Nullable String safetyFor,
        String trigger,
        List<String> repositories,
        int attempts,
        Duration startWithin,
        Instant plannedAt,
        Watch.Limit startBefore,
        Watch.Limit deadline,
        boolean cancelled,
        List<Store> stores,
        List<String> leftOut) {

    public Backup {
        repositories = List.copyOf(repositories);
        stores = List.copyOf(stores);
        leftOut = List.copyOf(leftOut);
    }

    /** The repository whose decision makes a snapshot complete. */
    @JsonIgnore
    String decider() {
        return repositories.get(0);
    }

    @JsonIgnore
    List<String> storeNames() {
        return stores.stream().map(Store::name).toList();
    }

    @JsonIgnore
    boolean isEnded() {
        for (Store store : stores) {
            if (!store.isClosed()) {
                return false;
            }
        }
        return true;
    }

    int indexOf(String snapshot) {
        for (int i = 0; i < stores.size(); i++) {
            if (stores.get(i).snapshot().equals(snapshot)) {
                return i;
            }
        }
        return -1;
    }

    Backup with(int index, Store store) {
        List<Store> changed = new ArrayList<>(stores);
        changed.set(index, store);
        return with(changed, cancelled);
    }

    Backup with(List<Store> changed, boolean nowCancelled) {
        return new Backup(
                id,
                plan,
                reason,
                dueAt,
                safetyFor,
                trigger,
                repositories,
                attempts,
                startWithin,
                plannedAt,
                startBefore,
                deadline,
                nowCancelled,
                changed,
                leftOut);
    }
}
