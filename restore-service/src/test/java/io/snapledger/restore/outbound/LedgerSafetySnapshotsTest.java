package io.snapledger.restore.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snapledger.events.BackupCompleted;
import io.snapledger.events.BackupTriggered;
import io.snapledger.events.Event;
import io.snapledger.events.EventPublishException;
import io.snapledger.events.FailureCode;
import io.snapledger.events.Identities;
import io.snapledger.events.Outcome;
import io.snapledger.events.Role;
import io.snapledger.events.StoreOutcome;
import io.snapledger.events.TriggerReason;
import io.snapledger.restore.RestoreFailure;
import io.snapledger.stores.RestoreTarget;
import io.snapledger.stores.StoreDefinition;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The scheduler is played by whatever answers a trigger. */
class LedgerSafetySnapshotsTest {

    private static final Clock CLOCK = Clock.systemUTC();
    private static final RestoreTarget SHOP =
            new RestoreTarget(new StoreDefinition("shop", "files", Map.of()), Map.of());

    private final List<Event<?>> published = new ArrayList<>();
    private BiFunction<String, BackupTriggered, BackupCompleted> scheduler =
            (backup, trigger) -> completed(backup, Outcome.COMPLETE, "shop", Outcome.COMPLETE);
    private LedgerSafetySnapshots safety;

    @Test
    void itIsABackupOfThatStoreAloneAndItsIdIsTheSchedulers() throws Exception {
        String backup = take(CLOCK.instant().plusSeconds(30));

        BackupTriggered trigger = (BackupTriggered) published.get(0).data();
        assertThat(trigger.plan()).isEqualTo("nightly");
        assertThat(trigger.stores()).containsExactly("shop");
        assertThat(trigger.reason()).isEqualTo(TriggerReason.SAFETY);
        assertThat(Identities.isBackup(backup)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "PARTIAL,  shop,  COMPLETE",
        "FAILED,   shop,  FAILED",
        "CANCELLED,shop,  CANCELLED",
        "COMPLETE, other, COMPLETE",
        "COMPLETE, shop,  FAILED",
    })
    void anythingButACompleteSnapshotOfTheStoreHasFailed(Outcome outcome, String store, Outcome ofStore) {
        scheduler = (backup, trigger) -> completed(backup, outcome, store, ofStore);

        failed(CLOCK.instant().plusSeconds(30), "HINT: say --skip-safety-snapshot to go without one");
    }

    @Test
    void theEndOfAnotherBackupIsNotItsEnd() {
        scheduler = (backup, trigger) ->
                completed("20261121t000000z-abcdefghij", Outcome.COMPLETE, "shop", Outcome.COMPLETE);

        failed(CLOCK.instant().plusMillis(300), "did not end by");
    }

    @Test
    void aBrokerThatDoesNotTakeTheTriggerIsAFailure() {
        scheduler = (backup, trigger) -> {
            throw new EventPublishException("Kafka has not acknowledged it", null);
        };

        failed(CLOCK.instant().plusSeconds(30), "could not be asked for: Kafka has not acknowledged it");
    }

    @Test
    void aStoreOfNoPlanHasNone() {
        RestoreTarget stray = new RestoreTarget(new StoreDefinition("stray", "files", Map.of()), Map.of());

        assertThatThrownBy(() -> snapshots().take("r-1", stray, CLOCK.instant().plusSeconds(30)))
                .hasMessage("no plan has the store 'stray'; HINT: add it to one, or say --skip-safety-snapshot");
        assertThat(published).isEmpty();
    }

    private String take(Instant deadline) throws RestoreFailure, InterruptedException {
        return snapshots().take("r-1", SHOP, deadline);
    }

    private void failed(Instant deadline, String message) {
        assertThatThrownBy(() -> take(deadline)).isInstanceOfSatisfying(RestoreFailure.class, failure -> {
            assertThat(failure.reason()).isEqualTo(FailureCode.SAFETY_SNAPSHOT_FAILED);
            assertThat(failure.getMessage()).contains(message);
        });
    }

    private LedgerSafetySnapshots snapshots() {
        safety = new LedgerSafetySnapshots(
                this::publish, "test", store -> Optional.of("nightly").filter(any -> store.equals("shop")), CLOCK);
        return safety;
    }

    /** Derives the id as the scheduler does. */
    private void publish(Event<?> event) {
        published.add(event);
        BackupTriggered trigger = (BackupTriggered) event.data();
        String backup = Identities.triggeredBackup("test", trigger.plan(), event.time(), event.source(), event.id());
        safety.heard(Event.of(Role.SCHEDULER, CLOCK.instant(), scheduler.apply(backup, trigger)));
    }

    private static BackupCompleted completed(String backup, Outcome outcome, String store, Outcome ofStore) {
        StoreOutcome one = new StoreOutcome(
                store,
                Identities.snapshot(backup, "test", store),
                ofStore,
                null,
                1,
                null,
                "as the test says",
                0,
                0,
                0,
                null,
                Map.of());
        return new BackupCompleted(backup, "nightly", outcome, List.of(one), CLOCK.instant(), CLOCK.instant());
    }
}
