package io.snapledger.scheduler;

import static io.snapledger.scheduler.DeciderScript.START;
import static io.snapledger.scheduler.DeciderScript.nightly;
import static io.snapledger.scheduler.DeciderScript.plan;
import static org.assertj.core.api.Assertions.assertThat;

import io.snapledger.events.BackupMissed;
import io.snapledger.events.BackupPlanned;
import io.snapledger.events.BackupTriggered;
import io.snapledger.events.DumpRequested;
import io.snapledger.events.Outcome;
import io.snapledger.events.TriggerReason;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which triggers become a backup, which wait, and which are refused. */
class TriggerTest {

    @Test
    void oneTriggerReadAHundredTimesIsOneBackup() {
        DeciderScript script = new DeciderScript(nightly("orders"));

        for (int i = 0; i < 100; i++) {
            script.triggered("keptn", "1");
        }

        assertThat(script.published(BackupPlanned.class)).hasSize(1);
        assertThat(script.published(DumpRequested.class)).hasSize(1);
    }

    @Test
    void aTriggerReadAgainAfterItsBackupEndedChangesNothing() {
        DeciderScript script = new DeciderScript(nightly("orders"))
                .triggered("keptn", "1")
                .committed("orders", "main", 1, 7)
                .ended(Outcome.COMPLETE);

        script.triggered("keptn", "1");

        assertThat(script.published(BackupPlanned.class)).hasSize(1);
        assertThat(script.state.open()).isEmpty();
    }

    @Test
    void triggersOfTwoPlatformsWithTheSameIdAreTwoBackupsAtOnce() {
        DeciderScript script =
                new DeciderScript(nightly("orders")).triggered("keptn", "1").triggered("argo", "1");

        assertThat(script.published(BackupPlanned.class))
                .extracting(BackupPlanned::backup)
                .doesNotHaveDuplicates()
                .hasSize(2);
    }

    @Test
    void aPlatformThatClaimsToBeTheScheduleIsARunOnDemand() {
        BackupTriggered claim =
                new BackupTriggered("nightly", TriggerReason.SCHEDULE, START, List.of(), List.of(), null, null);

        DeciderScript script = new DeciderScript(nightly("orders"))
                .triggered("keptn", "1", claim)
                .due("nightly", START);

        assertThat(script.published(BackupPlanned.class))
                .extracting(BackupPlanned::reason)
                .containsExactly(TriggerReason.EVENT);
        assertThat(script.published(BackupMissed.class)).hasSize(1);
    }

    @Test
    void aTriggerMaySelectStoresKindsAndRepository() {
        BackupTriggered some = new BackupTriggered(
                "nightly",
                TriggerReason.MANUAL,
                null,
                List.of("orders", "git-config"),
                List.of("files"),
                "other",
                null);

        DeciderScript script = new DeciderScript(
                        nightly("orders", "shop", "git-config"),
                        plan("weekly", Overlap.SKIP, 3, List.of("other"), "orders"))
                .triggered("ui", "1", some);

        assertThat(script.published(DumpRequested.class)).singleElement().satisfies(request -> {
            assertThat(request.store()).isEqualTo("git-config");
            assertThat(request.repositories()).containsExactly("other");
        });
    }

    @Test
    void triggersForWhatIsNotThereAreRejectedWithAReasonAndPlanNothing() {
        DeciderScript script = new DeciderScript(nightly("orders"))
                .triggered("a", "1", request("unknown", List.of(), List.of(), null))
                .triggered("a", "2", request("nightly", List.of("orders", "tables"), List.of(), null))
                .triggered("a", "3", request("nightly", List.of(), List.of("vault"), null))
                .triggered("a", "4", request("nightly", List.of(), List.of(), "elsewhere"));

        assertThat(script.rejected)
                .extracting(Effect.Reject::code)
                .containsExactly("unknown-plan", "unknown-store", "nothing-selected", "unknown-repository");
        assertThat(script.published(BackupPlanned.class)).isEmpty();
        assertThat(script.remembered).hasSize(4);
    }

    private static BackupTriggered request(String plan, List<String> stores, List<String> kinds, String repository) {
        return new BackupTriggered(plan, TriggerReason.EVENT, null, stores, kinds, repository, null);
    }

    @Test
    void aScheduledRunIsMissedWhileAnotherBackupOfThePlanIsOpen() {
        DeciderScript script =
                new DeciderScript(nightly("orders")).due("nightly", START).due("nightly", START.plusSeconds(3600));

        assertThat(script.published(BackupPlanned.class)).hasSize(1);
        assertThat(script.published(BackupMissed.class)).singleElement().satisfies(missed -> {
            assertThat(missed.why()).isEqualTo("overlap");
            assertThat(missed.lastDueAt()).isEqualTo(START.plusSeconds(3600));
        });
    }

    @Test
    void withPolicyQueueAScheduledRunWaitsAndStartsWhenTheOpenOneEnds() {
        DeciderScript script =
                new DeciderScript(plan("nightly", Overlap.QUEUE, 3, List.of("main"), "orders")).due("nightly", START);
        String first = script.backup;
        script.due("nightly", START.plusSeconds(3600));
        String second = script.backup;
        script.due("nightly", START.plusSeconds(7200)); // one waits already

        script.backup = first;
        script.committed("orders", "main", 1, 7);

        assertThat(script.published(BackupPlanned.class))
                .extracting(BackupPlanned::backup)
                .containsExactly(first, second);
        assertThat(script.published(BackupMissed.class))
                .extracting(BackupMissed::lastDueAt)
                .containsExactly(START.plusSeconds(7200));
    }

    @Test
    void runsOnDemandNeverWaitForOthers() {
        DeciderScript script =
                new DeciderScript(nightly("orders")).due("nightly", START).triggered("keptn", "1");

        assertThat(script.published(BackupPlanned.class)).hasSize(2);
    }

    @Test
    void theNewestDueTimeIsRememberedPerPlanAlsoOfRepeatedTriggers() {
        DeciderScript script = new DeciderScript(nightly("orders"))
                .due("nightly", START.plusSeconds(3600))
                .due("nightly", START)
                .due("nightly", START.plusSeconds(3600));

        assertThat(script.state.lastDue()).containsEntry("nightly", START.plusSeconds(3600));
    }

    @Test
    void effectsNameTheirCause() {
        DeciderScript script = new DeciderScript(nightly("orders"));
        BackupDecider decider =
                new BackupDecider("i", new Plans(List.of(nightly("orders")), List.of()), Timing.DEFAULT);
        var trigger = new io.snapledger.events.Event<>(
                "1",
                "keptn",
                START,
                request("nightly", List.of(), List.of(), null),
                java.util.Map.of("traceparent", "00-1-2-01"));

        Decision decision = decider.decide(script.state, trigger, false);

        assertThat(decision.effects())
                .filteredOn(Effect.Publish.class::isInstance)
                .isNotEmpty()
                .allSatisfy(
                        effect -> assertThat(((Effect.Publish) effect).event().extensions())
                                .containsEntry("causationid", "1")
                                .containsEntry("traceparent", "00-1-2-01"));
    }
}
