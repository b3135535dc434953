package io.snapledger.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.snapledger.events.FailureCode;
import io.snapledger.repository.Decision;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever object of a stored snapshot is changed, cut or missing: the target stays as it was, byte for byte. */
class DamagedSnapshotTest {

    private final Stage stage = new Stage();
    private final List<String> told = new ArrayList<>();
    private final RestoreListener listener = new Quiet() {
        @Override
        public void damaged(String repository, Decision decision, String object, String message) {
            told.add(repository + " " + object);
        }
    };
    private StoreRestore planned;
    private SortedMap<String, String> before;

    @BeforeEach
    void aSnapshotAndATargetThatHoldsSomething() throws Exception {
        stage.store("shop", Stage.DUE, Stage.data("shop"));
        stage.engine.store("shop").put("old", "precious");
        before = new TreeMap<>(stage.engine.store("shop"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void everyFlippedByteIsFoundBeforeTheTargetChanges(boolean swaps) throws Exception {
        plan(swaps);
        int flips = 0;
        for (String object : objects()) {
            byte[] good = stage.backend.bytes(object);
            for (int at = 0; at < good.length; at += 1 + good.length / 60) {
                Damage.flipByte(stage.backend, object, at);
                requireUntouched(object + " byte " + at);
                stage.backend.damage(object, good);
                flips++;
            }
        }
        assertThat(flips).isGreaterThan(150);
        assertWholeAgain();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void everyMissingOrCutObjectIsFoundBeforeTheTargetChanges(boolean swaps) throws Exception {
        plan(swaps);
        for (String object : objects()) {
            byte[] good = stage.backend.bytes(object);
            for (byte[] bad : new byte[][] {null, new byte[0], Arrays.copyOf(good, good.length - 1)}) {
                stage.backend.damage(object, bad);
                requireUntouched(object + (bad == null ? " missing" : " cut to " + bad.length));
            }
            stage.backend.damage(object, good);
        }
        assertWholeAgain();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aSegmentThatRotsOnlyOnceTheEngineReadsIsNeverSwappedIn(boolean swaps) throws Exception {
        plan(swaps);
        String segment =
                objects().stream().filter(key -> key.endsWith("/1")).findFirst().orElseThrow();
        stage.engine.beforeReading = () -> Damage.flipByte(stage.backend, segment, 60);

        RestoreFailure failure = attempt();

        assertThat(failure.reason()).isEqualTo(FailureCode.DAMAGED);
        assertThat(told)
                .hasSize(1)
                .first()
                .asString()
                .startsWith("main segments/shop/")
                .contains("/1");
        assertThat(stage.engine.changes()).doesNotContain("swap shop");
        assertThat(stage.engine.store("shop").containsKey(StrictEngine.INCOMPLETE))
                .isEqualTo(!swaps);
        if (swaps) {
            assertThat(stage.engine.store("shop")).isEqualTo(before);
        }
    }

    private void plan(boolean swaps) throws Exception {
        stage.engine.swaps = swaps;
        planned = stage.planner().plan(Stage.wish(true, Map.of())).stores().get(0);
    }

    /** All that the snapshot needs; the recovery key's wrap is not read with the service key. */
    private List<String> objects() {
        return stage.backend.keys().stream()
                .filter(key -> !key.endsWith(Stage.RECOVERY.recipient().id()))
                .toList();
    }

    private RestoreFailure attempt() {
        return catchThrowableOfType(
                RestoreFailure.class, () -> stage.execution().run(planned, Stage.terms(true), listener));
    }

    private void requireUntouched(String what) {
        stage.engine.calls.clear();
        RestoreFailure failure = attempt();
        assertThat(failure).as(what).isNotNull();
        assertThat(failure.reason()).as(what).isIn(FailureCode.DAMAGED, FailureCode.WRONG_KEY, FailureCode.NOT_FOUND);
        assertThat(stage.engine.changes()).as(what).isEmpty();
        assertThat(stage.engine.store("shop")).as(what).isEqualTo(before);
        assertThat(stage.pins()).as(what).isEmpty();
    }

    private void assertWholeAgain() {
        assertThat(attempt()).isNull();
        assertThat(stage.engine.store("shop")).isEqualTo(Stage.data("shop"));
    }
}
