package io.snapledger.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.snapledger.events.RestoreCompleted;
import io.snapledger.events.RestoreFailed;
import io.snapledger.events.RestorePlanned;
import io.snapledger.events.RestoreRequested;
import io.snapledger.events.RestoreStarted;
import io.snapledger.events.RestoreTo;
import io.snapledger.events.RestoredStore;
import io.snapledger.events.SnapshotDamaged;
import io.snapledger.events.SnapshotVerified;
import io.snapledger.stores.StoreException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests, and the one event that each of them ends with. */
class RestoreDeskTest extends RestoreDeskFixture {

    @Test
    void aRestoreIsPlannedStartedAndCompleted() {
        String restore = desks.start().ask(Desks.request());

        RestoreCompleted end = (RestoreCompleted) desks.end(restore);
        assertThat(end.stores()).extracting(RestoredStore::store).containsExactly("shop", "users");
        assertThat(end.stores()).extracting(RestoredStore::factsCompared).containsOnly(2);
        assertThat(stage.ledger.all(RestorePlanned.class)).hasSize(1).allMatch(RestorePlanned::executes);
        assertThat(stage.ledger.all(RestoreStarted.class)).hasSize(1);
        assertThat(stage.ledger.all(SnapshotVerified.class)).hasSize(2);
        assertThat(stage.engine.store("users")).isEqualTo(Stage.data("users"));
        assertThat(stage.pins()).isEmpty();
    }

    @Test
    void theSameRequestTwiceIsOneRestoreAlsoAfterItsEndAndAfterARestart() throws Exception {
        desks.start();
        String restore = desks.ask(Desks.request());
        assertThat(desks.ask(Desks.request())).isEqualTo(restore);
        desks.untilEnded(restore);
        assertThat(desks.ask(Desks.request())).isEqualTo(restore);
        desks.stop();
        desks.start();
        assertThat(desks.ask(Desks.request())).isEqualTo(restore);

        desks.end(restore);
        assertThat(stage.engine.changes()).containsExactly("swap shop", "swap users");
    }

    @Test
    void aDryRunChangesNothing() {
        stage.engine.store("shop").put("old", "x");
        List<String> objects = stage.backend.keys();

        desks.untilEnded(desks.start().ask(Desks.request(true, true, Map.of())));

        RestorePlanned planned = stage.ledger.all(RestorePlanned.class).get(0);
        assertThat(planned.executes()).isFalse();
        assertThat(planned.stores().get(0).actions()).contains("replace stream one");
        assertThat(stage.ledger.ends()).isEmpty();
        assertThat(stage.engine.changes()).isEmpty();
        assertThat(stage.safety).isEmpty();
        assertThat(stage.backend.keys()).isEqualTo(objects);
    }

    @Test
    void aTargetThatIsNotFreshFailsWithThatReasonAndAnyOtherBlockerWithAnother() throws Exception {
        stage.engine.store("shop").put("old", "x");
        RestoreFailed notFresh = (RestoreFailed) desks.start().endOf(Desks.request());
        assertThat(notFresh.reason()).isEqualTo("target-not-fresh");
        assertThat(notFresh.change() != RestoreFailed.Change.NONE).isFalse();
    }

    @Test
    void aBlockerOfTheEngineIsNotTakenForAMatterOfFreshness() {
        stage.engine.store("shop").put("old", "x");
        stage.engine.blockers.add("the disk that is not fresh is full");

        RestoreFailed blocked = (RestoreFailed) desks.start().endOf(Desks.request());

        assertThat(blocked.reason()).isEqualTo("blocked");
        assertThat(stage.engine.changes()).isEmpty();
    }

    @Test
    void whenTheSecondStoreFailsItSaysWhatIsRestoredAndWhatIsNot() {
        stage.engine.swaps = false;
        stage.engine.afterApplying = () -> {
            if (stage.engine.changes().contains("apply users")) {
                throw new StoreException(StoreException.Reason.TOOL_FAILED, "it broke", "look at it");
            }
        };

        RestoreFailed failed = (RestoreFailed) desks.start().endOf(Desks.request());

        assertThat(failed.message()).isEqualTo("it broke; restored: [shop], not restored: [users]; HINT: look at it");
        assertThat(failed.stores()).extracting(RestoredStore::store).containsExactly("shop");
        assertThat(failed.store()).isEqualTo("users");
        assertThat(failed.change()).isEqualTo(RestoreFailed.Change.CHANGED);
        assertThat(failed.changed()).containsExactly("streams were replaced");
        assertThat(failed.left()).containsExactly("what was made so far");
        assertThat(failed.reason()).isEqualTo("engine-failed");
    }

    @Test
    void aTargetInUseIsRefusedAndNoOtherStoreIsTouched() throws Exception {
        Pause pause = new Pause(1);
        stage.engine.beforeReading = pause::run;
        desks.start();
        desks.ask(Desks.request("users"));
        pause.awaitReached();

        Map<String, RestoreTo> elsewhere = Map.of("shop", new RestoreTo("users", Map.of()));
        desks.send(Desks.request(false, false, elsewhere, "shop"));

        await().atMost(Duration.ofSeconds(60)).until(() -> !stage.ledger.ends().isEmpty());
        RestoreFailed busy = stage.ledger.all(RestoreFailed.class).get(0);
        assertThat(busy.reason()).isEqualTo("target-busy");
        assertThat(busy.message())
                .isEqualTo("restore r-asked into map users is running on restore-1; HINT: wait for it, or cancel it");
        assertThat(busy.change() != RestoreFailed.Change.NONE).isFalse();
        pause.release();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> stage.ledger.all(RestoreCompleted.class).size() == 1);
    }

    @Test
    void aTargetThatAnotherReplicaRestoresIntoIsBusyUntilThatOneEnds() throws Exception {
        Pause pause = new Pause(1);
        stage.engine.beforeReading = pause::run;
        desks.start().ask(Desks.request("users"));
        pause.awaitReached();

        try (Desks other = new Desks(stage, Files.createDirectories(scratch.resolve("other")))) {
            other.worker = "restore-2";
            other.start().send(Desks.overwriting("users"));
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> !stage.ledger.all(RestoreFailed.class).isEmpty());
            assertThat(stage.ledger.all(RestoreFailed.class).get(0).message())
                    .isEqualTo("restore r-asked into map users is running on restore-1"
                            + "; HINT: wait for it, or cancel it");
            pause.release();
            desks.untilEnded("r-asked");

            other.ask(Desks.overwriting("users").withRestore("r-second"));
            other.untilEnded("r-second");
            assertThat(stage.ledger.all(RestoreCompleted.class))
                    .extracting(RestoreCompleted::restore)
                    .containsExactly("r-asked", "r-second");
        }
    }

    @Test
    void whileTheBrokerIsAwayTheLastEventWaits() throws Exception {
        Pause pause = new Pause(1);
        stage.engine.beforeEvidence = pause::run;
        String restore = desks.start().ask(Desks.request("shop"));
        pause.awaitReached();
        stage.ledger.away = true;
        pause.release();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> desks.journal().read(restore).orElseThrow().completed() != null);
        assertThat(stage.ledger.ends()).isEmpty();

        stage.ledger.away = false;

        assertThat(desks.end(restore)).isInstanceOf(RestoreCompleted.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"OutOfMemoryError", "AssertionError", "RuntimeException"})
    void whateverIsThrownTheRestoreEnds(String kind) {
        stage.engine.swaps = false;
        stage.engine.whileApplying = () -> {
            switch (kind) {
                case "OutOfMemoryError" -> throw new OutOfMemoryError("a bug");
                case "AssertionError" -> throw new AssertionError("a bug");
                default -> throw new IllegalStateException("a bug");
            }
        };

        RestoreFailed failed = (RestoreFailed) desks.start().endOf(Desks.request("shop"));

        assertThat(failed.reason()).isEqualTo("internal");
        assertThat(failed.message()).contains("a bug");
        assertThat(failed.change() != RestoreFailed.Change.NONE).isTrue();
        assertThat(stage.pins()).isEmpty();
    }

    @Test
    void damageThatPlanningFindsIsToldTheLedger() {
        String list = stage.backend.keys().stream()
                .filter(key -> key.startsWith("segments/shop/") && key.endsWith("/list"))
                .findFirst()
                .orElseThrow();
        Damage.flipByte(stage.backend, list, 3);

        RestoreFailed failed = (RestoreFailed) desks.start().endOf(Desks.request("shop"));

        assertThat(failed.reason()).isEqualTo("damaged");
        assertThat(stage.ledger.all(SnapshotDamaged.class)).hasSize(1).allMatch(damage -> damage.object()
                .equals(list));
    }

    @Test
    void aFailedRestoreNamesTheSafetySnapshotThatLeadsBack() {
        stage.engine.store("shop").put("old", "x");
        stage.engine.afterApplying = () -> {
            throw new StoreException(StoreException.Reason.TOOL_FAILED, "it broke", "look at it");
        };
        desks.start();

        RestoreFailed failed = (RestoreFailed) desks.end(desks.ask(Desks.overwriting("shop")));

        assertThat(failed.safetyBackups()).containsExactly(Map.entry("shop", Stage.SAFETY));
        assertThat(failed.change()).isEqualTo(RestoreFailed.Change.CHANGED);
    }

    @Test
    void ofATargetThatDoesNotAnswerAfterTheFailureNothingIsClaimed() {
        stage.engine.whileApplying = () -> {
            throw new StoreException(StoreException.Reason.UNREACHABLE, "it broke", "look at it");
        };
        stage.engine.beforeAftermath = () -> {
            throw new IllegalStateException("nobody answers");
        };

        RestoreFailed failed = (RestoreFailed) desks.start().endOf(Desks.request("shop"));

        assertThat(failed.message()).isEqualTo("it broke; HINT: look at it");
        assertThat(failed.change()).isEqualTo(RestoreFailed.Change.UNKNOWN);
        assertThat(failed.changed()).containsExactly("the target could not be looked at: nobody answers");
    }

    @Test
    void theSafetySnapshotOfARestoreIsNamed() {
        stage.engine.store("shop").put("old", "x");
        desks.start();
        desks.untilEnded(desks.ask(Desks.overwriting("shop")));

        assertThat(stage.ledger
                        .all(RestoreCompleted.class)
                        .get(0)
                        .stores()
                        .get(0)
                        .safetyBackup())
                .isEqualTo(Stage.SAFETY);
    }

    @Test
    void aRequestThatIsOlderThanARestoreMayTakeIsNotExecuted() {
        RestoreRequested signed = Desks.GATEWAY.sign(Desks.request("shop"));

        String restore = desks.start()
                .desk
                .accept(Desks.event(signed, Stage.CLOCK.instant().minus(Duration.ofMinutes(11))));

        RestoreFailed failed = (RestoreFailed) desks.end(restore);
        assertThat(failed.reason()).isEqualTo("deadline");
        assertThat(stage.engine.calls).isEmpty();
    }

    @Test
    void namesByTheThousandStillFitIntoTheLastEvent() {
        stage.engine.afterApplying = () -> {
            for (int i = 0; i < 2000; i++) {
                stage.engine.store("shop").put("a stream with a rather long name ".repeat(20) + i, "x");
            }
        };

        RestoreFailed failed = (RestoreFailed) desks.start().endOf(Desks.request("shop"));

        assertThat(failed.reason()).isEqualTo("evidence-differs");
        assertThat(failed.message()).startsWith("2000 of 2 facts differ").hasSizeLessThanOrEqualTo(4001);
    }
}
