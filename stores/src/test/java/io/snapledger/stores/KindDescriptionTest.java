package io.snapledger.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snapledger.settings.Secret;
import io.snapledger.stores.KindOption.Locates;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KindDescriptionTest {

    private static final KindOption<String> HOST =
            KindOption.host("host", "the server").byDefault("localhost").locating(Locates.ADDRESS);
    private static final KindOption<Integer> PORT = KindOption.number("port", 1, 65535, "its port");
    private static final KindOption<Path> PATH =
            KindOption.path("path", "the directory").locating(Locates.WITHIN_REACH);
    private static final KindOption<Secret> KEY = KindOption.secret("api-key", "the proof");

    private static final KindDescription SERVER = new KindDescription(
            "server",
            "a server",
            new LocationForm.Server(HOST, PORT, Optional.empty(), Optional.empty(), Optional.of(KEY), "//localhost:99"),
            List.of(HOST, PORT, KEY),
            List.of());

    private static final KindDescription TREE =
            new KindDescription("tree", "a tree", new LocationForm.Directory(PATH, "/srv"), List.of(PATH), List.of());

    @Test
    void aServerIsTakenApartAndItsSecretIsNamedNotGiven() {
        assertThat(SERVER.parse("shop-2", "//db.example:5433"))
                .isEqualTo(
                        Map.of("host", "db.example", "port", "5433", "api-key-env", "SNAPLEDGER_STORE_SHOP_2_API_KEY"));
        assertThat(SERVER.parse("x", "//[::1]")).containsEntry("host", "::1");
    }

    @ParameterizedTest
    @CsvSource({
        "db, no host",
        "//a:secret@db, visible to everybody",
        "//:secret@db, visible to everybody",
        "//a:secr et@db, is no address",
        "//a:secret@d^b, is no address",
        "//a:secret@, no host",
        "//a@db, says more than its kind understands",
        "//db/secret, says more than its kind understands",
        "//db?password=secret, behind ? or #",
        "//db#secret, behind ? or #",
    })
    void aLocationThatCannotBeMeantIsRefusedAndNotRepeated(String location, String reason) {
        assertThatThrownBy(() -> SERVER.parse("shop", location))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason)
                .hasMessageNotContaining("secret");
    }

    @Test
    void aRequestNamesPlacesWithinReachAndNoAddress() {
        assertThat(TREE.parseRequested("x", "/srv/other")).isEqualTo(Map.of("path", "/srv/other"));
        assertThatThrownBy(() -> SERVER.parseRequested("x", "//elsewhere.example"))
                .hasMessageContaining("comes from the configuration alone");
        assertThat(TREE.isPlacedByRequest()).isTrue();
        assertThat(SERVER.isPlacedByRequest()).isFalse();
        assertThat(SERVER.requestable()).isEmpty();
    }

    @Test
    void everyKindHasTheOptionsOfEveryKind() {
        assertThat(SERVER.storeOptions()).extracting(KindOption::name).contains("host", Acceptance.OPTION);
        assertThat(SERVER.option("api-key-file")).contains(KEY);
        assertThat(SERVER.option("no-such-option")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Upper", "with space", "x=y"})
    void anOptionHasAName(String name) {
        assertThatThrownBy(() -> KindOption.text(name, "something")).hasMessageContaining("does not match");
    }

    @Test
    void aDefaultIsAValue() {
        assertThatThrownBy(() -> PORT.byDefault("0")).hasMessage("a number from 1 to 65535");
    }

    @Test
    void placesOverlapByWholeSegments() {
        Place project = place("srv", "project");
        assertThat(project.overlaps(place("srv"))).isTrue();
        assertThat(place("srv").overlaps(project)).isTrue();
        assertThat(project.overlaps(place("srv", "project", "deep"))).isTrue();
        assertThat(project.overlaps(place("srv", "project2"))).isFalse();
        assertThat(project.overlaps(place("project"))).isFalse();
        assertThat(server("LOCALHOST").overlaps(server("127.0.0.1"))).isTrue();
        assertThat(server("a.example").overlaps(server("b.example"))).isFalse();
    }

    private static Place server(String host) {
        return new Place(host, Set.of(Place.Key.ofServer(host, 1)));
    }

    private static Place place(String... segments) {
        return new Place("there", Set.of(Place.Key.of(segments)));
    }
}
