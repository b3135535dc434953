package io.snapledger.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snapledger.events.FailureCode;
import io.snapledger.events.PlannedRestore;
import io.snapledger.events.RestoreCompleted;
import io.snapledger.events.RestoreFailed;
import io.snapledger.events.RestoreTo;
import io.snapledger.events.RestoredStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Restores of what was chosen out of a snapshot. Their adversary is a slip: nothing else of the target may be touched. */
class SinglePathsTest {

    private static final Map<String, RestoreTo> ONE = Map.of("shop", new RestoreTo(null, Map.of(), List.of("one")));

    @TempDir
    Path scratch;

    private final Stage stage = new Stage();
    private final Map<String, String> dumped = Stage.data("shop");
    private Desks desks;

    @BeforeEach
    void aSnapshotAndAStoreThatHasChangedSince() {
        stage.store("shop", Stage.DUE, dumped);
        stage.engine.store("shop").putAll(Map.of("one", "changed", "two", "changed too", "new", "x"));
        desks = new Desks(stage, scratch).start();
    }

    @AfterEach
    void close() throws Exception {
        desks.close();
    }

    @Test
    void onePathIsRestoredAfterASafetySnapshotAndTheOthersStay() {
        RestoreCompleted end = (RestoreCompleted) desks.endOf(Desks.request(false, true, ONE, "shop"));

        assertThat(stage.engine.store("shop"))
                .containsExactlyInAnyOrderEntriesOf(Map.of("one", dumped.get("one"), "two", "changed too", "new", "x"));
        RestoredStore restored = end.stores().get(0);
        assertThat(restored.target()).isEqualTo("shop at map shop, only one");
        assertThat(restored.factsCompared()).isEqualTo(1);
        assertThat(restored.bytes()).isEqualTo(dumped.get("one").length());
        assertThat(restored.safetyBackup()).isNotNull();
        assertThat(stage.safety).hasSize(1);
    }

    @Test
    void aPathThatIsThereIsNotReplacedWithoutTheWord() {
        RestoreFailed end = (RestoreFailed) desks.endOf(Desks.request(false, false, ONE, "shop"));

        assertThat(end.reason()).isEqualTo("target-not-fresh");
        assertThat(stage.engine.store("shop")).containsEntry("one", "changed");
    }

    @Test
    void aDryRunShowsThePathsAndWhatBecomesOfThemAlone() throws Exception {
        PlannedRestore planned =
                stage.planner().plan(Stage.wish(true, ONE, "shop")).inEvent().get(0);

        assertThat(planned.target()).isEqualTo("shop at map shop, only one; it holds [one]");
        assertThat(planned.actions()).containsExactly("replace stream one");
        assertThat(planned.bytes()).isEqualTo(dumped.get("one").length());
    }

    @Test
    void aPathThatTheSnapshotDoesNotHoldIsRefusedWithThoseThatItHolds() {
        Map<String, RestoreTo> three = Map.of("shop", new RestoreTo(null, Map.of(), List.of("three")));

        assertThatThrownBy(() -> stage.planner().plan(Stage.wish(true, three, "shop")))
                .isInstanceOfSatisfying(RestoreFailure.class, failure -> assertThat(failure.reason())
                        .isEqualTo(FailureCode.BAD_REQUEST))
                .hasMessage("the snapshot has no 'three'; HINT: one of [one, two]");
    }
}
