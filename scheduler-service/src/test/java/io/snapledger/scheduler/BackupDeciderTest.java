package io.snapledger.scheduler;

import static io.snapledger.scheduler.DeciderScript.START;
import static io.snapledger.scheduler.DeciderScript.attempt;
import static io.snapledger.scheduler.DeciderScript.nightly;
import static io.snapledger.scheduler.DeciderScript.plan;
import static org.assertj.core.api.Assertions.assertThat;

import io.snapledger.events.BackupCompleted;
import io.snapledger.events.BackupPlanned;
import io.snapledger.events.DumpRequested;
import io.snapledger.events.Outcome;
import io.snapledger.events.PlannedStore;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of a backup as a whole; {@link TriggerTest} has its beginning, {@link StoreDeciderTest} the rules for one store. */
class BackupDeciderTest {

    @Test
    void aTriggerPlansTheBackupAndRequestsOneDumpPerStore() {
        DeciderScript script = new DeciderScript(nightly("orders", "git-config")).triggered("keptn", "1");

        BackupPlanned planned = script.published(BackupPlanned.class).get(0);
        assertThat(planned.backup()).isEqualTo(script.backup).startsWith("20261121t000001z-");
        assertThat(planned.trigger()).isEqualTo("keptn#1");
        assertThat(planned.stores()).extracting(PlannedStore::store).containsExactly("orders", "git-config");
        assertThat(planned.startBefore()).isEqualTo(START.plusSeconds(1).plus(Duration.ofHours(6)));
        assertThat(planned.deadline()).isEqualTo(START.plusSeconds(1).plus(Duration.ofHours(12)));
        assertThat(script.published(DumpRequested.class)).allSatisfy(request -> {
            assertThat(request.number()).isEqualTo(1);
            assertThat(request.order().backupStores()).containsExactly("orders", "git-config");
            assertThat(request.repositories()).containsExactly("main");
        });
        assertThat(script.published(DumpRequested.class))
                .extracting(DumpRequested::store)
                .containsExactly("orders", "git-config");
    }

    @Test
    void aBackupIsCompleteWhenEveryStoreIs() {
        DeciderScript script = new DeciderScript(nightly("orders", "shop"))
                .triggered("keptn", "1")
                .started("orders", 1, 7)
                .sealed("orders", 1, 7)
                .committed("orders", "main", 1, 7)
                .isOpen()
                .started("shop", 1, 8)
                .sealed("shop", 1, 8)
                .committed("shop", "main", 1, 8);

        script.ended(Outcome.COMPLETE);
        assertThat(script.resultOf("orders").attempt()).isEqualTo(attempt(1, 7));
        assertThat(script.resultOf("orders").bytesRead()).isEqualTo(100);
        assertThat(script.finalReasons()).isEmpty();
    }

    @Test
    void aBackupIsPartialWhenOneStoreIsMissingAndSaysWhichAndWhy() {
        DeciderScript script = new DeciderScript(nightly("orders", "shop"))
                .triggered("keptn", "1")
                .committed("orders", "main", 1, 7)
                .failed("shop", 1, 8, "credentials-refused", false)
                .aborted("shop");

        script.ended(Outcome.PARTIAL);
        assertThat(script.resultOf("shop").outcome()).isEqualTo(Outcome.FAILED);
        assertThat(script.resultOf("shop").reason()).isEqualTo("credentials-refused");
        assertThat(script.resultOf("shop").message()).isEqualTo("it broke");
    }

    @Test
    void whatComesAfterTheEndChangesNothing() {
        DeciderScript script = new DeciderScript(nightly("orders"))
                .triggered("keptn", "1")
                .committed("orders", "main", 1, 7)
                .ended(Outcome.COMPLETE);
        SchedulerState end = script.state;

        script.started("orders", 1, 7)
                .heart("orders", 2, 9)
                .sealed("orders", 2, 9)
                .failed("orders", 2, 9, "tool-failed", true)
                .committed("orders", "main", 2, 9)
                .aborted("orders")
                .by(
                        io.snapledger.events.Role.SCHEDULER,
                        script.published(BackupPlanned.class).get(0))
                .by(io.snapledger.events.Role.SCHEDULER, script.result());

        assertThat(script.state).isEqualTo(end);
        assertThat(script.published(BackupCompleted.class)).hasSize(1);
    }

    @Test
    void aCancelledBackupIsStoppedAndEndsByStoragesAnswers() {
        DeciderScript script = new DeciderScript(nightly("orders", "shop"))
                .triggered("keptn", "1")
                .started("orders", 1, 7)
                .cancelled()
                .isOpen();
        assertThat(script.finalReasons()).containsExactly("cancelled", "cancelled");

        script.aborted("orders").aborted("shop").ended(Outcome.CANCELLED);

        assertThat(script.resultOf("orders").message()).contains("ada").contains("wrong day");
    }

    @Test
    void aStoreThatHadWonBeforeItsBackupWasCancelledIsKept() {
        DeciderScript script = new DeciderScript(nightly("orders", "shop"))
                .triggered("keptn", "1")
                .started("orders", 1, 7)
                .sealed("orders", 1, 7)
                .cancelled()
                .committed("orders", "main", 1, 7)
                .aborted("shop");

        script.ended(Outcome.PARTIAL);
        assertThat(script.resultOf("orders").outcome()).isEqualTo(Outcome.COMPLETE);
        assertThat(script.resultOf("shop").outcome()).isEqualTo(Outcome.CANCELLED);
    }

    @Test
    void aCancelThatIsReadBeforeItsTriggerEndsTheBackupBeforeAnyDump() {
        DeciderScript script = new DeciderScript(nightly("orders"));
        script.backup = io.snapledger.events.Identities.triggeredBackup(
                DeciderScript.INSTALLATION, "nightly", START.plusSeconds(1), "keptn", "1");

        script.cancelled().triggered("keptn", "1");

        script.ended(Outcome.CANCELLED);
        assertThat(script.published(DumpRequested.class)).isEmpty();
    }

    @Test
    void aQueuedRunCanBeCancelled() {
        DeciderScript script = new DeciderScript(plan("nightly", Overlap.QUEUE, 3, List.of("main"), "orders"))
                .due("nightly", START)
                .due("nightly", START.plusSeconds(3600))
                .cancelled();

        assertThat(script.result().backup()).isEqualTo(script.backup);
        assertThat(script.result().outcome()).isEqualTo(Outcome.CANCELLED);
        assertThat(script.state.queued()).isEmpty();
    }

    @Test
    void aBackupPlannedByAnotherSchedulerIsTakenOverWithTheSameIds() {
        DeciderScript one = new DeciderScript(nightly("orders")).triggered("keptn", "1");
        DeciderScript two = new DeciderScript(nightly("orders"));
        two.backup = one.backup;

        two.by(
                        io.snapledger.events.Role.SCHEDULER,
                        one.published(BackupPlanned.class).get(0))
                .triggered("keptn", "1");

        assertThat(two.published(BackupPlanned.class)).isEmpty();
        assertThat(two.published(DumpRequested.class)).isEqualTo(one.published(DumpRequested.class));
        two.committed("orders", "main", 1, 7).ended(Outcome.COMPLETE);
    }

    @Test
    void twoSchedulersThatReadTheSameEventsPublishTheSameIds() {
        DeciderScript one = new DeciderScript(nightly("orders", "shop"));
        DeciderScript two = new DeciderScript(nightly("orders", "shop"));
        for (DeciderScript script : List.of(one, two)) {
            script.triggered("keptn", "1")
                    .failed("orders", 1, 7, "tool-failed", true)
                    .pass(Duration.ofMinutes(1))
                    .committed("orders", "main", 2, 7)
                    .failed("shop", 1, 8, "gone", false)
                    .aborted("shop");
        }

        assertThat(one.publishedIds()).isEqualTo(two.publishedIds()).doesNotHaveDuplicates();
    }

    @Test
    void aBackupThatAnotherSchedulerEndedIsLeftAlone() {
        DeciderScript script = new DeciderScript(nightly("orders")).triggered("keptn", "1");

        script.by(
                io.snapledger.events.Role.SCHEDULER,
                new BackupCompleted(script.backup, "nightly", Outcome.FAILED, List.of(), START, START));

        assertThat(script.state.open()).isEmpty();
        assertThat(script.published(BackupCompleted.class)).isEmpty();
    }
}
