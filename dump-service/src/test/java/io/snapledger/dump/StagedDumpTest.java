package io.snapledger.dump;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.snapledger.dump.staging.Staging;
import io.snapledger.events.DumpCompleted;
import io.snapledger.events.DumpFailed;
import io.snapledger.events.DumpRequested;
import io.snapledger.events.Event;
import io.snapledger.events.Role;
import io.snapledger.repository.memory.Faults;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What becomes of staged bytes when the disk is full, a completion is lost, or dump-service stops and comes back. */
class StagedDumpTest extends DumpServiceFixture {

    @Test
    void aFullStagingStallsTheDumpUntilStorageTakesSegments() throws Exception {
        store("big", Map.of("bytes", "12000000"));
        storage.deafToHints(true);
        Worker worker = new Worker("a", 1, 4 * MIB, Duration.ofMinutes(1));
        worker.service.desk().take(request("big", 1));
        await().until(() -> worker.staging.attempts().stream()
                .anyMatch(attempt -> attempt.stalledSince().isPresent()));
        assertThat(worker.staging.usedBytes()).isLessThanOrEqualTo(4 * MIB);

        storage.deafToHints(false);
        worker.staging
                .attempts()
                .get(0)
                .unacknowledged()
                .forEach(segment -> storage.hear(Event.of(
                        Role.DUMP,
                        CLOCK.instant(),
                        new io.snapledger.events.SegmentStaged(
                                worker.staging.attempts().get(0).snapshot(),
                                "big",
                                worker.staging.attempts().get(0).attempt(),
                                "a",
                                segment.number(),
                                segment.length(),
                                segment.sha256(),
                                List.of("main")))));

        DumpCompleted completed = awaitCompleted("big");
        assertThat(read(completed)).isEqualTo(FakeStore.output(1, 12_000_000));
        assertNothingStaged();
    }

    @Test
    void aStagingThatStaysFullFailsTheAttemptWithThatReason() throws Exception {
        store("stuck", Map.of("bytes", "12000000"));
        storage.away(true);
        Worker worker = new Worker("a", 1, 4 * MIB, Duration.ofSeconds(2));

        worker.service.desk().take(request("stuck", 1));

        await().atMost(Duration.ofSeconds(30))
                .until(() -> ledger.all(DumpFailed.class).size() == 1);
        assertThat(reasonOf("stuck")).isEqualTo("staging-stalled");
        assertThat(ledger.all(DumpFailed.class).get(0).message())
                .contains("nothing was freed for 2 s; HINT: look whether storage-service runs");
        await().until(() -> FakeStore.running() == 0);
        assertNothingStaged();
    }

    @Test
    void aSealedAttemptIsAnnouncedAgainAfterARestartUntilItIsDecided() throws Exception {
        store("kept", Map.of("bytes", "2000000"));
        storage.away(true);
        Worker first = worker();
        first.service.desk().take(request("kept", 1));
        await().until(() -> ledger.all(DumpCompleted.class).size() == 1);
        int runs = FakeStore.runs("kept");
        first.stop();

        storage.away(false);
        Worker second = worker();

        DumpCompleted completed = awaitCompleted("kept");
        assertThat(FakeStore.runs("kept")).isEqualTo(runs);
        assertThat(ledger.ids().stream()
                        .filter(id -> id.startsWith("dump.completed:"))
                        .distinct())
                .hasSize(1);
        assertThat(read(completed)).isEqualTo(FakeStore.output(1, 2_000_000));
        assertNothingStaged();
        assertThat(second.service.sealedAttempts()).isZero();
    }

    @Test
    void aLostCompletionIsRepeatedUntilStorageHasDecided() throws Exception {
        store("unheard", Map.of());
        storage.away(true);
        worker().service.desk().take(request("unheard", 1));
        await().until(() -> ledger.all(DumpCompleted.class).size() == 2);

        storage.away(false);

        awaitCompleted("unheard");
        assertNothingStaged();
    }

    @Test
    void aWorkerThatIsStoppedInTheMiddleSaysSo() throws Exception {
        store("stopped", Map.of("hang", "500"));
        Worker worker = worker();
        worker.service.desk().take(request("stopped", 1));
        await().until(() -> FakeStore.running() == 1);

        worker.stop();

        assertThat(reasonOf("stopped")).isEqualTo("worker-restarted");
        assertThat(FakeStore.running()).isZero();
    }

    @Test
    void anInterruptedAttemptFailsAtTheNextStartAtOnce() throws Exception {
        store("killed", Map.of());
        Event<DumpRequested> request = request("killed", 1);
        String attempt = "1-00000000000000aa";
        try (Staging before = Staging.open(directory.resolve("a"), MIB, Duration.ofMinutes(1), CLOCK)) {
            before.begin(request, attempt);
        }
        ledger.publish(new DumpEvents("a", CLOCK).started(request, attempt));
        worker();

        await().until(() -> ledger.all(DumpFailed.class).size() == 1);
        assertThat(ledger.all(DumpFailed.class).get(0).attempt()).isEqualTo(attempt);
        assertThat(ledger.all(DumpFailed.class).get(0).snapshot())
                .isEqualTo(request.data().snapshot());
        assertThat(reasonOf("killed")).isEqualTo("worker-restarted");
        assertNothingStaged();
    }

    @Test
    void aStorageThatIsAwayAtTheStartFailsTheAttemptWithThatReason() throws Exception {
        store("lonely", Map.of());
        Worker worker = worker();
        storage.backend().faults().timeout(Faults.Call.LIST, key -> true, 1000);
        worker.service.desk().take(request("lonely", 1));

        await().atMost(Duration.ofSeconds(30))
                .until(() -> ledger.all(DumpFailed.class).size() == 1);
        assertThat(reasonOf("lonely")).isEqualTo("storage-unreachable");
    }
}
