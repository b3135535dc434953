package io.snapledger.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.snapledger.catalog.outbound.SqliteCatalogStore;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteCatalogStoreTest extends CatalogStoreContract {

    @TempDir
    Path directory;

    @Override
    CatalogStore open() {
        return SqliteCatalogStore.open(directory.resolve("catalog.db"));
    }

    @Override
    CatalogStore kept(String name) {
        return SqliteCatalogStore.open(directory.resolve(name + ".db"));
    }

    @Test
    void keepsItsRowsOverARestart() {
        Ledgers.Backup backup = Ledgers.backup("nightly", "2026-11-21T00:00:00Z");
        Path file = directory.resolve("restarted.db");
        String before;
        try (Catalog store = new Catalog(SqliteCatalogStore.open(file))) {
            store.apply(backup.entries(), List.of(), LedgerOffsets.NONE);
            before = new CanonicalCatalog(store).text();
        }
        try (Catalog store = new Catalog(SqliteCatalogStore.open(file))) {
            assertThat(new CanonicalCatalog(store).text()).isEqualTo(before).contains(backup.id());
        }
    }
}
