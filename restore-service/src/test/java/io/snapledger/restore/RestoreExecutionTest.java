package io.snapledger.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snapledger.events.FailureCode;
import io.snapledger.events.RestoredStore;
import io.snapledger.repository.protocol.RepositoryProtocol;
import java.util.List;
import java.util.Map;
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

        RestoredStore restored = stage.run(stage.planned("shop"), Stage.terms(false));

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
        StoreRestore planned = stage.planned("shop");
        RecordedRepository recorded = new RecordedRepository(stage.repository);
        stage.engine.whileApplying = () -> assertThat(stage.pins()).hasSize(1);

        stage.run(recorded.of(planned), Stage.terms(false));

        assertThat(recorded.calls)
                .startsWith("pin", "decision")
                .endsWith("unpin")
                .doesNotContain("pin twice");
    }

    @ParameterizedTest
    @CsvSource({"expire,true", "delete,false"})
    void whatHappensToTheSnapshotBetweenPlanAndPinIsSeen(String event, boolean restorable) throws Exception {
        StoreRestore planned = stage.planned("shop");
        RepositoryProtocol storage = new RepositoryProtocol(stage.backend, Stage.CLOCK);
        var subject = planned.decision().subject();
        storage.expire(subject.store(), subject.snapshot(), "daily");
        if (event.equals("delete")) {
            storage.delete(subject.store(), subject.snapshot());
        }

        if (restorable) {
            stage.run(planned, Stage.terms(false));
            assertThat(stage.engine.store("shop")).isEqualTo(shop);
        } else {
            RestoreFailure failure = stage.failure(planned, Stage.terms(false));
            assertThat(failure.reason()).isEqualTo(FailureCode.NOT_FOUND);
            assertThat(failure).hasMessageContaining("is DELETED meanwhile; HINT: choose another");
            assertThat(stage.engine.changes()).isEmpty();
        }
        assertThat(stage.pins()).isEmpty();
    }

    @Test
    void aTargetThatIsNotFreshIsRefusedWithoutTheWord() throws Exception {
        stage.engine.store("shop").put("old", "x");

        RestoreFailure failure = stage.failure(stage.planned("shop"), Stage.terms(false));

        assertThat(failure.reason()).isEqualTo(FailureCode.TARGET_NOT_FRESH);
        assertThat(failure).hasMessageContaining("it holds [old]; HINT: restore beside it, or say --overwrite");
        assertThat(stage.engine.store("shop")).containsOnlyKeys("old");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theSafetySnapshotIsMadeBeforeTheTargetChanges(boolean swaps) throws Exception {
        stage.engine.swaps = swaps;
        stage.engine.store("shop").put("old", "x");

        RestoredStore restored = stage.run(stage.planned("shop"), Stage.terms(true));

        assertThat(stage.safety).containsExactly("shop holding [old]");
        assertThat(restored.safetyBackup()).isEqualTo(Stage.SAFETY);
        assertThat(stage.engine.store("shop")).isEqualTo(shop);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void withoutItsSafetySnapshotNothingIsChanged(boolean swaps) throws Exception {
        stage.engine.swaps = swaps;
        stage.engine.store("shop").put("old", "x");
        stage.safetyFailure = new RestoreFailure(FailureCode.SAFETY_SNAPSHOT_FAILED, "the dump failed");

        RestoreFailure failure = stage.failure(stage.planned("shop"), Stage.terms(true));

        assertThat(failure.reason()).isEqualTo(FailureCode.SAFETY_SNAPSHOT_FAILED);
        assertThat(stage.engine.calls).doesNotContain("restore shop");
        assertThat(stage.engine.store("shop")).containsOnlyKeys("old");
        assertThat(stage.pins()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aTargetThatWasFilledSinceThePlanIsNotReplacedWithoutASafetySnapshot(boolean overwrite) throws Exception {
        StoreRestore planned = stage.planned("shop");
        stage.engine.store("shop").put("came meanwhile", "x");

        if (overwrite) {
            stage.run(planned, Stage.terms(true));
            assertThat(stage.safety).containsExactly("shop holding [came meanwhile]");
        } else {
            assertThat(stage.failure(planned, Stage.terms(false)).reason()).isEqualTo(FailureCode.TARGET_NOT_FRESH);
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

        assertThatThrownBy(() -> stage.execution().run(stage.planned("shop"), Stage.terms(true), late))
                .isInstanceOfSatisfying(RestoreFailure.class, failure -> assertThat(failure.reason())
                        .isEqualTo(FailureCode.TARGET_NOT_FRESH));
        assertThat(stage.engine.store("shop")).containsOnlyKeys("came late");
    }

    @Test
    void aBlockerThatAroseSinceThePlanIsMet() throws Exception {
        StoreRestore planned = stage.planned("shop");
        stage.engine.blockers.add("the disk is full");

        RestoreFailure failure = stage.failure(planned, Stage.terms(true));

        assertThat(failure.reason()).isEqualTo(FailureCode.BLOCKED);
        assertThat(failure).hasMessage("shop: the disk is full");
        assertThat(stage.engine.calls).doesNotContain("restore shop");
    }

    @Test
    void anEngineThatNoLongerSwapsGetsAVerifiedSnapshot() throws Exception {
        StoreRestore planned = stage.planned("shop");
        stage.engine.swaps = false;
        String last = stage.backend.keys().stream()
                .filter(key -> key.endsWith("/1"))
                .findFirst()
                .orElseThrow();
        Damage.flipByte(stage.backend, last, 60);

        assertThat(stage.failure(planned, Stage.terms(false)).reason()).isEqualTo(FailureCode.DAMAGED);
        assertThat(stage.engine.changes()).isEmpty();
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

        RestoredStore restored = stage.run(stage.planned("shop"), again);

        assertThat(stage.engine.store("shop")).isEqualTo(shop);
        assertThat(stage.safety).isEmpty();
        assertThat(restored.safetyBackup()).isEqualTo(Stage.SAFETY);
    }

    @Test
    void aColdRestoreWritesNothingIntoTheRepository() throws Exception {
        List<String> before = stage.backend.keys();
        RecordedRepository recorded = new RecordedRepository(stage.repository);

        stage.run(
                recorded.of(stage.planned("shop")),
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
}
