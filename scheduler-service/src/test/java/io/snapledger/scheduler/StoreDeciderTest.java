package io.snapledger.scheduler;

import static io.snapledger.scheduler.DeciderScript.attempt;
import static io.snapledger.scheduler.DeciderScript.nightly;
import static io.snapledger.scheduler.DeciderScript.plan;
import static org.assertj.core.api.Assertions.assertThat;

import io.snapledger.events.DumpFailed;
import io.snapledger.events.DumpRequested;
import io.snapledger.events.Outcome;
import io.snapledger.events.Role;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The rules for one store: claims, hearts, attempts, deadlines; {@link StoreAnswersTest} has storage's answers. */
class StoreDeciderTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Test
    void theFirstClaimOfANumberCounts() {
        DeciderScript script = triggered()
                .started("orders", 1, 7)
                .started("orders", 1, 8)
                .failed("orders", 1, 8, "tool-failed", false);

        assertThat(script.finalReasons()).isEmpty();
        assertThat(script.failed("orders", 1, 7, "tool-failed", false).finalReasons())
                .containsExactly("tool-failed");
    }

    @Test
    void aHeartThatIsReadBeforeItsClaimCountsAsTheClaim() {
        DeciderScript script = triggered().heart("orders", 1, 7).started("orders", 1, 8);

        assertThat(phase(script, "orders"))
                .isInstanceOfSatisfying(Phase.Running.class, running -> assertThat(running.attempt())
                        .isEqualTo(attempt(1, 7)));
    }

    @Test
    void aWorkerThatIsSilentForAMinuteIsDeadAndTheNextAttemptIsRequested() {
        DeciderScript script = triggered().started("orders", 1, 7).pass(Duration.ofSeconds(55));
        assertThat(script.requestedNumbers("orders")).containsExactly(1);

        script.pass(Duration.ofSeconds(5));

        assertThat(script.requestedNumbers("orders")).containsExactly(1, 2);
        assertThat(script.published(DumpFailed.class)).singleElement().satisfies(lost -> {
            assertThat(lost.reason()).isEqualTo("worker-lost");
            assertThat(lost.attempt()).isEqualTo(attempt(1, 7));
            assertThat(lost.isFinal()).isFalse();
        });
    }

    @Test
    void anUnknownRepositoryEndsTheStoreWithoutAnotherDump() {
        DeciderScript script = triggered()
                .started("orders", 1, 7)
                .sealed("orders", 1, 7)
                .notUploaded("orders", "main", attempt(1, 7), "unknown-repository", "NONE");
        assertThat(script.requestedNumbers("orders")).containsExactly(1);
        assertThat(script.finalReasons()).containsExactly("unknown-repository");
        assertThat(phase(script, "orders")).isInstanceOf(Phase.Aborting.class);

        script.notUploaded("orders", "main", "-", "unknown-repository", "NONE").ended(Outcome.FAILED);

        assertThat(script.resultOf("orders").reason()).isEqualTo("unknown-repository");
    }

    @Test
    void aWorkerWithAHeartLives() {
        DeciderScript script = triggered().started("orders", 1, 7).passWithHearts(Duration.ofHours(3), "orders", 1, 7);

        assertThat(script.requestedNumbers("orders")).containsExactly(1);
    }

    @Test
    void afterAGapInItsOwnTicksTheSchedulerGrantsEveryoneAFullPeriod() {
        DeciderScript script = triggered()
                .started("orders", 1, 7)
                .pass(Duration.ofSeconds(50))
                .tick(Duration.ofMinutes(20))
                .pass(Duration.ofSeconds(55));
        assertThat(script.requestedNumbers("orders")).containsExactly(1);

        assertThat(script.pass(Duration.ofSeconds(5)).requestedNumbers("orders"))
                .containsExactly(1, 2);
    }

    @Test
    void aClockThatIsSetBackKillsNobodyAndKeepsNothingOpen() {
        DeciderScript script = triggered().started("orders", 1, 7).tick(Duration.ofDays(-42));
        assertThat(script.finalReasons()).isEmpty();

        script.passWithHearts(Duration.ofHours(12), "orders", 1, 7);

        assertThat(script.finalReasons()).containsExactly("deadline");
    }

    @Test
    void theTicksOfASecondSchedulerThatIsALittleBehindChangeNothing() {
        DeciderScript script = triggered().started("orders", 1, 7);
        for (int i = 0; i < 30; i++) {
            script.tick(Duration.ofSeconds(5)).tick(Duration.ofSeconds(-3)).tick(Duration.ofSeconds(3));
        }

        assertThat(script.requestedNumbers("orders")).startsWith(1, 2);
    }

    @Test
    void aRestartedWorkersAttemptIsTriedAgainAtOnceABrokenToolAfterAPause() {
        DeciderScript restarted = triggered().started("orders", 1, 7).failed("orders", 1, 7, "worker-restarted", true);
        assertThat(restarted.requestedNumbers("orders")).containsExactly(1, 2);

        DeciderScript broken = triggered().started("orders", 1, 7).failed("orders", 1, 7, "store-unreachable", true);
        assertThat(broken.requestedNumbers("orders")).containsExactly(1);
        assertThat(broken.pass(Duration.ofSeconds(15)).requestedNumbers("orders"))
                .containsExactly(1, 2);
        broken.failed("orders", 2, 9, "store-unreachable", true).pass(Duration.ofSeconds(25));
        assertThat(broken.requestedNumbers("orders")).containsExactly(1, 2);
        assertThat(broken.pass(Duration.ofSeconds(5)).requestedNumbers("orders"))
                .containsExactly(1, 2, 3);
    }

    @Test
    void afterTheLastAttemptTheFailureIsFinalWithItsReason() {
        DeciderScript script = triggered();
        for (int number = 1; number <= 3; number++) {
            script.started("orders", number, number)
                    .failed("orders", number, number, "tool-failed", true)
                    .pass(MINUTE);
        }

        assertThat(script.requestedNumbers("orders")).containsExactly(1, 2, 3);
        assertThat(script.finalReasons()).containsExactly("tool-failed");
        script.isOpen().aborted("orders").ended(Outcome.FAILED);
        assertThat(script.resultOf("orders").attempts()).isEqualTo(3);
        assertThat(script.resultOf("orders").reason()).isEqualTo("tool-failed");
    }

    @Test
    void withOneAttemptNothingIsTriedAgain() {
        DeciderScript script = new DeciderScript(plan("nightly", Overlap.SKIP, 1, List.of("main"), "orders"))
                .triggered("keptn", "1")
                .failed("orders", 1, 7, "tool-failed", true);

        assertThat(script.finalReasons()).containsExactly("tool-failed");
    }

    @Test
    void aFailureThatCannotGetBetterIsFinalAtOnce() {
        DeciderScript script = triggered().failed("orders", 1, 7, "credentials-refused", false);

        assertThat(script.requestedNumbers("orders")).containsExactly(1);
        assertThat(script.finalReasons()).containsExactly("credentials-refused");
    }

    @Test
    void aFinalFailureByAnyoneButASchedulerIsNotBelieved() {
        DeciderScript script = triggered();
        DumpFailed last = triggered()
                .failed("orders", 1, 7, "no", false)
                .published(DumpFailed.class)
                .get(0);

        assertThat(phase(script.by(Role.DUMP, last), "orders")).isInstanceOf(Phase.Waiting.class);
        assertThat(phase(script.by(Role.SCHEDULER, last), "orders")).isInstanceOf(Phase.Aborting.class);
        assertThat(script.finalReasons()).as("it is in the ledger already").isEmpty();
    }

    @Test
    void aDumpThatNobodyClaimsInTimeIsFinallyFailed() {
        DeciderScript script = triggered().pass(Duration.ofHours(6)).pass(MINUTE);

        assertThat(script.finalReasons()).containsExactly("not-started");
        assertThat(script.requestedNumbers("orders")).containsExactly(1);
        script.aborted("orders").ended(Outcome.FAILED);
    }

    @Test
    void atTheDeadlineWhateverIsUnderWayIsFinallyFailedAndStorageHasTheLastWord() {
        DeciderScript script = triggered()
                .started("orders", 1, 7)
                .passWithHearts(Duration.ofHours(12).plusSeconds(5), "orders", 1, 7);
        assertThat(script.finalReasons()).containsExactly("deadline");

        script.isOpen().committed("orders", "main", 1, 7).ended(Outcome.COMPLETE);
    }

    @Test
    void deadlinesWaitUntilTheSchedulerHasReadWhatItMissed() {
        DeciderScript script =
                triggered().sealed("orders", 1, 7).tick(Duration.ofDays(2)).tick(Duration.ofSeconds(5));
        assertThat(script.finalReasons()).isEmpty();

        script.committed("orders", "main", 1, 7).ended(Outcome.COMPLETE);
    }

    @Test
    void anAttemptThatAnotherSchedulerRequestedIsFollowed() {
        DeciderScript script = triggered();
        DumpRequested first = script.published(DumpRequested.class).get(0);
        script.by(Role.SCHEDULER, new DumpRequested(first.order(), 2, first.startBefore(), first.deadline()));

        script.started("orders", 1, 7).started("orders", 2, 8).failed("orders", 2, 8, "worker-restarted", true);

        assertThat(script.requestedNumbers("orders")).containsExactly(1, 3);
    }

    @Test
    void anAttemptThatGaveWayWaitsForWhatItGaveWayTo() {
        DeciderScript script = triggered()
                .started("orders", 1, 7)
                .failed("orders", 1, 7, "superseded", false)
                .pass(Duration.ofMinutes(9));
        assertThat(script.finalReasons()).isEmpty();

        script.committed("orders", "main", 2, 8).ended(Outcome.COMPLETE);
    }

    @Test
    void anAttemptThatStopsAtTheDeadlineByItsOwnClockIsNotTriedAgain() {
        DeciderScript script = triggered()
                .started("orders", 1, 7)
                .passWithHearts(Duration.ofHours(12).minusSeconds(20), "orders", 1, 7)
                .failed("orders", 1, 7, "deadline", true);

        assertThat(script.requestedNumbers("orders")).containsExactly(1);
        assertThat(script.finalReasons()).containsExactly("deadline");
    }

    private static DeciderScript triggered() {
        return new DeciderScript(nightly("orders")).triggered("keptn", "1");
    }

    private static Phase phase(DeciderScript script, String store) {
        return script.state.open().get(script.backup).stores().stream()
                .filter(candidate -> candidate.name().equals(store))
                .findFirst()
                .orElseThrow()
                .phase();
    }
}
