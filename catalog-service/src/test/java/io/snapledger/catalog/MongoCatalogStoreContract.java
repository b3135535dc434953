package io.snapledger.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.snapledger.catalog.outbound.MongoAddress;
import io.snapledger.catalog.outbound.MongoCatalogStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What holds beside the contract for a database that several processes share. */
abstract class MongoCatalogStoreContract extends CatalogStoreContract {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final String database = "snapledger-test-" + UUID.randomUUID();
    private final AtomicLong nanos = new AtomicLong();
    private final List<MongoCatalogStore> opened = new ArrayList<>();

    /** Address of the server. */
    abstract String server();

    @Override
    CatalogStore open() {
        MongoAddress address = new MongoAddress(server(), Optional.empty(), false);
        MongoCatalogStore store = MongoCatalogStore.open(address.connect(Optional.empty()), database, nanos::get);
        opened.add(store);
        return store;
    }

    @Override
    CatalogStore kept(String name) {
        return opened.get(0).kept(name);
    }

    @AfterEach
    void dropDatabase() {
        opened.stream().skip(1).forEach(MongoCatalogStore::close);
        try (MongoClient client = MongoClients.create(server())) {
            client.getDatabase(database).drop();
        }
    }

    /** The process that leads when a test begins. */
    private CatalogStore first() {
        return opened.get(0);
    }

    private static List<Row> rows(String json) {
        return List.of(new Row(Table.NOTES, "a", 1, 0, Map.of(), '"' + json + '"'));
    }

    private static void apply(CatalogStore store, List<LedgerEntry> entries) {
        new Catalog(store).apply(entries, List.of(), LedgerOffsets.NONE);
    }

    @Test
    void anotherProcessWaitsAndReadsAndTakesOverWhenTheFirstIsGone() {
        CatalogStore second = open();
        first().save(rows("one"), Position.START.at(7));

        assertThat(second.leads()).isFalse();
        assertThat(second.select(Selection.of(Table.NOTES)))
                .extracting(Row::json)
                .containsExactly("\"one\"");
        assertThat(second.position().sequence()).isEqualTo(7);
        assertThatThrownBy(() -> second.save(rows("two"), Position.START))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("another process writes the catalog; HINT: ");
        for (int beats = 0; beats < 3; beats++) {
            nanos.addAndGet(PATIENCE.toNanos() - 1);
            assertThat(first().leads()).isTrue();
            assertThat(second.leads()).as("the first is there").isFalse();
        }

        nanos.addAndGet(PATIENCE.toNanos());

        assertThat(second.leads()).isTrue();
        assertThat(first().leads()).isFalse();
        second.save(rows("two"), second.position());
        assertThat(first().select(Selection.of(Table.NOTES)))
                .extracting(Row::json)
                .containsExactly("\"two\"");
    }

    @Test
    void whoEndsLetsAnotherLeadAtOnce() {
        CatalogStore second = open();
        assertThat(second.leads()).isFalse();
        CatalogStore third = open();

        second.close();
        assertThat(third.leads()).as("one that did not lead has ended").isFalse();
        first().close();

        assertThat(third.leads()).isTrue();
    }

    @Test
    void whoWasThoughtDeadReplacesNoRowAndNoPositionOfHisSuccessor() {
        CatalogStore second = open();
        first().save(rows("one"), Position.START.at(5));
        second.leads();
        nanos.addAndGet(PATIENCE.toNanos());
        assertThat(second.leads()).isTrue();
        second.save(rows("two"), second.position().at(20_000));

        assertThatThrownBy(() -> first().save(rows("late"), Position.START.at(6)))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> first().save(List.of(), Position.START.at(6)))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> first().use(second.beside("next"), Optional.empty()))
                .isInstanceOf(IllegalStateException.class);

        assertThat(second.select(Selection.of(Table.NOTES)))
                .extracting(Row::json)
                .containsExactly("\"two\"");
        assertThat(second.position().sequence()).isEqualTo(20_000);
    }

    @Test
    void processesThatLeadInTurnMakeTheCatalogOfOneAndTellEachEvent() {
        List<LedgerEntry> log = new ArrayList<>();
        for (int seed = 0; seed < 6; seed++) {
            log.addAll(Histories.of(seed));
        }
        Catalog expected = new Catalog(new MemoryCatalogStore());
        expected.apply(log, List.of(), LedgerOffsets.NONE);
        Random random = new Random(7);
        CatalogStore leader = first();
        Set<String> told = new HashSet<>();
        long heard = 0;
        int next = 0;
        while (next < log.size()) {
            int to = Math.min(log.size(), next + 5 + random.nextInt(20));
            List<LedgerEntry> batch = log.subList(next, to);
            if (random.nextInt(3) > 0) {
                apply(leader, batch);
                next = to;
            } else { // it stops in the middle of the batch for so long that another one goes on, and then goes on
                // itself
                CatalogStore stopped = leader;
                List<CatalogStore> successor = new ArrayList<>();
                try {
                    apply(
                            new BreakingStore(stopped, random.nextInt(batch.size())) {
                                @Override
                                void beforeTheRest() {
                                    successor.add(successor());
                                    apply(successor.get(0), batch.subList(0, batch.size() / 2));
                                }
                            },
                            batch);
                } catch (IllegalStateException e) {
                    assertThat(e).hasMessageContaining("another process writes the catalog");
                }
                leader = successor.isEmpty() ? leader : successor.get(0);
            }
            Catalog reader = new Catalog(leader);
            for (LedgerEvent event : reader.eventsAfter(heard, CatalogQuery.ALL, 10_000)) {
                told.add(event.key());
                heard = event.sequence();
            }
        }

        assertThat(new CanonicalCatalog(new Catalog(leader)).text()).isEqualTo(new CanonicalCatalog(expected).text());
        assertThat(told).containsAll(log.stream().map(LedgerEntry::key).toList());
        assertThat(opened.size()).isGreaterThan(2);
    }

    private CatalogStore successor() {
        CatalogStore successor = open();
        successor.leads();
        nanos.addAndGet(PATIENCE.toNanos());
        assertThat(successor.leads()).isTrue();
        return successor;
    }
}
