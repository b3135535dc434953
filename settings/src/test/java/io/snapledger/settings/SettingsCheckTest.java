package io.snapledger.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.SysPropConfigSource;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsCheckTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "snapledger.installation",
                "snapledger.stores.shop.password-file",
                "snapledger.stores.shop.kubernetes.namespace",
                "snapledger.stores.\"a.b\".kind",
                "snapledger.plans.nightly.stores[0]",
                "snapledger.plans.\"the nightly\".restore-order[11]",
                "snapledger.plans.nightly.keep.daily",
                "snapledger.storage.workers.dump-1",
                "%dev.snapledger.data-directory",
                "quarkus.http.port",
                "%test.quarkus.log.level",
                "kafka.bootstrap.servers",
                "mp.messaging.incoming.x.topic"
            })
    void whatSomebodyReadsIsKnown(String name) {
        assertThatCode(() -> SettingsCheck.requireKnown(List.of(name), "a file"))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "snapledgr.stores.shop.kind, snapledger.stores.shop.kind",
        "snapledger.store.shop.path, snapledger.stores.shop.path",
        "snapledger.plans.nightly.scheduel, snapledger.plans.nightly.schedule",
        "snapledger.plans.nightly.store, snapledger.plans.nightly.stores",
        "snapledger.repository.main.path, snapledger.repositories.main.path",
        "snapledger.storage-ulr, snapledger.storage-url",
        "snapledger.dump.stagingquota, snapledger.dump.staging-quota",
        "%prod.snapledger.catalog.repository, snapledger.catalog.repositories"
    })
    void aMisspeltNameIsRefusedWithTheNearestKnownOne(String wrong, String nearest) {
        assertThatThrownBy(() -> SettingsCheck.requireKnown(List.of("quarkus.http.port", wrong), "config.yaml"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + wrong + "' (did you mean '" + nearest + "'?)")
                .hasMessageContaining("config.yaml");
    }

    @ParameterizedTest
    @ValueSource(strings = {"stores.shop.kind", "plans", "snapledger", "snapledger.nonsense.at.all", "excludes"})
    void aNameThatIsLikeNoOtherIsRefusedAsItIs(String wrong) {
        assertThatThrownBy(() -> SettingsCheck.requireKnown(List.of(wrong), "config.yaml"))
                .hasMessageContaining("'" + wrong + "'");
    }

    @Test
    void manyUnknownNamesAreCountedInOneMessage() {
        List<String> names = java.util.stream.IntStream.range(0, 25)
                .mapToObj(i -> "stores.s" + i + ".kind")
                .toList();
        assertThatThrownBy(() -> SettingsCheck.requireKnown(names, "config.yaml"))
                .hasMessageContaining("and 15 more");
    }

    @Test
    void aConfigurationWithAnUnknownNameInAFileIsNotBuilt() {
        ConfigSource file = new PropertiesConfigSource(Map.of("snapledgr.x", "1"), "file:/srv/config.properties", 100);
        assertThatThrownBy(() -> built(file))
                .hasMessageContaining("'snapledgr.x'")
                .hasMessageContaining("file:/srv/config.properties");
    }

    @Test
    void theEnvironmentBelongsToAllPrograms() {
        assertThat(built(new EnvConfigSource(Map.of("SNAPLEDGR_X", "1"), 300)).getValue("snapledgr.x", String.class))
                .isEqualTo("1");
    }

    @Test
    void aSystemPropertyOfOursThatNobodyReadsIsRefused() {
        System.setProperty("snapledger.storage-ulr", "1");
        try {
            assertThatThrownBy(() -> built(new SysPropConfigSource())).hasMessageContaining("snapledger.storage-url");
        } finally {
            System.clearProperty("snapledger.storage-ulr");
        }
        assertThat(built(new SysPropConfigSource()).getValue("java.io.tmpdir", String.class))
                .isNotEmpty();
    }

    private static SmallRyeConfig built(ConfigSource source) {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .addDiscoveredInterceptors()
                .withSources(source)
                .build();
        config.getPropertyNames(); // as whoever maps it does
        return config;
    }
}
