package io.snapledger.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.snapledger.catalog.outbound.SqliteCatalogStore;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteCatalogStoreTest extends CatalogStoreContract {

    @TempDir
    Path directory;

    @Override
    CatalogStore open() {
        return SqliteCatalogStore.open(directory.resolve("catalog.db"));
    }

    @Test
    void keepsItsRowsOverARestart() {
        Ledgers.Backup backup = Ledgers.backup("nightly", "2026-11-21T00:00:00Z");
        Path file = directory.resolve("restarted.db");
        String before;
        try (SqliteCatalogStore store = SqliteCatalogStore.open(file)) {
            store.change(change -> Projection.apply(change, backup.entries()));
            before = new CanonicalCatalog(store).text();
        }
        try (SqliteCatalogStore store = SqliteCatalogStore.open(file)) {
            assertThat(new CanonicalCatalog(store).text()).isEqualTo(before).contains(backup.id());
        }
    }

    @Test
    void goesOnWithAnotherFileInItsPlace() {
        Ledgers.Backup old = Ledgers.backup("old", "2026-11-21T00:00:00Z");
        Ledgers.Backup rebuilt = Ledgers.backup("rebuilt", "2026-11-22T00:00:00Z");
        Path file = directory.resolve("a.db");
        try (SqliteCatalogStore store = SqliteCatalogStore.open(file)) {
            store.change(change -> Projection.apply(change, old.entries()));
            SqliteCatalogStore next = SqliteCatalogStore.open(directory.resolve("b.db"));
            next.continueSequence(store.lastSequence() + 1000);
            next.change(change -> Projection.apply(change, rebuilt.entries()));

            store.replaceBy(next);

            assertThat(store.backup(old.id())).isEmpty();
            assertThat(store.backup(rebuilt.id())).isPresent();
            assertThat(store.lastSequence()).isGreaterThan(1000);
            assertThat(directory.resolve("b.db")).doesNotExist();
            store.change(change -> Projection.apply(change, old.entries()));
            assertThat(store.backup(old.id())).isPresent();
        }
    }

    @Test
    void keepsACopyAside() {
        Ledgers.Backup backup = Ledgers.backup("nightly", "2026-11-21T00:00:00Z");
        Path copy = directory.resolve("copy.db");
        try (SqliteCatalogStore store = SqliteCatalogStore.open(directory.resolve("c.db"))) {
            store.change(change -> Projection.apply(change, backup.entries()));
            store.copyTo(copy);
            store.change(change -> change.reset("other"));
        }
        assertThat(Files.exists(copy)).isTrue();
        try (SqliteCatalogStore store = SqliteCatalogStore.open(copy)) {
            assertThat(store.backup(backup.id())).isPresent();
        }
    }
}
