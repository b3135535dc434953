package io.snapledger.catalog.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import io.snapledger.catalog.CanonicalCatalog;
import io.snapledger.catalog.Catalog;
import io.snapledger.catalog.DecisionImport;
import io.snapledger.catalog.Ledgers;
import io.snapledger.catalog.Rebuild;
import io.snapledger.catalog.inbound.EventStreams;
import io.snapledger.catalog.outbound.MongoAddress;
import io.snapledger.catalog.outbound.MongoCatalogStore;
import io.snapledger.events.EventCodec;
import io.snapledger.events.kafka.KafkaEventCodec;
import io.snapledger.events.kafka.KafkaEventPublisher;
import io.snapledger.events.kafka.Topics;
import io.snapledger.testkit.kafka.TestBroker;
import io.snapledger.testkit.kafka.TestSeal;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Two replicas of the service with one database. */
class TwoCatalogsTest {

    private static final Duration SOON = Duration.ofSeconds(40);
    private static final Topics TOPICS = new Topics("two-catalogs.");

    /** One of the replicas. */
    private record Replica(LiveCatalog live, Catalog catalog) {

        static Replica start(String kafka, MongoServer mongo) {
            String address = "mongodb://127.0.0.1:" + mongo.getLocalAddress().getPort();
            Catalog catalog = new Catalog(MongoCatalogStore.open(
                    new MongoAddress(address, Optional.empty(), false).connect(Optional.empty()),
                    "two",
                    System::nanoTime));
            LiveCatalog live = new LiveCatalog(
                    catalog,
                    new Ledger(Map.of("bootstrap.servers", kafka), TOPICS, (short) 1, TestSeal.SEAL),
                    new DecisionImport(List.of(), Clock.systemUTC()),
                    new EventStreams(catalog, Duration.ofSeconds(15), Duration.ofSeconds(30)),
                    Clock.systemUTC());
            live.start();
            return new Replica(live, catalog);
        }
    }

    @Test
    void oneReadsTheLedgerBothAnswerAndTheOtherGoesOnWhenTheFirstEnds() throws Exception {
        MongoServer mongo = new MongoServer(new MemoryBackend());
        mongo.bind();
        String kafka = TestBroker.shared().bootstrapServers();
        try (KafkaEventPublisher publisher = new KafkaEventPublisher(
                Map.of("bootstrap.servers", kafka),
                new KafkaEventCodec(new EventCodec(), TOPICS, TestSeal.SEAL),
                Duration.ofSeconds(30))) {
            Replica first = Replica.start(kafka, mongo);
            await().atMost(SOON).until(first.live()::caughtUp);
            Replica second = Replica.start(kafka, mongo);
            Ledgers.Backup nightly = Ledgers.backup("nightly", "2026-11-21T00:00:00Z");
            nightly.events().forEach(publisher::publish);

            await().atMost(SOON).until(() -> isComplete(second, nightly) && isComplete(first, nightly));
            await().atMost(SOON).until(second.live()::caughtUp);
            assertThat(first.live().standsBy()).isFalse();
            assertThat(second.live().standsBy()).isTrue();

            assertThat(first.live().rebuild(Rebuild.Source.KAFKA)).isPresent();
            await().atMost(SOON)
                    .until(() -> first.live().lastRebuild().orElseThrow().state() == Rebuild.State.DONE);
            await().atMost(SOON).until(() -> isComplete(second, nightly));

            first.live().close();
            Ledgers.Backup hourly = Ledgers.backup("hourly", "2026-11-21T01:00:00Z");
            hourly.events().forEach(publisher::publish);

            await().atMost(SOON).until(() -> isComplete(second, hourly));
            assertThat(second.live().standsBy()).isFalse();
            assertThat(new CanonicalCatalog(second.catalog()).text()).contains(nightly.id(), hourly.id());
            second.live().close();
        } finally {
            mongo.shutdown();
        }
    }

    private static boolean isComplete(Replica replica, Ledgers.Backup backup) {
        return replica.catalog()
                .backup(backup.id())
                .filter(it -> it.state().word().equals("complete"))
                .isPresent();
    }
}
