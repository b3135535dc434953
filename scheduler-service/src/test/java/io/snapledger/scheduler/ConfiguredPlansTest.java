package io.snapledger.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snapledger.events.BackupTriggered;
import io.snapledger.events.TriggerReason;
import io.snapledger.settings.Installation;
import io.snapledger.settings.SettingsSource;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfiguredPlansTest {

    private static final Map<String, String> STORES = Map.of(
            "snapledger.stores.orders.kind", "postgresql",
            "snapledger.stores.orders.password", "secret",
            "snapledger.stores.config.kind", "files",
            "snapledger.repositories.main.kind", "directory");

    @Test
    void aPlanWithNothingSaidHasAllStoresTheOnlyRepositoryAndTheDefaults() {
        Plan plan = plans(Map.of("snapledger.plans.nightly.attempts", "3"))
                .find("nightly")
                .orElseThrow();

        assertThat(plan.schedule()).isEmpty();
        assertThat(plan.stores())
                .containsExactly(new Plan.PlanStore("config", "files"), new Plan.PlanStore("orders", "postgresql"));
        assertThat(plan.repositories()).containsExactly("main");
        assertThat(plan.overlap()).isEqualTo(Overlap.SKIP);
        assertThat(plan.catchUp()).isTrue();
        assertThat(plan.attempts()).isEqualTo(Plan.DEFAULT_ATTEMPTS);
        assertThat(plan.startWithin()).isEqualTo(Plan.DEFAULT_START_WITHIN);
        assertThat(plan.deadline()).isEqualTo(Plan.DEFAULT_DEADLINE);
    }

    @Test
    void everyOptionOfAPlanIsRead() {
        Plan plan = plans(Map.ofEntries(
                        Map.entry("snapledger.repositories.far.kind", "s3"),
                        Map.entry("snapledger.plans.nightly.schedule", "0 2 * * *"),
                        Map.entry("snapledger.plans.nightly.zone", "Europe/Berlin"),
                        Map.entry("snapledger.plans.nightly.stores", "orders"),
                        Map.entry("snapledger.plans.nightly.repositories", "far,main"),
                        Map.entry("snapledger.plans.nightly.overlap", "queue"),
                        Map.entry("snapledger.plans.nightly.catch-up", "false"),
                        Map.entry("snapledger.plans.nightly.attempts", "1"),
                        Map.entry("snapledger.plans.nightly.start-within", "10m"),
                        Map.entry("snapledger.plans.nightly.deadline", "2h"),
                        Map.entry("snapledger.plans.nightly.scope", "full"),
                        Map.entry("snapledger.plans.nightly.restore-order", "config,orders"),
                        Map.entry("snapledger.plans.nightly.keep.daily", "14")))
                .find("nightly")
                .orElseThrow();

        assertThat(plan.schedule()).map(CronSchedule::toString).contains("0 2 * * * Europe/Berlin");
        assertThat(plan.stores()).extracting(Plan.PlanStore::name).containsExactly("orders");
        assertThat(plan.repositories()).containsExactly("far", "main");
        assertThat(plan.overlap()).isEqualTo(Overlap.QUEUE);
        assertThat(plan.catchUp()).isFalse();
        assertThat(plan.attempts()).isEqualTo(1);
        assertThat(plan.startWithin()).isEqualTo(Duration.ofMinutes(10));
        assertThat(plan.deadline()).isEqualTo(Duration.ofHours(2));
    }

    @ParameterizedTest
    @CsvSource({
        "schedule, every night",
        "zone, Europe/Atlantis",
        "stores, tables",
        "repositories, elsewhere",
        "overlap, perhaps",
        "attempts, 0",
        "start-within, 0s",
        "deadline, -1h"
    })
    void anOptionThatCannotBeMeantStopsTheStartAndIsNamed(String option, String value) {
        Map<String, String> config = new HashMap<>(Map.of("snapledger.plans.nightly.schedule", "@daily"));
        config.put("snapledger.plans.nightly." + option, value);

        assertThatThrownBy(() -> plans(config))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("snapledger.plans.nightly." + option);
    }

    @Test
    void anOptionThatDoesNotExistStopsTheStartAndIsNamed() {
        assertThatThrownBy(() -> plans(Map.of("snapledger.plans.nightly.shedule", "@daily")))
                .hasMessageContaining("snapledger.plans.nightly.shedule");
    }

    @Test
    void severalRepositoriesNeedAChoice() {
        assertThatThrownBy(() -> plans(Map.of(
                        "snapledger.repositories.far.kind", "s3", "snapledger.plans.nightly.schedule", "@daily")))
                .isInstanceOf(InvalidPlanException.class)
                .hasMessageContaining("[far, main]");
    }

    @Test
    void aPlanOfAllStoresMayWaitForTheFirstOne() {
        Plans plans = read(
                Map.of("snapledger.repositories.main.kind", "directory", "snapledger.plans.default.stores", "all"));

        assertThat(plans.find("default").orElseThrow().stores()).isEmpty();
        assertThatThrownBy(() -> plans.select(
                        new BackupTriggered("default", TriggerReason.MANUAL, null, List.of(), List.of(), null, null)))
                .hasMessageContaining("snapledger.stores");
    }

    @Test
    void anUnusableNameOfAPlanIsNamed() {
        assertThatThrownBy(() -> plans(Map.of("snapledger.plans.Night_ly.schedule", "@daily")))
                .isInstanceOf(InvalidPlanException.class)
                .hasMessageContaining("Night_ly");
    }

    private static Plans plans(Map<String, String> plans) {
        Map<String, String> all = new HashMap<>(STORES);
        all.putAll(plans);
        return read(all);
    }

    private static Plans read(Map<String, String> all) {
        return ConfiguredPlans.of(Installation.read(SettingsSource.properties(all)));
    }
}
