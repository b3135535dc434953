package io.snapledger.catalog.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.snapledger.catalog.Catalog;
import io.snapledger.catalog.CatalogQuery;
import io.snapledger.catalog.LedgerEvent;
import io.snapledger.catalog.LedgerOffsets;
import io.snapledger.catalog.Ledgers;
import io.snapledger.catalog.inbound.EventStream.Frame;
import io.snapledger.catalog.outbound.SqliteCatalogStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventStreamsTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir
    Path directory;

    private Catalog store;
    private EventStreams streams;

    @BeforeEach
    void open() {
        store = new Catalog(SqliteCatalogStore.open(directory.resolve("catalog.db")));
        streams = new EventStreams(store, Duration.ofSeconds(1), Duration.ofSeconds(2));
    }

    @AfterEach
    void close() {
        streams.close();
        store.close();
    }

    /** Takes as many frames as it is told to. */
    private static final class Client implements Flow.Subscriber<Frame> {
        private final List<Frame> frames = new CopyOnWriteArrayList<>();
        private volatile boolean completed;
        private volatile Flow.Subscription subscription;
        private volatile Throwable dropped;

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
        }

        @Override
        public void onNext(Frame frame) {
            frames.add(frame);
        }

        @Override
        public void onError(Throwable why) {
            dropped = why;
        }

        @Override
        public void onComplete() {
            completed = true;
        }

        List<Long> sequences() {
            return frames.stream()
                    .filter(Frame.Happened.class::isInstance)
                    .map(it -> ((Frame.Happened) it).event())
                    .map(LedgerEvent::sequence)
                    .toList();
        }
    }

    private Client follow(OptionalLong after) {
        Client client = new Client();
        streams.open(CatalogQuery.ALL, after).subscribe(client);
        return client;
    }

    private void add(int number) {
        String due = Instant.parse("2026-11-21T00:00:00Z").plusSeconds(number).toString();
        store.apply(Ledgers.backup("nightly", due).entries(), List.of(), LedgerOffsets.NONE);
        streams.wake();
    }

    @Test
    void aServiceThatStopsEndsEveryStreamAndOpensNoOther() throws Exception {
        Client waits = follow(OptionalLong.empty());
        Client takes = follow(OptionalLong.of(0));
        takes.subscription.request(Long.MAX_VALUE);
        add(1);

        streams.end();

        assertThat(takes.sequences()).isNotEmpty();
        assertThat(List.of(waits, takes)).allMatch(client -> client.completed && client.dropped == null);
        assertThatThrownBy(() -> follow(OptionalLong.empty())).isInstanceOf(EventStreams.TooManyStreamsException.class);
    }

    @Test
    void givesWhatIsAskedForInOrderAndKeepsTheRestInTheCatalog() {
        for (int i = 0; i < 100; i++) {
            add(i);
        }
        Client client = follow(OptionalLong.of(0));

        client.subscription.request(3);
        await().atMost(LIMIT).until(() -> client.frames.size() == 3);
        client.subscription.request(897);
        await().atMost(LIMIT).until(() -> client.frames.size() == 900);

        assertThat(client.sequences()).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void beginsWithWhatComesNextUnlessAPlaceIsGiven() {
        add(1);
        Client client = follow(OptionalLong.empty());
        client.subscription.request(100);
        long before = store.lastSequence();

        add(2);

        await().atMost(LIMIT).until(() -> client.sequences().size() == 9);
        assertThat(client.sequences()).allMatch(it -> it > before);
    }

    @Test
    void aClientThatHasGotNoEventYetGoesOnWhereItBegan() {
        add(1);
        Client client = follow(OptionalLong.empty());
        client.subscription.request(1);
        await().atMost(LIMIT).until(() -> client.frames.size() == 1);
        client.subscription.cancel();
        Frame.Began began = (Frame.Began) client.frames.get(0);

        add(2);
        Client again = follow(OptionalLong.of(began.sequence()));
        again.subscription.request(100);

        await().atMost(LIMIT).until(() -> again.sequences().size() == 9);
        assertThat(again.sequences().get(0)).isEqualTo(began.sequence() + 1);
    }

    @Test
    void aSilentStreamBeatsAndAClientThatTakesNothingIsDropped() {
        Client awake = follow(OptionalLong.empty());
        awake.subscription.request(100);
        Client asleep = follow(OptionalLong.empty());

        await().atMost(LIMIT).until(() -> awake.frames.contains(new Frame.Heartbeat()));
        await().atMost(LIMIT).until(() -> asleep.dropped != null);

        assertThat(asleep.dropped).hasMessageContaining("took nothing");
        assertThat(awake.dropped).isNull();
    }

    @Test
    void afterARebuildAClientIsToldAndGoesOnBehindIt() {
        add(1);
        Client client = follow(OptionalLong.of(0));
        store.setting(EventStreams.REPLAYING, "yes");
        streams.readState();
        client.subscription.request(100);
        add(2);
        long floor = store.lastSequence();
        store.setting(EventStreams.FLOOR, Long.toString(floor));
        store.setting(EventStreams.REPLAYING, null);
        streams.readState();
        add(3);

        await().atMost(LIMIT).until(() -> client.sequences().size() == 9);
        assertThat(client.frames).contains(new Frame.Rebuilt(floor));
        assertThat(client.sequences()).allMatch(it -> it > floor);
    }

    @Test
    void tooManyClientsAreRefused() {
        for (int i = 0; i < EventStreams.MOST; i++) {
            follow(OptionalLong.empty());
        }
        assertThatThrownBy(() -> follow(OptionalLong.empty())).isInstanceOf(EventStreams.TooManyStreamsException.class);
    }
}
