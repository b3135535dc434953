package io.snapledger.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.snapledger.events.FailureCode;
import io.snapledger.repository.keys.KeyRing;
import io.snapledger.repository.keys.RecipientKey;
import io.snapledger.repository.memory.Faults;
import io.snapledger.stores.StoreException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever fails: it is told as what it is, says whether the target was changed, and leaves no pin behind. */
class RestoreExecutionFailureTest {

    private final Stage stage = new Stage();

    @BeforeEach
    void aSnapshot() {
        stage.store("shop", Stage.DUE, Stage.data("shop"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatDiffersFromTheEvidenceHasFailed(boolean swaps) throws Exception {
        stage.engine.swaps = swaps;
        stage.engine.afterApplying = () -> stage.engine.store("shop").put("two", "other");

        RestoreFailure failure = stage.failure(stage.planned("shop"), Stage.terms(false));

        assertThat(failure.reason()).isEqualTo(FailureCode.EVIDENCE_DIFFERS);
        assertThat(failure)
                .hasMessageContaining(
                        "1 of 2 facts differ between the snapshot and what was restored: stream/two: expected");
        assertThat(stage.pins()).isEmpty();
    }

    @Test
    void whatCannotBeExaminedHasFailed() throws Exception {
        stage.engine.beforeEvidence = () -> {
            throw new StoreException(StoreException.Reason.UNREACHABLE, "it is gone", "look");
        };
        RestoreFailure gone = stage.failure(stage.planned("shop"), Stage.terms(false));
        stage.engine.stores.clear();
        stage.engine.beforeEvidence = () -> {
            throw new IllegalStateException("a bug");
        };
        RestoreFailure bug = stage.failure(stage.planned("shop"), Stage.terms(false));

        assertThat(List.of(gone, bug)).allSatisfy(failure -> {
            assertThat(failure.reason()).isEqualTo(FailureCode.EVIDENCE_DIFFERS);
        });
        assertThat(gone).hasMessage("what was restored could not be examined: it is gone; HINT: look");
    }

    @ParameterizedTest
    @CsvSource({
        "true,  TOOL_FAILED, ENGINE_FAILED",
        "false, TOOL_FAILED, ENGINE_FAILED",
        "true,  DEADLINE,    DEADLINE",
        "true,  DIFFERENT,   EVIDENCE_DIFFERS",
        "true,  VERSION,     BLOCKED",
    })
    void aFailureOfTheEngineIsToldWithItsReason(boolean swaps, StoreException.Reason thrown, FailureCode reason)
            throws Exception {
        stage.engine.swaps = swaps;
        stage.engine.whileApplying = () -> {
            throw new StoreException(thrown, "it broke", "");
        };

        RestoreFailure failure = stage.failure(stage.planned("shop"), Stage.terms(false));

        assertThat(failure.reason()).isEqualTo(reason);
        assertThat(stage.pins()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aBugOfTheEngineIsToldAsOne(boolean swaps) throws Exception {
        stage.engine.swaps = swaps;
        stage.engine.whileApplying = () -> {
            throw new IllegalStateException("a bug");
        };

        RestoreFailure failure = stage.failure(stage.planned("shop"), Stage.terms(false));

        assertThat(failure.reason()).isEqualTo(FailureCode.INTERNAL);
        assertThat(stage.pins()).isEmpty();
    }

    @Test
    void aWrongKeyIsRefusedBeforeTheTargetIsLookedAt() throws Exception {
        StoreRestore planned = stage.planned("shop");
        stage.engine.calls.clear();
        KeyRing strange = new KeyRing(List.of(RecipientKey.generate(new SecureRandom())));
        RestoreExecution execution =
                new RestoreExecution(strange, stage.engines(), (restore, target, deadline) -> "none", Stage.CLOCK);

        assertThatThrownBy(() -> execution.run(planned, Stage.terms(false), RestoreListener.NONE))
                .isInstanceOfSatisfying(RestoreFailure.class, failure -> assertThat(failure.reason())
                        .isEqualTo(FailureCode.WRONG_KEY));
        assertThat(stage.engine.calls).isEmpty();
        assertThat(stage.pins()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"CREATE,pins/", "GET,decisions/", "GET,segments/", "LIST,keys/"})
    void aRepositoryThatDoesNotAnswerIsToldAsThatAndNothingChanges(Faults.Call call, String prefix) throws Exception {
        StoreRestore planned = stage.planned("shop");
        stage.backend.faults().timeout(call, key -> key.startsWith(prefix), 1);

        RestoreFailure failure = stage.failure(planned, Stage.terms(false));

        stage.backend.faults().requireAllHit();
        assertThat(failure.reason()).isEqualTo(FailureCode.REPOSITORY_UNREACHABLE);
        assertThat(failure.mayPass()).isTrue();
        assertThat(stage.engine.changes()).isEmpty();
        assertThat(stage.pins()).isEmpty();
    }

    @Test
    void aPinThatWasMadeThoughNobodyHeardOfItIsRemoved() throws Exception {
        StoreRestore planned = stage.planned("shop");
        stage.backend.faults().executeThenTimeout(Faults.Call.CREATE, key -> key.startsWith("pins/"), 1);

        assertThat(stage.failure(planned, Stage.terms(false)).reason()).isEqualTo(FailureCode.REPOSITORY_UNREACHABLE);
        assertThat(stage.pins()).isEmpty();
    }

    @Test
    void nothingBeginsAfterTheDeadline() throws Exception {
        RestoreExecution.Terms late = new RestoreExecution.Terms(
                "r-test", false, false, false, null, true, Stage.CLOCK.instant().minus(Duration.ofSeconds(1)));

        RestoreFailure failure = stage.failure(stage.planned("shop"), late);

        assertThat(failure.reason()).isEqualTo(FailureCode.DEADLINE);
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
        StoreRestore planned = stage.planned("shop");
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread restore = new Thread(
                () -> thrown.set(catchThrowableOfType(Throwable.class, () -> stage.run(planned, Stage.terms(false)))));
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
}
