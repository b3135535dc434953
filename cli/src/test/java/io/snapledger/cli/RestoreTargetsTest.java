package io.snapledger.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.snapledger.cli.output.Json;
import io.snapledger.events.RestoreTo;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which paths of which stores are meant; a slip must not restore more than was asked for. */
class RestoreTargetsTest {

    private final RestoreTargets targets = new RestoreTargets();

    @Test
    void aPathIsOfTheOneStoreThatIsNamedWhateverCharactersItHas() {
        targets.paths = List.of("docs/a=b.txt", "project=x", "/c/");

        assertThat(targets.byStore(List.of("project")))
                .isEqualTo(Map.of("project", new RestoreTo(null, Map.of(), List.of("docs/a=b.txt", "x", "c"))));
    }

    @Test
    void withoutAStoreNoOthersAreRestoredThanThoseOfThePaths() {
        targets.paths = List.of("shop=orders", "project=docs");

        assertThat(targets.stores(List.of())).containsExactly("project", "shop");
        assertThat(targets.stores(List.of("shop", "project", "more"))).containsExactly("shop", "project", "more");
        assertThat(targets.byStore(List.of()))
                .isEqualTo(Map.of(
                        "shop", new RestoreTo(null, Map.of(), List.of("orders")),
                        "project", new RestoreTo(null, Map.of(), List.of("docs"))));
    }

    @Test
    void aPathOfNoStoreAndAStoreOfNoPathAreRefused() {
        targets.paths = List.of("docs");
        assertThatThrownBy(() -> targets.byStore(List.of()))
                .isInstanceOf(CliException.class)
                .hasMessage("--only docs is not of the form STORE=PATH");
        targets.paths = List.of("project=/");
        assertThatThrownBy(() -> targets.byStore(List.of()))
                .isInstanceOf(CliException.class)
                .hasMessage("--only project=/ names no path");
    }

    @Test
    void aLocationIsAPlaceWithinReachOrAnAddressThatTheConfigurationAloneMaySay() {
        targets.places = List.of("project=../x", "other=files:/srv/a=b:c");
        assertThat(targets.byStore(List.of()))
                .isEqualTo(Map.of(
                        "project",
                        new RestoreTo(
                                null,
                                Map.of(
                                        "path",
                                        Path.of("../x")
                                                .toAbsolutePath()
                                                .normalize()
                                                .toString())),
                        "other",
                        new RestoreTo(null, Map.of("path", "/srv/a=b:c"))));
        targets.places = List.of("shop=postgresql://elsewhere.example");
        assertThatThrownBy(() -> targets.byStore(List.of()))
                .isInstanceOf(CliException.class)
                .hasMessageContaining("comes from the configuration alone");
        targets.places = List.of("shop=no-such-kind://elsewhere.example");
        assertThatThrownBy(() -> targets.byStore(List.of()))
                .isInstanceOf(CliException.class)
                .hasMessageContaining("unknown store kind 'no-such-kind'");
    }

    @Test
    void theServicesAreAskedForTheseStoresAndPathsAlone() throws Exception {
        try (FakeServices services = new FakeServices()) {
            services.on("POST /api/restores/plan", 200, Canned.PLANNED);

            Run run = Run.against(
                    services, "restore", "create", "--from", "latest", "--only", "project=docs", "--dry-run");

            assertThat(run.exit()).describedAs(run.err()).isZero();
            JsonNode body = Json.read(services.bodies().get(0));
            assertThat(Json.texts(body, "stores")).containsExactly("project");
            assertThat(body.path("targets").toString()).isEqualTo("{\"project\":{\"options\":{},\"only\":[\"docs\"]}}");
        }
    }
}
