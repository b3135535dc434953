package io.snapledger.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snapledger.catalog.outbound.SqliteCatalogStore;
import io.snapledger.repository.BackendRepository;
import io.snapledger.repository.ObjectSource;
import io.snapledger.repository.RepositoryException;
import io.snapledger.repository.RepositoryLayout;
import io.snapledger.repository.memory.Faults.Call;
import io.snapledger.repository.memory.ManyDecisions;
import io.snapledger.repository.memory.MemoryBackend;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the import asks of a repository that holds the decisions of very many hourly backups of twenty stores. */
class DecisionImportTest {

    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    private static final int CHUNK = 500;

    @TempDir
    Path directory;

    private final ManyDecisions many = new ManyDecisions(20, NOW, backups());
    private final MemoryBackend backend = new MemoryBackend();
    private final DecisionImport decisions =
            new DecisionImport(List.of(new BackendRepository("main", backend)), () -> NOW);

    /** How many, an hour apart. */
    int backups() {
        return 100;
    }

    @BeforeEach
    void fill() {
        many.into(backend);
        backend.forgetCalls();
    }

    @Test
    void eachDecisionIsReadOnceAndWhatBreaksOffGoesOnWhereItWas() {
        backend.faults().timeout(Call.GET, key -> backend.calls(Call.GET) == many.count() / 2, 1);
        String damaged = RepositoryLayout.decision(many.store(3), many.snapshot(3, 7));
        backend.damage(damaged, new byte[] {1});
        try (Catalog store = new Catalog(SqliteCatalogStore.open(directory.resolve("catalog.db")))) {
            assertThatThrownBy(() -> decisions.into(store)).isInstanceOf(RepositoryException.Transient.class);
            decisions.into(store);

            assertThat(backend.calls(Call.LIST)).isEqualTo(2);
            assertThat(backend.calls(Call.GET)).isBetween((long) many.count(), (long) many.count() + CHUNK);
            assertThat(store.unreadableDecisions()).isEqualTo(1);
            assertThat(store.setting("decisions-read-of-main")).isNull();
        }
        backend.faults().requireAllHit();
    }

    @Test
    void whatIsNoDecisionIsNotedAndHidesNone() {
        backend.create("decisions/nothing", ObjectSource.bytes(new byte[1]));
        try (Catalog store = new Catalog(SqliteCatalogStore.open(directory.resolve("catalog.db")))) {
            decisions.into(store);

            assertThat(backend.calls(Call.GET)).isEqualTo(many.count());
            assertThat(store.historyNotes()).singleElement().asString().contains("decisions/nothing");
        }
    }
}
