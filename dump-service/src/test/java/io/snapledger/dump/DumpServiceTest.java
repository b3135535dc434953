package io.snapledger.dump;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.snapledger.dump.DumpDesk.Answer;
import io.snapledger.events.DumpCompleted;
import io.snapledger.events.DumpFailed;
import io.snapledger.events.DumpRequested;
import io.snapledger.events.DumpStarted;
import io.snapledger.events.Event;
import io.snapledger.events.UploadFinished;
import io.snapledger.stores.SnapshotContent;
import io.snapledger.stores.StreamSink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What dump-service does with requests that go well. */
class DumpServiceTest extends DumpServiceFixture {

    @Test
    void whatIsCommittedIsByteForByteWhatTheToolWrote() throws Exception {
        store("orders", Map.of("bytes", "3000000", "seed", "7"));
        Worker worker = worker();

        assertThat(worker.service.desk().take(request("orders", 1))).isEqualTo(Answer.STARTED);

        DumpCompleted completed = awaitCompleted("orders");
        assertThat(completed.content().bytesRead()).isEqualTo(3_000_000 + FakeStore.TRAILER);
        assertThat(completed.notIncluded()).hasSize(1);
        assertThat(read(completed)).isEqualTo(FakeStore.output(7, 3_000_000));
        assertNothingStaged();
    }

    @Test
    void theSecondBackupStoresOnlyWhatIsNew() throws Exception {
        store("orders", Map.of("bytes", "3000000", "seed", "7"));
        Worker worker = worker();
        worker.service.desk().take(request("orders", 1));
        awaitCompleted("orders");
        assertNothingStaged();
        Optional<SnapshotContent> first = FakeStore.previous("orders");

        Event<DumpRequested> next = Requests.of(
                "orders",
                1,
                Requests.DUE.plusSeconds(60),
                CLOCK.instant(),
                CLOCK.instant().plusSeconds(600),
                List.of("main"));
        worker.service.desk().take(next);

        await().until(() -> ledger.all(UploadFinished.class).size() == 2);
        DumpCompleted second = ledger.all(DumpCompleted.class).stream()
                .filter(event -> event.snapshot().equals(next.data().snapshot()))
                .findFirst()
                .orElseThrow();
        assertThat(second.content().bytesStored()).isLessThan(50_000);
        assertThat(second.content().owners()).hasSize(1);
        assertThat(read(second)).isEqualTo(FakeStore.output(7, 3_000_000));
        assertThat(first).isEmpty();
        assertThat(FakeStore.previous("orders"))
                .get()
                .satisfies(previous -> assertThat(previous.evidence().facts()).containsEntry("bytes", "3000032"));
        assertNothingStaged();
    }

    @Test
    void streamsThatAreWrittenAtOnceDoNotMix() throws Exception {
        store("parts", Map.of("bytes", "3000000", "streams", Integer.toString(StreamSink.MOST_OPEN)));
        worker().service.desk().take(request("parts", 1));

        DumpCompleted completed = awaitCompleted("parts");
        for (int i = 0; i < StreamSink.MOST_OPEN; i++) {
            assertThat(read(completed, FakeStreams.name(i))).isEqualTo(FakeStore.output(i, 3_000_000));
        }
    }

    @Test
    void moreStreamsThanMayBeOpenEndTheDump() throws Exception {
        store("torrent", Map.of("streams", Integer.toString(StreamSink.MOST_OPEN + 1)));
        worker().service.desk().take(request("torrent", 1));

        await().until(() -> ledger.all(DumpFailed.class).size() == 1);
        assertThat(reasonOf("torrent")).isEqualTo("internal");
        assertNothingStaged();
    }

    @Test
    void ofTwoWorkersThatClaimAtOnceOneDumps() throws Exception {
        store("contested", Map.of());
        Worker a = new Worker("a", 2, 8 * MIB, Duration.ofMinutes(1));
        Worker b = new Worker("b", 2, 8 * MIB, Duration.ofMinutes(1));
        int before = FakeStore.runs("contested");

        ExecutorService both = Executors.newFixedThreadPool(2);
        Event<DumpRequested> request = request("contested", 1);
        Future<Answer> first = both.submit(() -> a.service.desk().take(request));
        Future<Answer> second = both.submit(() -> b.service.desk().take(request));
        first.get();
        second.get();
        both.shutdown();

        awaitCompleted("contested");
        assertNothingStaged();
        assertThat(FakeStore.runs("contested") - before).isEqualTo(1);
        assertThat(ledger.all(DumpFailed.class)).isEmpty();
    }

    @Test
    void aHundredDuplicatesRunOneTool() throws Exception {
        store("repeated", Map.of());
        Worker worker = worker();

        List<Answer> answers = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            answers.add(worker.service.desk().take(request("repeated", 1)));
        }

        awaitCompleted("repeated");
        assertThat(answers).containsOnlyOnce(Answer.STARTED);
        assertThat(FakeStore.runs("repeated")).isEqualTo(1);
        assertThat(ledger.all(DumpStarted.class)).hasSize(1);
    }

    @Test
    void notMoreRunAtOnceThanThereAreSlots() throws Exception {
        for (int i = 0; i < 6; i++) {
            store("slot" + i, Map.of("gate", "slots"));
        }
        Worker worker = worker();
        CompletableFuture<Void> fed = CompletableFuture.runAsync(() -> {
            for (int i = 0; i < 6; i++) {
                try {
                    worker.service.desk().take(request("slot" + i, 1));
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        });
        await().until(() -> FakeStore.running() == 2);
        assertThat(ledger.all(DumpStarted.class)).hasSize(2);
        assertThat(fed).isNotDone();

        FakeStore.gate("slots").countDown();

        await().until(() -> ledger.all(DumpCompleted.class).size() == 6);
        assertThat(FakeStore.mostAtOnce()).isEqualTo(2);
    }
}
