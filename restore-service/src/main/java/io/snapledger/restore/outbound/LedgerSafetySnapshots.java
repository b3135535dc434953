package io.snapledger.restore.outbound;

import io.snapledger.events.BackupCompleted;
import io.snapledger.events.BackupTriggered;
import io.snapledger.events.Event;
import io.snapledger.events.EventPublishException;
import io.snapledger.events.EventPublisher;
import io.snapledger.events.FailureCode;
import io.snapledger.events.Identities;
import io.snapledger.events.Outcome;
import io.snapledger.events.Role;
import io.snapledger.events.StoreOutcome;
import io.snapledger.events.TriggerReason;
import io.snapledger.restore.RestoreFailure;
import io.snapledger.restore.SafetySnapshots;
import io.snapledger.stores.RestoreTarget;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** Asks the scheduler for a backup of one store, as any platform would, and waits for its end in the ledger. */
public final class LedgerSafetySnapshots implements SafetySnapshots {

    private final EventPublisher publisher;
    private final String installation;
    private final Function<String, Optional<String>> planOf;
    private final Clock clock;
    private final Map<String, CompletableFuture<BackupCompleted>> awaited = new ConcurrentHashMap<>();

    /** @param planOf a plan that has the store */
    public LedgerSafetySnapshots(
            EventPublisher publisher, String installation, Function<String, Optional<String>> planOf, Clock clock) {
        this.publisher = publisher;
        this.installation = installation;
        this.planOf = planOf;
        this.clock = clock;
    }

    /** Hears the ends of all backups. */
    public void heard(Event<?> event) {
        if (event.data() instanceof BackupCompleted completed) {
            CompletableFuture<BackupCompleted> waiting = awaited.get(completed.backup());
            if (waiting != null) {
                waiting.complete(completed);
            }
        }
    }

    @Override
    public String take(String restore, RestoreTarget target, Instant deadline)
            throws RestoreFailure, InterruptedException {
        String store = target.store().name();
        String plan = planOf.apply(store)
                .orElseThrow(() -> failed(
                        "no plan has the store '" + store + "'; HINT: add it to one, or say --skip-safety-snapshot",
                        null));
        Instant now = clock.instant();
        BackupTriggered trigger = new BackupTriggered(
                plan, TriggerReason.SAFETY, null, List.of(store), List.of(), null, "restore " + restore, null, restore);
        Event<BackupTriggered> event = new Event<>(
                "backup.triggered:" + plan + ":" + restore + "-" + store + ":" + now,
                Role.RESTORE.source(),
                now,
                trigger,
                Map.of());
        String backup = Identities.triggeredBackup(installation, plan, now, event.source(), event.id());
        CompletableFuture<BackupCompleted> end = new CompletableFuture<>();
        awaited.put(backup, end);
        try {
            publisher.publish(event);
            BackupCompleted completed = end.get(Duration.between(now, deadline).toMillis(), TimeUnit.MILLISECONDS);
            if (completed.outcome() != Outcome.COMPLETE || !holds(completed, store)) {
                throw failed(
                        "safety snapshot " + backup + " of '" + store + "' is " + completed.outcome() + ": "
                                + completed.stores().stream()
                                        .map(LedgerSafetySnapshots::words)
                                        .toList()
                                + "; HINT: say --skip-safety-snapshot to go without one",
                        null);
            }
            return backup;
        } catch (TimeoutException e) {
            throw failed("safety snapshot " + backup + " of '" + store + "' did not end by " + deadline, e);
        } catch (EventPublishException | ExecutionException e) {
            throw failed("safety snapshot of '" + store + "' could not be asked for: " + e.getMessage(), e);
        } finally {
            awaited.remove(backup);
        }
    }

    private static String words(StoreOutcome outcome) {
        return outcome.store() + " " + outcome.outcome() + (outcome.message() == null ? "" : ": " + outcome.message());
    }

    private static boolean holds(BackupCompleted completed, String store) {
        return completed.stores().stream()
                .anyMatch(outcome -> outcome.store().equals(store) && outcome.outcome() == Outcome.COMPLETE);
    }

    private static RestoreFailure failed(String message, Throwable cause) {
        return new RestoreFailure(FailureCode.SAFETY_SNAPSHOT_FAILED, message, cause);
    }
}
