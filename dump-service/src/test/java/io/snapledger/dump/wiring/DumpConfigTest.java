package io.snapledger.dump.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DumpConfigTest {

    @Test
    void hasTheDocumentedDefaults() {
        DumpConfig config = config(Map.of());

        assertThat(config.worker()).isEqualTo("dump-1");
        assertThat(config.slots()).isEqualTo(2);
        assertThat(config.stagingDirectory()).isEqualTo(Path.of("snapledger-data/staging"));
        assertThat(config.stagingQuota().asLongValue()).isEqualTo(2L << 30);
        assertThat(config.maxStall()).isEqualTo(Duration.ofMinutes(15));
        assertThat(config.grace()).isEqualTo(Duration.ofMinutes(5));
        assertThat(config.controlHistory()).isEqualTo(Duration.ofHours(24));
        assertThat(config.announceAgain()).isEqualTo(Duration.ofMinutes(1));
        assertThat(config.keepUndecided()).isEqualTo(Duration.ofHours(24));
        assertThat(config.zstdLevel()).isEqualTo(1);
        assertThat(config.workers()).isEqualTo(2);
        assertThat(config.topicReplication()).isEqualTo((short) 1);
    }

    @Test
    void everySettingCanBeSet() {
        Map<String, String> set = new HashMap<>();
        set.put("snapledger.dump.worker", "b");
        set.put("snapledger.dump.slots", "3");
        set.put("snapledger.dump.staging-directory", "/s");
        set.put("snapledger.dump.staging-quota", "5M");
        set.put("snapledger.dump.max-stall", "PT1S");
        set.put("snapledger.dump.grace", "PT2S");
        set.put("snapledger.dump.control-history", "PT3S");
        set.put("snapledger.dump.announce-again", "PT4S");
        set.put("snapledger.dump.keep-undecided", "PT5S");
        set.put("snapledger.dump.zstd-level", "6");
        set.put("snapledger.dump.workers", "7");
        set.put("snapledger.dump.topic-replication", "8");
        assertThat(set).hasSize(DumpConfig.class.getMethods().length);
        DumpConfig config = config(set);
        DumpConfig defaults = config(Map.of());

        assertThat(Arrays.stream(DumpConfig.class.getMethods()))
                .allSatisfy(setting -> assertThat(value(setting, config)).isNotEqualTo(value(setting, defaults)));
    }

    private static Object value(Method setting, DumpConfig config) throws ReflectiveOperationException {
        Object value = setting.invoke(config);
        return value instanceof MemorySize size ? size.asLongValue() : value;
    }

    private static DumpConfig config(Map<String, String> set) {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withConverter(MemorySize.class, 100, new MemorySizeConverter())
                .withSources(new PropertiesConfigSource(set, "test", 100))
                .withMapping(DumpConfig.class)
                .build();
        return config.getConfigMapping(DumpConfig.class);
    }
}
