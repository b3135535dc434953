package io.snapledger.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One file, read with no service running as a service reads it. */
class SettingsSourceTest {

    @TempDir
    Path directory;

    @Test
    void yamlAndPropertiesSayTheSame() throws IOException {
        Installation yaml = yaml("""
                snapledger:
                  stores:
                    shop: {kind: postgresql, port: 5432, databases: [orders, "a,b"]}
                  plans:
                    nightly: {stores: [shop], restore-order: [shop, tree], attempts: 2}
                """);
        Installation properties = Installation.read(SettingsSource.file(file("config.properties", """
                        snapledger.stores.shop.kind=postgresql
                        snapledger.stores.shop.port=5432
                        snapledger.stores.shop.databases=orders,a\\\\,b
                        snapledger.plans.nightly.stores=shop
                        snapledger.plans.nightly.restore-order=shop, tree
                        snapledger.plans.nightly.attempts=2
                        """), Map.of()));

        assertThat(yaml.stores().get("shop").options())
                .isEqualTo(Map.of("port", "5432", "databases", "orders,a\\,b"))
                .isEqualTo(properties.stores().get("shop").options());
        assertThat(yaml.plans()).isEqualTo(properties.plans());
    }

    @Test
    void anEmptyListIsNoValue() throws IOException {
        assertThat(yaml("snapledger: {stores: {s: {kind: files, exclude: []}}}")
                        .stores()
                        .get("s")
                        .options())
                .isEmpty();
    }

    @Test
    void whatStandsInTheEnvironmentIsFilledIn() throws IOException {
        Installation read = Installation.read(
                SettingsSource.file(file("config.yaml", """
                        snapledger:
                          data-directory: ${BASE}/data
                          dump: {slots: "${SLOTS:3}"}
                          stores: {shop: {kind: postgresql, password: "${ORDERS_PASSWORD}", username: "\\\\${x}"}}
                        """), Map.of("BASE", "/srv", "ORDERS_PASSWORD", "hush")));

        assertThat(read.dataDirectory()).isEqualTo(Path.of("/srv/data"));
        assertThat(read.dump().slots()).isEqualTo(3);
        assertThat(read.stores().get("shop").options()).isEqualTo(Map.of("password", "hush", "username", "${x}"));
    }

    @Test
    void theEnvironmentCountsMoreThanTheFile() throws IOException {
        assertThat(Installation.read(SettingsSource.file(
                                file("config.yaml", "snapledger: {dump: {slots: 3}}"),
                                Map.of("SNAPLEDGER_DUMP_SLOTS", "4")))
                        .dump()
                        .slots())
                .isEqualTo(4);
    }

    @Test
    void whoDoesNotWorkWithAStoreNeedsNoneOfItsSecrets() throws IOException {
        Installation read = yaml("snapledger: {stores: {shop: {kind: postgresql, password: '${ORDERS_PASSWORD}'}}}");

        assertThat(read.stores().get("shop").kind()).isEqualTo("postgresql");
        assertThatThrownBy(read.stores().get("shop")::options)
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("snapledger.stores.shop.password refers to something that is not set")
                .hasMessageContaining("ORDERS_PASSWORD");
    }

    @Test
    void aMisspeltNameIsToldWithWhatElseIsWrong() {
        assertThatThrownBy(() -> yaml("snapledger: {plans: {p: {store: [a, b], attempts: 0}}}"))
                .hasMessageContaining("snapledger.plans.p.store is unknown")
                .hasMessageContaining("did you mean 'snapledger.plans.p.stores'?")
                .hasMessageContaining("snapledger.plans.p.attempts is '0'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a: [", "\tx: 1", "just words", "- a\n- b", "a: &a [*a, *a]\nb: *c", "a: 1\na: 2"})
    void whatIsNoConfigurationIsRefused(String text) {
        assertThatThrownBy(() -> yaml(text)).isInstanceOfAny(IOException.class, SettingsException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "password: 'hush${'",
                "password: 'hush${hush'",
                "password: 'hush${NOT_SET}hush'",
                "password: '${snapledger.stores.s.password}hush'",
                "password: hush, password: hush",
                "password: \"hush",
                "password: hush: hush"
            })
    void whatCannotBeReadIsToldWithoutWhatMayBeASecret(String option) {
        assertThatThrownBy(() -> yaml("snapledger: {stores: {s: {kind: files, " + option + "}}}")
                        .stores()
                        .get("s")
                        .options())
                .isInstanceOfAny(IOException.class, SettingsException.class)
                .message()
                .doesNotContain("hush");
    }

    @Test
    void nothingIsAConfigurationThatSaysNothing() throws IOException {
        assertThat(yaml("").stores()).isEmpty();
        assertThat(yaml("# nothing yet\n").stores()).isEmpty();
    }

    @Test
    void aTextThatMultipliesItselfIsRefused() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
        for (int i = 1; i < 9; i++) {
            String former = "*a" + (i - 1);
            bomb.append(
                    "a%d: &a%d [%s]%n".formatted(i, i, String.join(",", java.util.Collections.nCopies(10, former))));
        }
        assertThatThrownBy(() -> yaml(bomb.toString())).isInstanceOf(IOException.class);
    }

    @Test
    void aFileThatIsNoConfigurationByItsLengthIsNotReadWhole() throws IOException {
        Path huge = file("huge.yaml", "# " + "x".repeat(5 << 20));

        assertThatThrownBy(() -> SettingsSource.file(huge, Map.of())).hasMessageContaining("longer than");
    }

    private Installation yaml(String text) throws IOException {
        return Installation.read(SettingsSource.file(file("config.yaml", text), Map.of()));
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }
}
