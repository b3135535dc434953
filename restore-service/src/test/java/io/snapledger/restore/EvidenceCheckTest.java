package io.snapledger.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.snapledger.events.FailureCode;
import io.snapledger.events.RestoreTo;
import io.snapledger.stores.Evidence;
import io.snapledger.stores.RestoreReport;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an engine says that it restored is compared with the snapshot's own evidence, and with nothing it makes up. */
class EvidenceCheckTest {

    private static final String SUM = Evidence.path(Evidence.PART, "sum");

    private final Stage stage = new Stage();

    @BeforeEach
    void aSnapshot() {
        Map<String, String> shop = Stage.data("shop");
        stage.store("shop", Stage.DUE, shop);
        stage.engine.store("shop").putAll(shop);
    }

    private StoreRestore planned(String... only) throws Exception {
        Map<String, RestoreTo> targets = Map.of("shop", new RestoreTo(null, Map.of(), List.of(only)));
        return stage.planner().plan(Stage.wish(true, targets, "shop")).stores().get(0);
    }

    private int compare(StoreRestore store, Map<String, String> expected) throws Exception {
        RestoreReport report = new RestoreReport(List.of(), Evidence.of(expected), List.of());
        return new EvidenceCheck(stage.engine, store).compare(report);
    }

    private RestoreFailure refused(StoreRestore store, Map<String, String> expected) {
        RestoreFailure failure = catchThrowableOfType(RestoreFailure.class, () -> compare(store, expected));
        assertThat(failure.reason()).isEqualTo(FailureCode.EVIDENCE_DIFFERS);
        return failure;
    }

    @Test
    void whatSumsUpSinglePathsIsComparedWithWhatIsThere() throws Exception {
        StoreRestore one = planned("one");
        Map<String, String> expected = new HashMap<>(one.content().evidence().facts());
        expected.keySet().retainAll(List.of(Evidence.path("stream", "one")));
        expected.put(SUM, "1");
        stage.engine.factsOfParts = Map.of(SUM, "1");
        assertThat(compare(one, expected)).isEqualTo(2);
        stage.engine.factsOfParts = Map.of(SUM, "2");
        assertThat(refused(one, expected)).hasMessageContaining(SUM + ": expected 1, found 2");
    }

    @Test
    void ofTheWholeNothingElseThanTheSnapshotsOwnFactsIsCompared() throws Exception {
        stage.engine.factsOfParts = Map.of(SUM, "1");
        assertThat(refused(planned(), Map.of(SUM, "1"))).hasMessageContaining("are not the snapshot's");
        assertThat(refused(planned("one"), Map.of("sum", "1"))).hasMessageContaining("are not the snapshot's");
    }
}
