package io.snapledger.scheduler;

import static io.snapledger.scheduler.DeciderScript.attempt;
import static io.snapledger.scheduler.DeciderScript.nightly;
import static io.snapledger.scheduler.DeciderScript.plan;
import static org.assertj.core.api.Assertions.assertThat;

import io.snapledger.events.DumpFailed;
import io.snapledger.events.Outcome;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the answers of storage-service, and their absence, mean for one store, with one repository and with two. */
class StoreAnswersTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Test
    void aSealedAttemptThatStorageDoesNotAnswerForTenMinutesIsTriedAgain() {
        DeciderScript script = triggered()
                .started("orders", 1, 7)
                .sealed("orders", 1, 7)
                .pass(Duration.ofSeconds(590))
                .sealed("orders", 1, 7); // announced again by a restarted worker
        assertThat(script.requestedNumbers("orders")).containsExactly(1);

        script.pass(Duration.ofSeconds(10));

        assertThat(script.requestedNumbers("orders")).containsExactly(1, 2);
        assertThat(script.published(DumpFailed.class))
                .extracting(DumpFailed::reason)
                .containsExactly("upload-unanswered");
    }

    @Test
    void theDecisionForAnOlderAttemptClosesTheStoreAsComplete() {
        DeciderScript script = triggered()
                .started("orders", 1, 7)
                .pass(MINUTE)
                .started("orders", 2, 8)
                .sealed("orders", 1, 7)
                .committed("orders", "main", 1, 7);

        script.ended(Outcome.COMPLETE);
        assertThat(script.resultOf("orders").attempt()).isEqualTo(attempt(1, 7));
    }

    @Test
    void aStoreOfWhichSomethingWasMissedEndsAsPartialAndSoDoesItsBackup() {
        DeciderScript script =
                triggered().started("orders", 1, 7).sealed("orders", 1, 7).committedInPart("orders", 1, 7, 3);

        script.ended(Outcome.PARTIAL);
        assertThat(script.resultOf("orders").outcome()).isEqualTo(Outcome.PARTIAL);
        assertThat(script.resultOf("orders").missed()).isEqualTo(3);
        assertThat(script.resultOf("orders").suspect()).isEqualTo("0 objects");
    }

    @Test
    void aStoreThatAWorkerRefusesFailsAtOnceWithItsReason() {
        DeciderScript script = triggered().refused("orders", "store-misconfigured");

        assertThat(script.finalReasons()).containsExactly("store-misconfigured");
        script.aborted("orders").ended(Outcome.FAILED);
        assertThat(script.resultOf("orders").reason()).isEqualTo("store-misconfigured");
    }

    @Test
    void theDecisionWinsEvenOverAFinalFailure() {
        DeciderScript script = triggered()
                .started("orders", 1, 7)
                .sealed("orders", 1, 7)
                .failed("orders", 1, 7, "staging-lost", false);
        assertThat(script.finalReasons()).containsExactly("staging-lost");

        script.committed("orders", "main", 1, 7).ended(Outcome.COMPLETE);
        assertThat(script.resultOf("orders").reason()).isNull();
    }

    @Test
    void lostSegmentsMeanTheNextAttempt() {
        DeciderScript script =
                triggered().sealed("orders", 1, 7).notUploaded("orders", "main", attempt(1, 7), "segment-lost", "NONE");

        assertThat(script.requestedNumbers("orders")).containsExactly(1, 2);
        script.notUploaded("orders", "main", attempt(1, 7), "segment-lost", "NONE");
        assertThat(script.requestedNumbers("orders"))
                .as("the same answer again")
                .containsExactly(1, 2);
    }

    @Test
    void aRepositoryThatIsFullIsTriedAgainAfterAPauseAndThenNamedAsTheReason() {
        DeciderScript script = triggered();
        for (int number = 1; number <= 3; number++) {
            script.sealed("orders", number, number)
                    .notUploaded("orders", "main", attempt(number, number), "repository-full", "NONE")
                    .pass(MINUTE);
        }

        assertThat(script.requestedNumbers("orders")).containsExactly(1, 2, 3);
        assertThat(script.finalReasons()).containsExactly("repository-full");
    }

    @Test
    void anAttemptThatLostToAnotherWaitsForTheWinnersAnswerAndTriesNothingElse() {
        DeciderScript script = triggered()
                .sealed("orders", 2, 8)
                .notUploaded("orders", "main", attempt(2, 8), "lost-to-other-attempt", "COMMITTED")
                .pass(Duration.ofMinutes(9));
        assertThat(script.requestedNumbers("orders")).containsExactly(1);
        assertThat(script.finalReasons()).isEmpty();

        script.committed("orders", "main", 1, 7).ended(Outcome.COMPLETE);
    }

    @Test
    void aFinalFailureIsAnnouncedAgainUntilStorageAnswers() {
        DeciderScript script = triggered().failed("orders", 1, 7, "no", false).pass(Duration.ofMinutes(21));

        assertThat(script.finalReasons()).containsExactly("no", "no", "no");
        assertThat(script.published(DumpFailed.class))
                .as("the same event")
                .containsOnly(script.published(DumpFailed.class).get(0));
    }

    @Test
    void aStoreThatStorageDoesNotAnswerAnHourPastTheDeadlineIsUndecided() {
        DeciderScript script = triggered()
                .failed("orders", 1, 7, "tool-failed", false)
                .pass(Duration.ofHours(12).plusMinutes(59))
                .isOpen()
                .pass(Duration.ofMinutes(2));

        script.ended(Outcome.UNDECIDED);
        assertThat(script.resultOf("orders").outcome()).isEqualTo(Outcome.UNDECIDED);
        assertThat(script.resultOf("orders").message()).contains("main").contains("it broke");
    }

    @Test
    void theFirstRepositoryDecidesAndTheOthersAreReportedAsCopies() {
        DeciderScript script = twoRepositories()
                .sealed("orders", 1, 7)
                .committed("orders", "main", 1, 7)
                .isOpen()
                .committed("orders", "far", 1, 7);

        script.ended(Outcome.COMPLETE);
        assertThat(script.resultOf("orders").copies()).containsOnlyKeys("far").containsEntry("far", "COMMITTED");
    }

    @Test
    void aCopyThatFailsDoesNotSpoilTheSnapshot() {
        DeciderScript script = twoRepositories()
                .sealed("orders", 1, 7)
                .notUploaded("orders", "far", attempt(1, 7), "repository-full", "NONE")
                .committed("orders", "main", 1, 7);

        script.ended(Outcome.COMPLETE);
        assertThat(script.resultOf("orders").copies()).containsEntry("far", "NONE");
        assertThat(script.requestedNumbers("orders")).containsExactly(1);
    }

    @Test
    void aCopyAloneIsNotComplete() {
        DeciderScript script = twoRepositories()
                .sealed("orders", 1, 7)
                .committed("orders", "far", 1, 7)
                .isOpen()
                .failed("orders", 1, 7, "staging-lost", false)
                .aborted("orders");

        script.ended(Outcome.FAILED);
        assertThat(script.resultOf("orders").copies()).containsEntry("far", "COMMITTED");
    }

    @Test
    void aCopyThatIsNotReportedIsNotWaitedForLongerThanForAnAnswer() {
        DeciderScript script = twoRepositories()
                .committed("orders", "main", 1, 7)
                .pass(Duration.ofMinutes(9))
                .isOpen()
                .pass(MINUTE);

        script.ended(Outcome.COMPLETE);
        assertThat(script.resultOf("orders").copies()).containsEntry("far", "UNKNOWN");
    }

    @Test
    void aRepositoryThatThePlanDoesNotNameHasNoSay() {
        triggered().committed("orders", "elsewhere", 1, 7).isOpen();
    }

    private static DeciderScript triggered() {
        return new DeciderScript(nightly("orders")).triggered("keptn", "1");
    }

    private static DeciderScript twoRepositories() {
        return new DeciderScript(plan("nightly", Overlap.SKIP, 3, List.of("main", "far"), "orders"))
                .triggered("keptn", "1");
    }
}
