package io.snapledger.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.snapledger.events.Event;
import io.snapledger.events.EventCodec;
import io.snapledger.events.Identities;
import io.snapledger.events.RestoreCompleted;
import io.snapledger.events.RestorePlanned;
import io.snapledger.events.RestoreRequested;
import io.snapledger.events.RestoreTo;
import io.snapledger.events.Role;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Only what came through the gateway may replace data. */
class RestoreAuthorizationTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final RestoreRequested REQUEST = new RestoreRequested(
            "r-asked",
            "latest",
            null,
            List.of("shop"),
            List.of(),
            null,
            Map.of("shop", new RestoreTo(null, Map.of("a", "1", "b", "2", "c", "3"), List.of("a"))),
            false,
            true,
            false,
            "ada",
            null,
            null);

    @TempDir
    Path scratch;

    private final Stage stage = new Stage();
    private Desks desks;

    @BeforeEach
    void aSnapshot() {
        stage.store("shop", Stage.DUE, Stage.data("shop"));
        desks = new Desks(stage, scratch).start();
    }

    @AfterEach
    void close() throws Exception {
        desks.close();
    }

    @Test
    void whatTheGatewaySignedIsAcceptedAlsoAfterItsWayThroughTheLedger() throws Exception {
        RestoreRequested signed = Desks.GATEWAY.sign(REQUEST);
        EventCodec codec = new EventCodec(Stage.CLOCK);

        Event<?> read = codec.readStructured(codec.structured(Event.of(Role.RESTORE, Stage.CLOCK.instant(), signed)));

        assertThat(Desks.GATEWAY.accepts((RestoreRequested) read.data())).isTrue();
        assertThat(Desks.GATEWAY.accepts(REQUEST)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '^', delimiter = '|', textBlock = """
                    restore            | "r-other"
                    from               | "20261121t000000z-abcdefghij"
                    plan               | "nightly"
                    stores             | []
                    kinds              | ["files"]
                    repository         | "main"
                    targets            | {}
                    targets            | {"shop":{"options":{"a":"1","b":"2","c":"3"}}}
                    targets            | {"shop":{"options":{"a":"1","b":"2","c":"3"},"only":["a","b"]}}
                    dryRun             | true
                    overwrite          | false
                    skipSafetySnapshot | true
                    caller             | {"name":"eve","proof":"token"}
                    requestedBy        | "eve"
                    authorization      | ""
                    authorization      | "ü"
                    """)
    void anyChangedFieldIsNoticed(String field, String value) throws Exception {
        ObjectNode tree = JSON.valueToTree(Desks.GATEWAY.sign(REQUEST));
        tree.set(field, JSON.readTree(value));

        assertThat(Desks.GATEWAY.accepts(JSON.treeToValue(tree, RestoreRequested.class)))
                .isFalse();
    }

    @Test
    void anotherSecretSignsForNobodyElseAndAShortOneForNobody() {
        RestoreAuthorization other =
                new RestoreAuthorization("another secret of sorts".getBytes(StandardCharsets.US_ASCII));

        assertThat(Desks.GATEWAY.accepts(other.sign(REQUEST))).isFalse();
        assertThatThrownBy(() -> new RestoreAuthorization(new byte[15]))
                .hasMessage("the secret has 15 bytes; at least 16 are needed");
    }

    @Test
    void anEventByItselfIsExecutedWhereTheTargetIsFresh() {
        String restore = desks.send(Desks.request("shop"));

        assertThat(restore).isEqualTo(Identities.restore("some-platform", "1"));
        assertThat(desks.end(restore)).isInstanceOf(RestoreCompleted.class);
    }

    @Test
    void anEventByItselfIsPlannedOnlyWhereTheTargetIsNotFresh() {
        stage.engine.store("shop").put("old", "x");

        desks.untilEnded(desks.send(Desks.overwriting("shop")));

        assertPlannedOnly();
    }

    /** Its adversary may write to the topic, and brings back what was deleted from a store that is in use. */
    @Test
    void anEventByItselfRestoresNoSinglePathIntoALivingStore() {
        stage.engine.store("shop").put("old", "x");

        desks.untilEnded(desks.send(
                Desks.request(false, true, Map.of("shop", new RestoreTo(null, Map.of(), List.of("one"))), "shop")));

        assertPlannedOnly();
    }

    @Test
    void aForgedAuthorizationIsNone() throws Exception {
        stage.engine.store("shop").put("old", "x");
        ObjectNode tree = JSON.valueToTree(Desks.GATEWAY.sign(Desks.request("shop")));
        tree.put("overwrite", true);

        String restore = desks.send(JSON.treeToValue(tree, RestoreRequested.class));

        assertThat(restore).isNotEqualTo("r-asked");
        desks.untilEnded(restore);
        assertPlannedOnly();
    }

    @Test
    void aTargetThatIsFilledAfterThePlanOfAnEventIsNotReplaced() throws Exception {
        Pause pause = new Pause(1);
        stage.ledger.before = pause;
        stage.ledger.pausing = RestorePlanned.class;
        String restore = desks.send(Desks.overwriting("shop"));
        pause.awaitReached();
        stage.engine.store("shop").put("came meanwhile", "x");
        pause.release();

        desks.untilEnded(restore);

        assertThat(stage.ledger.ends()).hasSize(1).noneMatch(RestoreCompleted.class::isInstance);
        assertThat(stage.engine.store("shop")).containsOnlyKeys("came meanwhile");
    }

    private void assertPlannedOnly() {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> !stage.ledger.all(RestorePlanned.class).isEmpty());
        RestorePlanned planned = stage.ledger.all(RestorePlanned.class).get(0);
        assertThat(planned.executes()).isFalse();
        assertThat(planned.warnings())
                .containsExactly(
                        "planned only: a target is not fresh, or single paths are asked for, and the request did not come through the gateway"
                                + " of restore-service");
        assertThat(stage.ledger.ends()).isEmpty();
        assertThat(stage.safety).isEmpty();
        assertThat(stage.engine.store("shop")).containsOnlyKeys("old");
    }
}
