package io.snapledger.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.snapledger.events.RestoredStore;
import io.snapledger.repository.keys.KeyRing;
import io.snapledger.repository.keys.RecipientKey;
import io.snapledger.repository.memory.Faults;
import io.snapledger.repository.protocol.RepositoryProtocol;
import io.snapledger.restore.RestoreFailure.Reason;
import io.snapledger.stores.StoreException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One snapshot into one target: proved equal, or a failure that says whether the target was changed. */
class RestoreExecutionTest {

    private final Stage stage = new Stage();
    private final Map<String, String> shop = Stage.data("shop");

    @BeforeEach
    void aSnapshot() {
        stage.store("shop", Stage.DUE, shop);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aRestoreIsTheSnapshotAndLeavesNoPin(boolean swaps) throws Exception {
        stage.engine.swaps = swaps;

        RestoredStore restored = run(planned(), Stage.terms(false));

        assertThat(stage.engine.store("shop")).isEqualTo(shop);
        assertThat(restored.factsCompared()).isEqualTo(2);
        assertThat(restored.bytes())
                .isEqualTo(shop.values().stream().mapToInt(String::length).sum());
        assertThat(restored.safetyBackup()).isNull();
        assertThat(stage.safety).isEmpty();
        assertThat(stage.pins()).isEmpty();
    }

    @Test
    void thePinIsMadeBeforeTheDecisionIsReadAndHeldWhileTheTargetChanges() throws Exception {
        StoreRestore planned = planned();
        RecordedRepository recorded = new RecordedRepository(stage.repository);
        stage.engine.whileApplying = () -> assertThat(stage.pins()).hasSize(1);

        run(recorded.of(planned), Stage.terms(false));

        assertThat(recorded.calls)
                .startsWith("pin", "decision")
                .endsWith("unpin")
                .doesNotContain("pin twice");
    }

    @ParameterizedTest
    @CsvSource({"expire,true", "delete,false"})
    void whatHappensToTheSnapshotBetweenPlanAndPinIsSeen(String event, boolean restorable) throws Exception {
        StoreRestore planned = planned();
        RepositoryProtocol storage = new RepositoryProtocol(stage.backend, Stage.CLOCK);
        var subject = planned.decision().subject();
        storage.expire(subject.store(), subject.snapshot(), "daily");
        if (event.equals("delete")) {
            storage.delete(subject.store(), subject.snapshot());
        }

        if (restorable) {
            run(planned, Stage.terms(false));
            assertThat(stage.engine.store("shop")).isEqualTo(shop);
        } else {
            RestoreFailure failure = failure(planned, Stage.terms(false));
            assertThat(failure.reason()).isEqualTo(Reason.NOT_FOUND);
            assertThat(failure).hasMessageContaining("is DELETED meanwhile; HINT: choose another");
            assertThat(stage.engine.changes()).isEmpty();
        }
        assertThat(stage.pins()).isEmpty();
    }

    @Test
    void aTargetThatIsNotFreshIsRefusedWithoutTheWord() throws Exception {
        stage.engine.store("shop").put("old", "x");

        RestoreFailure failure = failure(planned(), Stage.terms(false));

        assertThat(failure.reason()).isEqualTo(Reason.TARGET_NOT_FRESH);
        assertThat(failure).hasMessageContaining("it holds [old]; HINT: restore beside it, or say --overwrite");
        assertThat(stage.engine.store("shop")).containsOnlyKeys("old");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theSafetySnapshotIsMadeBeforeTheTargetChanges(boolean swaps) throws Exception {
        stage.engine.swaps = swaps;
        stage.engine.store("shop").put("old", "x");

        RestoredStore restored = run(planned(), Stage.terms(true));

        assertThat(stage.safety).containsExactly("shop holding [old]");
        assertThat(restored.safetyBackup()).isEqualTo(Stage.SAFETY);
        assertThat(stage.engine.store("shop")).isEqualTo(shop);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void withoutItsSafetySnapshotNothingIsChanged(boolean swaps) throws Exception {
        stage.engine.swaps = swaps;
        stage.engine.store("shop").put("old", "x");
        stage.safetyFailure = new RestoreFailure(Reason.SAFETY_SNAPSHOT_FAILED, "the dump failed");

        RestoreFailure failure = failure(planned(), Stage.terms(true));

        assertThat(failure.reason()).isEqualTo(Reason.SAFETY_SNAPSHOT_FAILED);
        assertThat(failure.targetChanged()).isFalse();
        assertThat(stage.engine.calls).doesNotContain("restore shop");
        assertThat(stage.engine.store("shop")).containsOnlyKeys("old");
        assertThat(stage.pins()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aTargetThatWasFilledSinceThePlanIsNotReplacedWithoutASafetySnapshot(boolean overwrite) throws Exception {
        StoreRestore planned = planned();
        stage.engine.store("shop").put("came meanwhile", "x");

        if (overwrite) {
            run(planned, Stage.terms(true));
            assertThat(stage.safety).containsExactly("shop holding [came meanwhile]");
        } else {
            assertThat(failure(planned, Stage.terms(false)).reason()).isEqualTo(Reason.TARGET_NOT_FRESH);
            assertThat(stage.engine.store("shop")).containsOnlyKeys("came meanwhile");
        }
    }

    @Test
    void theWordDoesNotCoverWhatComesIntoAFreshTargetAtTheLastMoment() throws Exception {
        RestoreListener late = new Quiet() {
            @Override
            public void beginning(StoreRestore store) {
                stage.engine.store("shop").put("came late", "x");
            }
        };

        assertThatThrownBy(() -> stage.execution().run(planned(), Stage.terms(true), late))
                .isInstanceOfSatisfying(RestoreFailure.class, failure -> assertThat(failure.reason())
                        .isEqualTo(Reason.TARGET_NOT_FRESH));
        assertThat(stage.engine.store("shop")).containsOnlyKeys("came late");
    }

    @Test
    void aBlockerThatAroseSinceThePlanIsMet() throws Exception {
        StoreRestore planned = planned();
        stage.engine.blockers.add("the disk is full");

        RestoreFailure failure = failure(planned, Stage.terms(true));

        assertThat(failure.reason()).isEqualTo(Reason.BLOCKED);
        assertThat(failure).hasMessage("shop: the disk is full");
        assertThat(stage.engine.calls).doesNotContain("restore shop");
    }

    @Test
    void anEngineThatNoLongerSwapsGetsAVerifiedSnapshot() throws Exception {
        StoreRestore planned = planned();
        stage.engine.swaps = false;
        String last = stage.backend.keys().stream()
                .filter(key -> key.endsWith("/1"))
                .findFirst()
                .orElseThrow();
        Damage.flipByte(stage.backend, last, 60);

        assertThat(failure(planned, Stage.terms(false)).reason()).isEqualTo(Reason.DAMAGED);
        assertThat(stage.engine.changes()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatDiffersFromTheEvidenceHasFailed(boolean swaps) throws Exception {
        stage.engine.swaps = swaps;
        stage.engine.afterApplying = () -> stage.engine.store("shop").put("two", "other");

        RestoreFailure failure = failure(planned(), Stage.terms(false));

        assertThat(failure.reason()).isEqualTo(Reason.EVIDENCE_DIFFERS);
        assertThat(failure)
                .hasMessageContaining(
                        "1 of 2 facts differ between the snapshot and what was restored: stream/two: expected");
        assertThat(failure.targetChanged()).isTrue();
        assertThat(stage.pins()).isEmpty();
    }

    @Test
    void whatCannotBeExaminedHasFailed() throws Exception {
        stage.engine.beforeEvidence = () -> {
            throw new StoreException(StoreException.Reason.UNREACHABLE, "it is gone", "look");
        };
        RestoreFailure gone = failure(planned(), Stage.terms(false));
        stage.engine.stores.clear();
        stage.engine.beforeEvidence = () -> {
            throw new IllegalStateException("a bug");
        };
        RestoreFailure bug = failure(planned(), Stage.terms(false));

        assertThat(List.of(gone, bug)).allSatisfy(failure -> {
            assertThat(failure.reason()).isEqualTo(Reason.EVIDENCE_DIFFERS);
            assertThat(failure.targetChanged()).isTrue();
        });
        assertThat(gone).hasMessage("what was restored could not be examined: it is gone; HINT: look");
    }

    @ParameterizedTest
    @CsvSource({
        "true,  TOOL_FAILED, ENGINE_FAILED,    false",
        "false, TOOL_FAILED, ENGINE_FAILED,    true",
        "true,  DEADLINE,    DEADLINE,         false",
        "true,  DIFFERENT,   EVIDENCE_DIFFERS, false",
        "true,  VERSION,     BLOCKED,          false",
    })
    void aFailureOfTheEngineSaysWhetherTheTargetWasChanged(
            boolean swaps, StoreException.Reason thrown, Reason reason, boolean changed) throws Exception {
        stage.engine.swaps = swaps;
        stage.engine.whileApplying = () -> {
            throw new StoreException(thrown, "it broke", "");
        };

        RestoreFailure failure = failure(planned(), Stage.terms(false));

        assertThat(failure.reason()).isEqualTo(reason);
        assertThat(failure.targetChanged()).isEqualTo(changed);
        assertThat(stage.pins()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"true,false", "false,true"})
    void aBugOfTheEngineSaysWhetherTheTargetWasChanged(boolean swaps, boolean changed) throws Exception {
        stage.engine.swaps = swaps;
        stage.engine.whileApplying = () -> {
            throw new IllegalStateException("a bug");
        };

        RestoreFailure failure = failure(planned(), Stage.terms(false));

        assertThat(failure.reason()).isEqualTo(Reason.INTERNAL);
        assertThat(failure.targetChanged()).isEqualTo(changed);
        assertThat(stage.pins()).isEmpty();
    }

    @Test
    void aWrongKeyIsRefusedBeforeTheTargetIsLookedAt() throws Exception {
        StoreRestore planned = planned();
        stage.engine.calls.clear();
        KeyRing strange = new KeyRing(List.of(RecipientKey.generate(new SecureRandom())));
        RestoreExecution execution =
                new RestoreExecution(strange, stage.engines(), (restore, target, deadline) -> "none", Stage.CLOCK);

        assertThatThrownBy(() -> execution.run(planned, Stage.terms(false), RestoreListener.NONE))
                .isInstanceOfSatisfying(RestoreFailure.class, failure -> assertThat(failure.reason())
                        .isEqualTo(Reason.WRONG_KEY));
        assertThat(stage.engine.calls).isEmpty();
        assertThat(stage.pins()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"CREATE,pins/", "GET,decisions/", "GET,segments/", "LIST,keys/"})
    void aRepositoryThatDoesNotAnswerIsToldAsThatAndNothingChanges(Faults.Call call, String prefix) throws Exception {
        StoreRestore planned = planned();
        stage.backend.faults().timeout(call, key -> key.startsWith(prefix), 1);

        RestoreFailure failure = failure(planned, Stage.terms(false));

        stage.backend.faults().requireAllHit();
        assertThat(failure.reason()).isEqualTo(Reason.REPOSITORY_UNREACHABLE);
        assertThat(failure.mayPass()).isTrue();
        assertThat(stage.engine.changes()).isEmpty();
        assertThat(stage.pins()).isEmpty();
    }

    @Test
    void aPinThatWasMadeThoughNobodyHeardOfItIsRemoved() throws Exception {
        StoreRestore planned = planned();
        stage.backend.faults().executeThenTimeout(Faults.Call.CREATE, key -> key.startsWith("pins/"), 1);

        assertThat(failure(planned, Stage.terms(false)).reason()).isEqualTo(Reason.REPOSITORY_UNREACHABLE);
        assertThat(stage.pins()).isEmpty();
    }

    @Test
    void nothingBeginsAfterTheDeadline() throws Exception {
        RestoreExecution.Terms late = new RestoreExecution.Terms(
                "r-test", false, false, false, null, true, Stage.CLOCK.instant().minus(Duration.ofSeconds(1)));

        RestoreFailure failure = failure(planned(), late);

        assertThat(failure.reason()).isEqualTo(Reason.DEADLINE);
        assertThat(failure.targetChanged()).isFalse();
        assertThat(stage.engine.calls).doesNotContain("restore shop");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anInterruptedRestoreKeepsItsPinSinceItMayGoOn(boolean swaps) throws Exception {
        stage.engine.swaps = swaps;
        CountDownLatch inside = new CountDownLatch(1);
        stage.engine.whileApplying = () -> {
            inside.countDown();
            new CountDownLatch(1).await();
        };
        StoreRestore planned = planned();
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread restore = new Thread(
                () -> thrown.set(catchThrowableOfType(Throwable.class, () -> run(planned, Stage.terms(false)))));
        restore.start();
        inside.await();
        restore.interrupt();
        restore.join();

        assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
        assertThat(stage.pins()).hasSize(1);
        assertThat(stage.engine.store("shop").isEmpty()).isEqualTo(swaps);
        stage.execution().unpin(planned, Stage.terms(false));
        assertThat(stage.pins()).isEmpty();
    }

    @Test
    void whatAnEarlierTryHadBegunGoesOnOverWhatItLeft() throws Exception {
        stage.engine.swaps = false;
        stage.engine.store("shop").put(StrictEngine.INCOMPLETE, "");
        stage.engine.store("shop").put("half", "x");
        RestoreExecution.Terms again = new RestoreExecution.Terms(
                "r-test",
                false,
                false,
                true,
                Stage.SAFETY,
                true,
                Stage.CLOCK.instant().plusSeconds(300));

        RestoredStore restored = run(planned(), again);

        assertThat(stage.engine.store("shop")).isEqualTo(shop);
        assertThat(stage.safety).isEmpty();
        assertThat(restored.safetyBackup()).isEqualTo(Stage.SAFETY);
    }

    @Test
    void aColdRestoreWritesNothingIntoTheRepository() throws Exception {
        List<String> before = stage.backend.keys();
        RecordedRepository recorded = new RecordedRepository(stage.repository);

        run(
                recorded.of(planned()),
                new RestoreExecution.Terms(
                        "cold",
                        false,
                        false,
                        false,
                        null,
                        false,
                        Stage.CLOCK.instant().plusSeconds(300)));

        assertThat(recorded.calls).doesNotContain("pin", "unpin");
        assertThat(stage.backend.keys()).isEqualTo(before);
    }

    private StoreRestore planned() throws Exception {
        return stage.planner().plan(Stage.wish(true, Map.of(), "shop")).stores().get(0);
    }

    private RestoredStore run(StoreRestore store, RestoreExecution.Terms terms) throws Exception {
        return stage.execution().run(store, terms, RestoreListener.NONE);
    }

    private RestoreFailure failure(StoreRestore store, RestoreExecution.Terms terms) {
        return catchThrowableOfType(RestoreFailure.class, () -> run(store, terms));
    }
}
