package io.snapledger.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snapledger.catalog.inbound.EventStreams;
import io.snapledger.catalog.outbound.SqliteCatalogStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Catalog files as versions of this project have written them. They are never made anew: each is opened for ever. */
class GoldenCatalogTest {

    /** Of the event recorded last in the golden files. */
    private static final long LAST = 58;

    @TempDir
    Path directory;

    @ParameterizedTest(name = "version {0}")
    @ValueSource(ints = {2, 3})
    void isOpenedWithAllItsRows(int version) throws IOException {
        Path file = golden(version);

        try (Catalog catalog = new Catalog(SqliteCatalogStore.open(file))) {
            assertThat(new CanonicalCatalog(catalog).text()).isEqualTo(text());
            assertThat(catalog.clusterId()).contains("cluster-1");
            assertThat(catalog.offsets().next())
                    .containsExactly(new Coordinates("dump.started", 0, 7), new Coordinates("restore.requested", 2, 3));
            assertThat(catalog.historyNotes())
                    .containsExactly("the ledger was lost on 2026-11-19T00:00:00Z (for a test)", "another note");
            assertThat(catalog.unreadable(9))
                    .containsExactly(new Unreadable(
                            new Coordinates("dump.started", 0, 5),
                            6,
                            "not-json",
                            "no JSON",
                            Instant.parse("2026-11-21T00:00:00Z")));
            assertThat(catalog.setting("decisions-wanted")).isEqualTo("yes");
            assertThat(catalog.lastSequence()).isGreaterThanOrEqualTo(LAST);
        }
    }

    @Test
    void ofAnEarlierVersionIsKeptAndFollowersAreToldThatTheCatalogIsAnotherOne() throws IOException {
        Path file = golden(2);
        Path aside = directory.resolve("catalog-of-version-2.db");
        byte[] kept = null;

        for (int start = 0; start < 2; start++) {
            try (Catalog catalog = new Catalog(SqliteCatalogStore.open(file))) {
                assertThat(catalog.setting(EventStreams.FLOOR)).isEqualTo(Long.toString(catalog.lastSequence()));
                assertThat(catalog.setting("cluster")).isNull();
            }
            kept = kept == null ? Files.readAllBytes(aside) : kept;
            assertThat(aside).hasBinaryContent(kept);
            assertThat(directory.resolve("catalog-upgraded.db")).doesNotExist();
        }
    }

    @Test
    void ofALaterVersionIsRefusedAndLeftAlone() throws IOException {
        Path file = golden(3);
        byte[] changed = Files.readAllBytes(file);
        changed[63] = 9; // the last byte of user_version in the header of the file
        Files.write(file, changed);

        assertThatThrownBy(() -> SqliteCatalogStore.open(file))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("is of version 9")
                .hasMessageContaining("; HINT: ");
        assertThat(file).hasBinaryContent(changed);
    }

    private Path golden(int version) throws IOException {
        Path file = directory.resolve("catalog.db");
        try (InputStream in = new GZIPInputStream(resource("catalog-" + version + ".db.gz"))) {
            Files.copy(in, file);
        }
        return file;
    }

    private static String text() throws IOException {
        try (InputStream in = resource("catalog.txt")) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    private static InputStream resource(String name) {
        return GoldenCatalogTest.class.getResourceAsStream("/golden/" + name);
    }
}
