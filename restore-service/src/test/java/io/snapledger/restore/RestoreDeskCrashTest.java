package io.snapledger.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.snapledger.events.EventData;
import io.snapledger.events.RestoreCompleted;
import io.snapledger.events.RestoreFailed;
import io.snapledger.events.RestorePlanned;
import io.snapledger.events.RestoreStarted;
import io.snapledger.events.RestoredStore;
import io.snapledger.repository.protocol.RepositoryProtocol;
import io.snapledger.stores.StoreException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Stopped or killed at each step, the restore goes on and ends once. */
class RestoreDeskCrashTest extends RestoreDeskFixture {

    private static final Map<String, Class<? extends EventData>> EVENTS = Map.of(
            "planned", RestorePlanned.class,
            "started", RestoreStarted.class,
            "completed", RestoreCompleted.class);

    static Stream<Arguments> steps() {
        return Stream.of("planned", "started", "reading", "applying", "applied", "checking", "completed")
                .flatMap(step -> Stream.of("stop", "kill")
                        .flatMap(how -> Stream.of(true, false).map(swaps -> Arguments.of(step, how, swaps))));
    }

    @ParameterizedTest(name = "{1} at {0}, the engine swaps: {2}")
    @MethodSource("steps")
    void itGoesOnAndEndsOnce(String step, String how, boolean swaps) throws Exception {
        stage.engine.swaps = swaps;
        stage.engine.store("shop").put("old", "x");
        Pause pause = new Pause(1);
        pauseAt(step, pause);
        String restore = desks.start().ask(Desks.overwriting());
        pause.awaitReached();

        end(how);
        assertThat(stage.ledger.ends()).isEmpty();
        desks.start();

        RestoreCompleted end = (RestoreCompleted) desks.end(restore);
        assertThat(end.stores()).extracting(RestoredStore::store).containsExactly("shop", "users");
        assertThat(end.stores().get(0).safetyBackup()).isEqualTo(Stage.SAFETY);
        assertThat(stage.engine.store("shop")).isEqualTo(Stage.data("shop"));
        assertThat(stage.engine.store("users")).isEqualTo(Stage.data("users"));
        assertThat(stage.ledger.all(RestorePlanned.class)).hasSize(1);
        assertThat(stage.pins()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"stop", "kill"})
    void aFailureThatWasDecidedIsOnlyToldAgain(String how) throws Exception {
        stage.engine.whileApplying = () -> {
            throw new StoreException(StoreException.Reason.TOOL_FAILED, "it broke", "");
        };
        Pause pause = new Pause(1);
        stage.ledger.before = pause;
        stage.ledger.pausing = RestoreFailed.class;
        String restore = desks.start().ask(Desks.request("shop"));
        pause.awaitReached();
        end(how);
        stage.engine.whileApplying = () -> {};

        desks.start();

        assertThat(((RestoreFailed) desks.end(restore)).message()).isEqualTo("it broke");
        assertThat(stage.engine.changes()).isEmpty();
    }

    @Test
    void latestIsStillTheBackupItWasWhenTheRestoreBegan() throws Exception {
        Pause pause = new Pause(2);
        stage.engine.beforeReading = pause::run;
        String restore = desks.start().ask(Desks.request());
        pause.awaitReached();
        desks.kill();
        stage.store("shop", Stage.DUE.plusSeconds(3600), Stage.data("newer"), "shop", "users");
        stage.store("users", Stage.DUE.plusSeconds(3600), Stage.data("newer"), "shop", "users");

        desks.start();

        RestoreCompleted end = (RestoreCompleted) desks.end(restore);
        assertThat(end.stores())
                .extracting(RestoredStore::snapshot)
                .allMatch(snapshot -> snapshot.startsWith(Stage.backup(Stage.DUE)));
        assertThat(stage.engine.store("users")).isEqualTo(Stage.data("users"));
        assertThat(stage.engine.changes()).containsExactly("swap shop", "swap users");
    }

    @Test
    void aSnapshotThatIsGoneAfterTheCrashIsAFailureAndNotAShorterRestore() throws Exception {
        Pause pause = new Pause(2);
        stage.engine.beforeReading = pause::run;
        String restore = desks.start().ask(Desks.request());
        pause.awaitReached();
        desks.kill();
        var users = stage.planner()
                .plan(Stage.wish(false, Map.of(), "users"))
                .stores()
                .get(0)
                .decision()
                .subject();
        stage.pins().forEach(pin -> stage.backend.delete(pin));
        RepositoryProtocol storage = new RepositoryProtocol(stage.backend, Stage.CLOCK);
        storage.expire(users.store(), users.snapshot(), "daily");
        storage.delete(users.store(), users.snapshot());

        desks.start();

        RestoreFailed end = (RestoreFailed) desks.end(restore);
        assertThat(end.reason()).isEqualTo("not-found");
        assertThat(end.message()).contains("is gone meanwhile; restored: [shop], not restored: [users]; HINT: choose");
        assertThat(end.change() != RestoreFailed.Change.NONE).isTrue();
        assertThat(end.stores()).extracting(RestoredStore::store).containsExactly("shop");
    }

    @Test
    void aRestoreThatIsStoppedKeepsItsPin() throws Exception {
        Pause pause = new Pause(1);
        stage.engine.whileApplying = pause::run;
        desks.start().ask(Desks.request("shop"));
        pause.awaitReached();

        desks.stop();

        assertThat(stage.pins()).hasSize(1);
    }

    @Test
    void anUnauthorizedRestoreDoesNotGetTheWordByACrash() throws Exception {
        Pause pause = new Pause(2);
        stage.engine.beforeReading = pause::run;
        String restore = desks.start().send(Desks.overwriting());
        pause.awaitReached();
        desks.kill();
        stage.engine.store("users").put("came meanwhile", "x");
        desks.journal().read(restore).ifPresent(record -> assertThat(record.begun())
                .containsExactly("shop", "users"));
        RestoreRecord begunOne = desks.journal().read(restore).orElseThrow();
        desks.journal()
                .write(new RestoreRecord(
                        begunOne.request(),
                        begunOne.authorized(),
                        begunOne.receivedAt(),
                        begunOne.deadline(),
                        1,
                        begunOne.chosen(),
                        List.of("shop"),
                        Map.of(),
                        begunOne.restored(),
                        null,
                        null,
                        false));

        desks.start();

        RestoreFailed end = (RestoreFailed) desks.end(restore);
        assertThat(end.reason()).isEqualTo("target-not-fresh");
        assertThat(stage.engine.store("users")).containsOnlyKeys("came meanwhile");
    }

    @Test
    void aRecordThatCannotBeReadKeepsNoOtherRestoreFromGoingOn() throws Exception {
        Pause pause = new Pause(1);
        stage.engine.whileApplying = pause::run;
        String restore = desks.start().ask(Desks.request("shop"));
        pause.awaitReached();
        desks.kill();
        Path torn = desks.journalDirectory().resolve("r-aaa.json");
        Files.writeString(torn, "{\"request\":");

        desks.start();

        assertThat(desks.end(restore)).isInstanceOf(RestoreCompleted.class);
        assertThat(torn).hasContent("{\"request\":");
    }

    @Test
    void aRecordOfAnEarlierVersionIsUnderstood() throws Exception {
        String old = """
                {"request":{"restore":"r-old","from":"latest","stores":["shop"],"targets":{}},"authorized":true,
                 "receivedAt":"%s","deadline":"%s","number":1,"begun":["shop"],"restored":[],"ended":false}""".formatted(Stage.CLOCK.instant(), Stage.CLOCK.instant().plusSeconds(300));
        Files.createDirectories(desks.journalDirectory());
        Files.writeString(desks.journalDirectory().resolve("r-old.json"), old);

        desks.start();

        assertThat(desks.end("r-old")).isInstanceOf(RestoreCompleted.class);
    }

    private void pauseAt(String step, Pause pause) {
        if (EVENTS.containsKey(step)) {
            stage.ledger.before = pause;
            stage.ledger.pausing = EVENTS.get(step);
        }
        switch (step) {
            case "reading" -> stage.engine.beforeReading = pause::run;
            case "applying" -> stage.engine.whileApplying = pause::run;
            case "applied" -> stage.engine.afterApplying = pause::run;
            case "checking" -> stage.engine.beforeEvidence = pause::run;
            default -> assertThat(EVENTS).containsKey(step);
        }
    }

    private void end(String how) throws Exception {
        if (how.equals("stop")) {
            desks.stop();
        } else {
            desks.kill();
        }
    }
}
