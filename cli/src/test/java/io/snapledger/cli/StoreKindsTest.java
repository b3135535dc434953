package io.snapledger.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.snapledger.cli.output.Json;
import io.snapledger.stores.KindDescription;
import io.snapledger.stores.Kinds;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The kinds as their own packages describe them; no service is asked. */
class StoreKindsTest {

    private static final Map<String, String> NOWHERE = Map.of("SNAPLEDGER_URL", "http://127.0.0.1:1");

    @Test
    void allKindsAreShown() {
        Run run = Run.of(NOWHERE, "store", "kinds");

        assertThat(run.exit()).isZero();
        for (KindDescription kind : Kinds.load().all()) {
            assertThat(run.out().lines())
                    .anyMatch(line -> line.startsWith(kind.kind()) && line.contains(kind.locationForm("NAME")));
        }
    }

    @Test
    void theOptionsOfOneAreShownToPeopleAndToPrograms() throws Exception {
        for (KindDescription kind : Kinds.load().all()) {
            Run people = Run.of(NOWHERE, "store", "kinds", kind.kind());
            JsonNode json = Json.read(
                    Run.of(NOWHERE, "store", "kinds", kind.kind(), "-o", "json").out());

            kind.storeOptions()
                    .forEach(option -> assertThat(people.out()).contains(option.name(), option.defaultInWords()));
            assertThat(json.path("storeOptions").findValuesAsText("name"))
                    .containsExactlyElementsOf(kind.storeOptions().stream()
                            .map(option -> option.name())
                            .toList());
            assertThat(json.path("storeOptions").path(0).path("type").asText()).isNotEmpty();
        }
    }

    @Test
    void aKindThatIsNotThereIsNotFound() {
        Run run = Run.of(NOWHERE, "store", "kinds", "no-such-kind");

        assertThat(run.exit()).isEqualTo(Exit.NOT_FOUND.code());
        assertThat(run.err()).contains("there is no kind 'no-such-kind'");
    }
}
