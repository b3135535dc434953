package io.snapledger.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InstallationTest {

    @Test
    void nothingNeedsToBeSaidButTheIdOfAService() {
        Installation read = read(Map.of());

        assertThat(read.dataDirectory()).isEqualTo(Path.of("snapledger-data"));
        assertThat(read.keyDirectory()).isEqualTo(Path.of("snapledger-data/keys"));
        assertThat(read.stagingDirectory()).isEqualTo(Path.of("snapledger-data/staging"));
        assertThat(read.storageUrl()).isEqualTo(URI.create("http://127.0.0.1:8083"));
        assertThat(read.kafka().replication()).isEqualTo((short) 1);
        assertThat(read.dump().stagingQuota()).isEqualTo(new ByteSize(2L << 30));
        assertThat(read.dump().maxStall()).isEqualTo(Duration.ofMinutes(15));
        assertThat(read.stores()).isEmpty();
        assertThatThrownBy(read::id).hasMessageContaining("snapledger.installation is missing; HINT");
    }

    /** What some settings need beside them. */
    private static final Map<String, String> CONTEXT = Map.of(
            "snapledger.storage.workers.n", "http://n:1",
            "snapledger.access.oidc.issuer", "https://issuer",
            "snapledger.access.oidc.audience", "us",
            "snapledger.plans.n.scope", "all of it");

    @Test
    void everySettingCanBeSetAndIsRead() {
        String context = read(CONTEXT).toString();
        for (SettingDescription setting : SettingDescription.all()) {
            String name = setting.names().get(0).replace("<name>", "n").replace("<option>", "kind");
            Map<String, String> set = new HashMap<>(CONTEXT);
            set.put(name, another(setting));

            assertThat(read(set).toString()).describedAs(name).isNotEqualTo(context);
        }
    }

    /** A value that is not its default. */
    private static String another(SettingDescription setting) {
        return Stream.of("7s", "7", "70s", "7M", "http://there:7", "queue", "true", "false", "x-{worker}")
                .filter(value -> !value.equals(setting.byDefault()) && isUsable(setting, value))
                .findFirst()
                .orElseThrow();
    }

    private static boolean isUsable(SettingDescription setting, String value) {
        String name = setting.names().get(0).replace("<name>", "n").replace("<option>", "kind");
        Map<String, String> set = new HashMap<>(CONTEXT);
        set.put(name, value);
        try {
            read(set);
            return true;
        } catch (SettingsException e) {
            return false;
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "snapledger.dump.slots|0|a whole number, at least 1, at most 1000",
                "snapledger.dump.slots|two|a whole number",
                "snapledger.dump.slots|99999999999|a whole number",
                "snapledger.dump.zstd-level|20|at most 19",
                "snapledger.dump.staging-quota|2GB|a number of bytes such as 512K, 64M or 2G",
                "snapledger.dump.staging-quota|999999999999999T|a number of bytes",
                "snapledger.dump.max-stall|-5m|a duration",
                "snapledger.dump.max-stall|soon|a duration",
                "snapledger.kafka.replication|70000|a whole number",
                "snapledger.access.tls-by-proxy|yes|true or false",
                "snapledger.storage-url|storage:8083|an address such as http://",
                "snapledger.plans.nightly.overlap|perhaps|skip or queue",
                "snapledger.plans.nightly.attempts|0|at least 1",
                "snapledger.storage.workers.dump-1|nowhere|an address"
            })
    void aValueThatIsNoneOrOutOfRangeIsRefusedWithItsNameAndItsRule(String name, String value, String rule) {
        assertThatThrownBy(() -> read(Map.of(name, value)))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining(name + " is '" + value + "' but must be ")
                .hasMessageContaining(rule)
                .hasMessageContaining("; HINT: ");
    }

    @Test
    void everythingThatIsWrongIsToldAtOnce() {
        assertThatThrownBy(() -> read(Map.of(
                        "snapledger.dump.slots", "0",
                        "snapledger.timing.tick", "1h",
                        "snapledger.storage.worker-url", "http://all:1",
                        "snapledger.stores.shop.path", "/srv",
                        "snapledger.dump.slot", "1")))
                .isInstanceOfSatisfying(SettingsException.class, refused -> assertThat(refused.problems())
                        .extracting(SettingProblem::setting)
                        .containsExactlyInAnyOrder(
                                "snapledger.dump.slots",
                                "snapledger.timing.dead-after",
                                "snapledger.storage.worker-url",
                                "snapledger.stores.shop.kind",
                                "snapledger.dump.slot"));
    }

    @ParameterizedTest
    @CsvSource({"scheduler", "dump", "catalog", "restore"})
    void aFormerNameIsRefusedWithTheNewOne(String service) {
        assertThatThrownBy(() -> read(Map.of("snapledger." + service + ".topic-replication", "3")))
                .hasMessageContaining("did you mean 'snapledger.kafka.replication'?");
    }

    @Test
    void durationsAreWrittenAsQuarkusWritesThem() {
        Map.of(
                        "10", Duration.ofSeconds(10),
                        "200ms", Duration.ofMillis(200),
                        "1h30m", Duration.ofMinutes(90),
                        "2d", Duration.ofDays(2),
                        "PT0.5S", Duration.ofMillis(500),
                        "0.5s", Duration.ofMillis(500))
                .forEach((text, duration) -> assertThat(
                                read(Map.of("snapledger.restore.limit", "12h", "snapledger.dump.grace", text))
                                        .dump()
                                        .grace())
                        .isEqualTo(duration));
    }

    @Test
    void ofAPlanOneRepositoryIsAListOfOne() {
        PlanSection plan =
                read(Map.of("snapledger.plans.n.repository", "main")).plans().get("n");

        assertThat(plan.repositoryNames()).containsExactly("main");
        assertThat(plan.stores()).containsExactly(PlanSection.ALL);
        assertThatThrownBy(() -> read(
                        Map.of("snapledger.plans.n.repository", "main", "snapledger.plans.n.repositories", "main,far")))
                .hasMessageContaining("snapledger.plans.n.repository is set beside repositories");
    }

    @Test
    void namesMayHaveDots() {
        Installation read = read(Map.of(
                "snapledger.stores.\"a.b\".kind", "files",
                "snapledger.stores.\"a.b\".path", "/srv",
                "snapledger.stores.\"a.b\".kubernetes.namespace", "shop",
                "snapledger.access.oidc.issuer", "https://issuer",
                "snapledger.access.oidc.audience", "us",
                "snapledger.access.oidc.roles.operator", "a, b"));

        assertThat(read.stores().get("a.b").options())
                .isEqualTo(Map.of("path", "/srv", "kubernetes.namespace", "shop"));
        assertThat(read.access().oidc().orElseThrow().roles()).isEqualTo(Map.of("operator", Set.of("a", "b")));
    }

    @Test
    void whatIsPrintedHasNoSecret() {
        Installation read = read(Map.of(
                "snapledger.access.token", "hush",
                "snapledger.internal.token", "hush",
                "snapledger.access.callers.ann.token", "hush",
                "snapledger.stores.shop.kind", "postgresql",
                "snapledger.stores.shop.password", "hush",
                "snapledger.repositories.main.kind", "s3",
                "snapledger.repositories.main.secret-key", "hush"));

        assertThat(read.toString()).contains("shop", "ann").doesNotContain("hush");
    }

    @Test
    void theFileOfASecretCountsBeforeItsVariableAndItself() throws SecretException {
        Secret secret = read(Map.of(
                        "snapledger.internal.token", "literal", "snapledger.internal.token-file", "/run/token"))
                .internal()
                .token()
                .orElseThrow();

        assertThat(secret.file()).contains(Path.of("/run/token"));
        assertThat(read(Map.of("snapledger.internal.token", "literal"))
                        .internal()
                        .token()
                        .orElseThrow()
                        .reveal())
                .isEqualTo("literal");
    }

    @Test
    void theNamesAreThoseOfTheRecords() {
        assertThat(SettingNames.all())
                .contains(
                        "snapledger.installation",
                        "snapledger.stores.<name>.<option>",
                        "snapledger.plans.<name>.keep.<name>",
                        "snapledger.access.callers.<name>.token-file",
                        "snapledger.access.oidc.roles.<name>",
                        "snapledger.storage.workers.<name>")
                .doesNotHaveDuplicates();
        assertThat(List.of("snapledger.log.level", "snapledger.root")).allMatch(SettingNames::isKnown);
    }

    private static Installation read(Map<String, String> properties) {
        return Installation.read(SettingsSource.properties(properties));
    }
}
