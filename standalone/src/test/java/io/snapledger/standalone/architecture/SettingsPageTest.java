package io.snapledger.standalone.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.snapledger.settings.SettingDescription;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** docs/settings.md is what the records of the settings say of themselves; write it anew with -Dsnapledger.write=settings. */
class SettingsPageTest {

    private static final Path PAGE = Path.of("../docs/settings.md");

    /** Of a plan, for people and for what is to come. */
    private static final Set<String> READ_BY_NOBODY =
            Set.of("snapledger.plans.<name>.scope", "snapledger.plans.<name>.keep.<name>");

    @Test
    void thePageSaysWhatTheRecordsSay() throws IOException {
        assertThat(Files.readString(PAGE)).isEqualTo(page());
    }

    @Test
    void everySettingIsReadByAService() {
        assertThat(SettingDescription.all())
                .filteredOn(setting -> SettingReaders.of(setting).isEmpty())
                .extracting(setting -> setting.names().get(0))
                .containsExactlyInAnyOrderElementsOf(READ_BY_NOBODY);
    }

    @Test
    void whoReadsWhatIsFoundInTheCode() {
        assertThat(SettingReaders.words(readers("snapledger.installation")))
                .isEqualTo("scheduler, dump, storage, restore");
        assertThat(SettingReaders.words(readers("snapledger.access.connections")))
                .isEqualTo("all");
        assertThat(SettingReaders.words(readers("snapledger.dump.slots"))).isEqualTo("dump");
        assertThat(SettingReaders.words(readers("snapledger.kafka.replication")))
                .isEqualTo("all");
    }

    @Test
    @EnabledIfSystemProperty(named = "snapledger.write", matches = "settings")
    void writePage() throws IOException {
        Files.writeString(PAGE, page());
    }

    private static Set<String> readers(String name) {
        return SettingDescription.all().stream()
                .filter(setting -> setting.names().contains(name))
                .map(SettingReaders::of)
                .findFirst()
                .orElseThrow();
    }

    private static String page() throws IOException {
        Map<Class<?>, List<SettingDescription>> byOwner = SettingDescription.all().stream()
                .collect(Collectors.groupingBy(SettingDescription::owner, LinkedHashMap::new, Collectors.toList()));
        StringBuilder page = new StringBuilder("""
                # Settings

                Made of the records that the services read, `settings/src/main/java`. One file serves all services, `snapledger up --config FILE` and cold commands alike, as YAML or as properties;
                `snapledger config check FILE` says all that is wrong with one. How to run what they configure: [operating](operating.md); the options of stores: [kinds](kinds.md).

                - `${NAME}` in a value stands for a variable of the environment or another setting, `${NAME:default}` with a default. What is not set is refused.
                - Durations are `200ms`, `90s`, `15m`, `12h`, `2d`, `1h30m` or ISO 8601; sizes `512K`, `64M`, `2G`, in powers of 1024. A list is a list of YAML, or texts separated by commas.
                - A secret, say `token`, is given as `token-file` (best), `token-env` (the name of a variable) or `token`; it is never shown.
                - A name that nobody reads, or a value out of range, is refused at the start with what was probably meant. A variable of the environment such as `SNAPLEDGER_DUMP_SLOTS` counts more than the file.
                """);
        for (Map.Entry<Class<?>, List<SettingDescription>> section : byOwner.entrySet()) {
            page.append("\n").append(SettingMeanings.ofRecord(section.getKey())).append("\n\n");
            page.append("| setting | value | default | read by | meaning |\n|---|---|---|---|---|\n");
            for (SettingDescription setting : section.getValue()) {
                page.append(row(setting));
            }
        }
        return page.toString();
    }

    private static String row(SettingDescription setting) throws IOException {
        return "| "
                + setting.names().stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "))
                + " | " + setting.rule()
                + " | " + (setting.byDefault().isEmpty() ? setting.unset() : "`" + setting.byDefault() + "`")
                + " | " + SettingReaders.words(SettingReaders.of(setting))
                + " | " + SettingMeanings.of(setting) + " |\n";
    }
}
