package io.snapledger.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class StoreDefinitionsTest {

    @Test
    void aStoreIsItsKindAndTheKindsOwnOptions() {
        StoreDefinitions stores = StoreDefinitions.of(Map.of(
                "orders.kind", "postgresql",
                "orders.host", "db",
                "\"config\".kind", "files",
                "config.kubernetes.namespace", "keptn"));

        assertThat(stores.named("orders")).hasValueSatisfying(store -> {
            assertThat(store.kind()).isEqualTo("postgresql");
            assertThat(store.options()).containsExactly(Map.entry("host", "db"));
        });
        assertThat(stores.named("config").orElseThrow().options()).containsKey("kubernetes.namespace");
        assertThat(stores.named("other")).isEmpty();
    }

    @Test
    void aStoreWithoutAKindIsRefusedByName() {
        assertThatThrownBy(() -> StoreDefinitions.of(Map.of("orders.host", "db")))
                .hasMessageContaining("snapledger.stores.orders.kind is missing");
    }
}
