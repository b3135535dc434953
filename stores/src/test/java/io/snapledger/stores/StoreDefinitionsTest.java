package io.snapledger.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snapledger.settings.Installation;
import io.snapledger.settings.SettingProblem;
import io.snapledger.settings.SettingsException;
import io.snapledger.settings.SettingsSource;
import io.snapledger.stores.command.LocalCommandRunner;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreDefinitionsTest {

    @Test
    void aStoreIsItsKindAndTheKindsOwnOptions() {
        StoreDefinitions stores = stores(Map.of(
                "snapledger.stores.orders.kind", "postgresql",
                "snapledger.stores.orders.host", "db",
                "snapledger.stores.config.kind", "files",
                "snapledger.stores.config.kubernetes.namespace", "keptn"));

        assertThat(stores.named("orders")).hasValueSatisfying(store -> {
            assertThat(store.kind()).isEqualTo("postgresql");
            assertThat(store.options()).containsExactly(Map.entry("host", "db"));
        });
        assertThat(stores.named("config").orElseThrow().options()).containsKey("kubernetes.namespace");
        assertThat(stores.named("other")).isEmpty();
    }

    @Test
    void aStoreWithoutAKindIsRefusedByName() {
        assertThatThrownBy(() -> stores(Map.of("snapledger.stores.orders.host", "db")))
                .hasMessageContaining("snapledger.stores.orders.kind is missing");
    }

    @Test
    void whatIsWrongWithAnyStoreIsToldAtOnceWithTheNearestOption(@TempDir Path tools) throws Exception {
        StoreDefinitions stores = stores(Map.of(
                "snapledger.stores.a.kind", "files",
                "snapledger.stores.a.pth", "/srv",
                "snapledger.stores.b.kind", "fils",
                "snapledger.stores.c.kind", "files",
                "snapledger.stores.c.path", "/srv"));
        try (LocalCommandRunner commands = new LocalCommandRunner(tools)) {
            StoreEngines engines = StoreEngines.load(new EngineContext(commands, Clock.systemUTC()));

            assertThatThrownBy(() -> stores.requireUsable(engines))
                    .isInstanceOfSatisfying(SettingsException.class, refused -> assertThat(refused.problems())
                            .extracting(SettingProblem::setting)
                            .containsExactly("snapledger.stores.a", "snapledger.stores.b"))
                    .hasMessageContaining("unknown option 'pth' (did you mean 'path'?)")
                    .hasMessageContaining("unknown store kind 'fils'");
        }
    }

    private static StoreDefinitions stores(Map<String, String> configuration) {
        return StoreDefinitions.of(Installation.read(SettingsSource.properties(configuration)));
    }
}
