package io.snapledger.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.snapledger.events.Event;
import io.snapledger.events.RestoreCancelled;
import io.snapledger.events.RestoreCompleted;
import io.snapledger.events.RestoreFailed;
import io.snapledger.events.RestoreRequested;
import io.snapledger.events.RestoreTo;
import io.snapledger.events.Role;
import io.snapledger.repository.memory.Faults;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A restore that is cancelled, takes too long, or meets a repository that is away for a while. */
class RestoreDeskStopTest {

    @TempDir
    Path scratch;

    private final Stage stage = new Stage();
    private final Pause pause = new Pause(1);
    private Desks desks;

    @BeforeEach
    void aSnapshot() {
        stage.store("shop", Stage.DUE, Stage.data("shop"));
        desks = new Desks(stage, scratch);
    }

    @AfterEach
    void close() throws Exception {
        desks.close();
    }

    @ParameterizedTest
    @CsvSource({
        "reading,  true,  false",
        "reading,  false, true",
        "applying, true,  false",
        "applying, false, true",
        "checking, true,  true",
        "checking, false, true",
    })
    void aCancelledRestoreEndsAndSaysWhetherTheTargetWasChanged(String step, boolean swaps, boolean changed)
            throws Exception {
        stage.engine.swaps = swaps;
        pauseAt(step);
        String restore = desks.start().ask(Desks.request());
        pause.awaitReached();

        assertThat(desks.desk.cancel(restore)).isTrue();

        RestoreFailed end = (RestoreFailed) desks.end(restore);
        assertThat(end.reason()).isEqualTo("cancelled");
        assertThat(end.change() != RestoreFailed.Change.NONE).isEqualTo(changed);
        assertThat(stage.engine.store("shop").isEmpty()).isEqualTo(!changed);
        assertThat(stage.pins()).isEmpty();
        assertThat(desks.desk.cancel(restore)).isFalse();
        assertThat(desks.desk.hasEnded(restore)).isTrue();
    }

    @Test
    void aReplicaThatWasNotAskedEndsWhatItHas() throws Exception {
        pauseAt("reading");
        String restore = desks.start().ask(Desks.request());
        pause.awaitReached();

        stage.ledger.publish(cancelled(restore));

        assertThat(((RestoreFailed) desks.end(restore)).reason()).isEqualTo("cancelled");
    }

    @Test
    void whatIsCancelledBeforeAReplicaHasItNeverBegins() {
        RestoreRequested request = Desks.GATEWAY.sign(Desks.request());
        stage.ledger.publish(cancelled(request.restore()));

        String restore = desks.start().ask(request);

        assertThat(((RestoreFailed) desks.end(restore)).reason()).isEqualTo("cancelled");
        assertThat(stage.engine.store("shop")).isEmpty();
    }

    private static Event<?> cancelled(String restore) {
        return Event.of(Role.RESTORE, Stage.CLOCK.instant(), new RestoreCancelled(restore, null));
    }

    @Test
    void aCancelledRestoreThatWaitsForASlotEndsAtOnceAndNeverBegins() throws Exception {
        desks.slots = 1;
        pauseAt("reading");
        desks.start().send(Desks.request());
        pause.awaitReached();
        Map<String, RestoreTo> beside = Map.of("shop", new RestoreTo("copy", Map.of()));
        String waiting = desks.ask(Desks.request(false, false, beside));

        assertThat(desks.desk.cancel(waiting)).isTrue();

        assertThat(((RestoreFailed) desks.end(waiting)).reason()).isEqualTo("cancelled");
        desks.stop();
        desks.start();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> stage.ledger.all(RestoreCompleted.class).size() == 1);
        assertThat(stage.engine.changes()).containsExactly("swap shop");
    }

    @Test
    void whatIsNotHereCannotBeCancelled() {
        assertThat(desks.start().desk.cancel("r-unknown")).isFalse();
        assertThat(desks.desk.hasEnded("r-unknown")).isFalse();
        assertThat(desks.desk.hasEnded("../r-unknown")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"reading", "checking"})
    void aRestoreThatTakesTooLongIsStopped(String step) throws Exception {
        desks.limit = Duration.ofSeconds(4);
        pauseAt(step);

        RestoreFailed end = (RestoreFailed) desks.start().endOf(Desks.request());

        assertThat(end.reason()).isEqualTo("deadline");
        assertThat(end.message()).contains("was not done by its deadline").contains("HINT: ask for it again");
        assertThat(end.change() != RestoreFailed.Change.NONE).isEqualTo(step.equals("checking"));
        assertThat(stage.pins()).isEmpty();
    }

    @Test
    void anUnreachableRepositoryFailsARestoreThatHasChangedNothing() {
        stage.backend.faults().timeout(Faults.Call.CREATE, key -> key.startsWith("pins/"), 1);

        RestoreFailed end = (RestoreFailed) desks.start().endOf(Desks.request());

        assertThat(end.reason()).isEqualTo("repository-unreachable");
        assertThat(end.change() != RestoreFailed.Change.NONE).isFalse();
    }

    @Test
    void aTargetThatIsHalfRestoredIsFinishedOnceTheRepositoryAnswersAgain() {
        stage.engine.swaps = false;
        stage.engine.beforeReading = () -> {
            stage.engine.beforeReading = () -> {};
            stage.backend.faults().timeout(Faults.Call.READ, key -> key.endsWith("/1"), 2);
            throw new java.io.IOException(
                    "cut", new io.snapledger.repository.RepositoryException.Transient("repository-io", "cut"));
        };

        assertThat(desks.start().endOf(Desks.request())).isInstanceOf(RestoreCompleted.class);
        stage.backend.faults().requireAllHit();
        assertThat(stage.engine.store("shop")).isEqualTo(Stage.data("shop"));
    }

    @Test
    void aRequestThatWasCancelledIsNotExecutedWhenItComesAgain() throws Exception {
        pauseAt("reading");
        RestoreRequested request = Desks.request();
        String restore = desks.start().ask(request);
        pause.awaitReached();
        desks.desk.cancel(restore);
        desks.end(restore);

        desks.ask(request);
        desks.stop();
        desks.start();

        assertThat(desks.end(restore)).isInstanceOf(RestoreFailed.class);
        assertThat(stage.engine.changes()).isEmpty();
    }

    private void pauseAt(String step) {
        switch (step) {
            case "reading" -> stage.engine.beforeReading = pause::run;
            case "applying" -> stage.engine.whileApplying = pause::run;
            default -> stage.engine.beforeEvidence = pause::run;
        }
    }
}
