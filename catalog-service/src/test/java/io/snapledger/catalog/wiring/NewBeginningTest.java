package io.snapledger.catalog.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.snapledger.catalog.Catalog;
import io.snapledger.catalog.CatalogQuery;
import io.snapledger.catalog.Ledgers;
import io.snapledger.catalog.inbound.EventStreams;
import io.snapledger.catalog.inbound.LedgerProjection;
import io.snapledger.catalog.outbound.SqliteCatalogStore;
import io.snapledger.events.kafka.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewBeginningTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-21T12:00:00Z"), ZoneOffset.UTC);
    private static final TopicPartition PARTITION = new TopicPartition("dump.started", 0);

    @TempDir
    Path directory;

    private Catalog store;
    private EventStreams streams;
    private NewBeginning beginning;
    private LedgerProjection projection;

    @BeforeEach
    void open() {
        store = new Catalog(SqliteCatalogStore.open(directory.resolve("catalog.db")));
        streams = new EventStreams(store, Duration.ofSeconds(15), Duration.ofSeconds(30));
        beginning = new NewBeginning(store, streams, CLOCK);
        projection = new LedgerProjection(store, new Topics(""), beginning, streams::wake);
    }

    @AfterEach
    void close() {
        streams.close();
        store.close();
    }

    @Test
    void theFirstStartLosesNothingAndAsksTheRepositories() {
        projection.reset("nothing was read before", "cluster-1");

        assertThat(store.clusterId()).contains("cluster-1");
        assertThat(store.historyNotes()).isEmpty();
        assertThat(store.setting(NewBeginning.DECISIONS)).isNotNull();
        assertThat(store.setting(EventStreams.REPLAYING)).isNull();
    }

    @Test
    void anotherClusterBeginsAnewKeepsTheOldRowsAsideAndSaysThatHistoryIsUnknown() throws IOException {
        projection.reset("nothing was read before", "cluster-1");
        Ledgers.Backup backup = Ledgers.backup("nightly", "2026-11-21T00:00:00Z");
        store.apply(backup.entries(), List.of(), LedgerProjection.offsets(Map.of(PARTITION, 5L)));

        projection.reset("the Kafka cluster is cluster-2, the offsets are of cluster-1", "cluster-2");

        assertThat(projection.clusterId()).contains("cluster-2");
        assertThat(projection.load()).isEmpty();
        assertThat(store.backups(CatalogQuery.ALL).items()).isEmpty();
        assertThat(store.historyNotes()).singleElement().asString().contains("2026-11-21T12:00:00Z", "cluster-1");
        assertThat(store.setting(EventStreams.REPLAYING)).isNotNull();
        try (Catalog aside = new Catalog(SqliteCatalogStore.open(aside()))) {
            assertThat(aside.backup(backup.id())).isPresent();
        }

        beginning.isComplete();

        assertThat(store.setting(EventStreams.REPLAYING)).isNull();
        assertThat(store.setting(EventStreams.FLOOR)).isEqualTo(Long.toString(store.lastSequence()));
    }

    @Test
    void aGapIsShownAndMakesTheHistoryUnknownUnlessOnlyHintsAreGone() {
        projection.reset("nothing was read before", "cluster-1");

        projection.gap(new TopicPartition("dump.progress", 0), 3, 9);
        assertThat(store.historyNotes()).isEmpty();

        projection.gap(PARTITION, 3, 9);
        assertThat(store.historyNotes()).singleElement().asString().contains("3 to 8");
        assertThat(store.unreadable(5)).singleElement().matches(it -> it.until() == 9);
    }

    private Path aside() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> found = files.filter(it -> it.getFileName().toString().startsWith("catalog-of-cluster-1-")
                            && it.toString().endsWith(".db"))
                    .toList();
            assertThat(found).hasSize(1);
            return found.get(0);
        }
    }
}
