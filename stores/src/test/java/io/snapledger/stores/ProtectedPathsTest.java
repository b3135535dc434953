package io.snapledger.stores;

import static org.assertj.core.api.Assertions.assertThat;

import io.snapledger.settings.Installation;
import io.snapledger.settings.SettingsSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProtectedPathsTest {

    @TempDir
    Path scratch;

    private ProtectedPaths keys() {
        return ProtectedPaths.of(Map.of("the keys", scratch.resolve("data/keys")));
    }

    @Test
    void aPlaceIsFoundAroundWhatLiesInIt() {
        assertThat(keys().around(scratch.resolve("data/keys"))).isPresent();
        assertThat(keys().around(scratch.resolve("data/keys/deep/below"))).isPresent();
        assertThat(keys().around(scratch.resolve("data"))).isEmpty();
        assertThat(keys().around(scratch.resolve("data/keys-of-others"))).isEmpty();
    }

    @Test
    void aPlaceIsFoundInWhatContainsItWhetherItIsThereOrNot() throws IOException {
        assertThat(keys().inside(scratch)).containsOnlyKeys(Path.of("data/keys"));
        Files.createDirectories(scratch.resolve("data/keys"));
        assertThat(keys().inside(scratch)).containsOnlyKeys(Path.of("data/keys"));
        assertThat(keys().inside(scratch.resolve("data/keys"))).isEmpty();
    }

    @Test
    void aLinkHidesNothing() throws IOException {
        Files.createDirectories(scratch.resolve("data/keys/current"));
        Path link = Files.createSymbolicLink(scratch.resolve("door"), scratch.resolve("data/keys"));
        assertThat(keys().around(link)).isPresent();
        assertThat(keys().around(link.resolve("new"))).isPresent();
        Path linkToAll = Files.createSymbolicLink(scratch.resolve("all"), scratch.resolve("data"));
        assertThat(keys().inside(linkToAll)).containsOnlyKeys(Path.of("keys"));
    }

    @Test
    void anInstallationProtectsItsDataKeysStagingAndTheRepositoriesThatHaveAPath() {
        Installation installation = Installation.read(SettingsSource.properties(Map.of(
                "snapledger.data-directory", "/srv/data",
                "snapledger.keys.directory", "/srv/keys",
                "snapledger.repositories.main.path", "/srv/repository",
                "snapledger.repositories.main.kind", "directory",
                "snapledger.stores.shop.kind", "files",
                "snapledger.stores.shop.path", "/srv/shop")));
        assertThat(ProtectedPaths.of(installation).places())
                .extracting(place -> place.path().toString())
                .containsExactlyInAnyOrder("/srv/data", "/srv/keys", "/srv/data/staging", "/srv/repository");
        assertThat(new ProtectedPaths(
                                List.of(new ProtectedPaths.Place(Path.of("/srv/repository"), "the repository main")))
                        .inside(Path.of("/srv")))
                .hasToString("{repository=the repository main '/srv/repository'}");
    }
}
