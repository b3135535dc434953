package io.snapledger.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.snapledger.events.UploadFailed;
import io.snapledger.events.UploadFinished;
import io.snapledger.repository.RepositoryFullException;
import io.snapledger.repository.RepositoryReadOnlyException;
import io.snapledger.repository.memory.Faults;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of a commit when the worker, its bytes, the repository or Kafka is not as it should be. */
class CommitTroubleTest extends CommitFixture {

    @Test
    void aWorkerThatIsAwayIsWaitedFor() {
        attempt.stagedAt(bench.worker);
        bench.worker.mood(ScriptedWorker.Mood.UNWELL);
        StorageService service = bench.start();

        service.accept(attempt.completed());
        bench.pass(Duration.ofMinutes(5));
        assertThat(bench.answers.all()).isEmpty();
        bench.worker.mood(ScriptedWorker.Mood.WELL);
        Bench.awaitIdle(service);

        assertThat(bench.answers.of(UploadFinished.class)).hasSize(1);
        assertThat(bench.answers.of(UploadFailed.class)).isEmpty();
    }

    @Test
    void bytesThatAreGoneAreReportedAsLost() {
        attempt.stagedAt(bench.worker);
        bench.worker.lose(attempt.path(2));
        StorageService service = bench.start();

        service.accept(attempt.completed());
        Bench.awaitIdle(service);

        assertFailed("segment-lost", "[2]");
        assertThat(bench.worker.acknowledged()).isEmpty();
        assertThat(bench.decision("main", attempt)).isEmpty();
    }

    @Test
    void aWorkerThatIsNotRegisteredIsNamedInTheReason() {
        StorageService service = bench.start();

        service.accept(attempt.heldBy("dump-9").completed());
        Bench.awaitIdle(service);

        assertFailed("segment-lost", "snapledger.storage.workers.dump-9");
    }

    @ParameterizedTest
    @EnumSource(
            value = ScriptedWorker.Mood.class,
            names = {"CHANGES", "SHORTER", "LONGER"})
    void bytesOtherThanAnnouncedAreNeverStored(ScriptedWorker.Mood mood) {
        attempt.stagedAt(bench.worker);
        bench.worker.mood(mood);
        StorageService service = bench.start();

        service.accept(attempt.completed());
        Bench.awaitIdle(service);

        assertFailed("segment-lost", "");
        assertThat(bench.stored("main", attempt)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = ScriptedWorker.Mood.class,
            names = {"CUTS", "REDIRECTS"})
    void aTransferThatFailsIsTriedAgain(ScriptedWorker.Mood mood) {
        attempt.stagedAt(bench.worker);
        bench.worker.mood(mood);
        StorageService service = bench.start();

        service.accept(attempt.completed());
        await().until(() -> service.queue().tries() > 3);
        assertThat(bench.answers.all()).isEmpty();
        bench.worker.mood(ScriptedWorker.Mood.WELL);
        Bench.awaitIdle(service);

        assertThat(bench.answers.of(UploadFinished.class)).hasSize(1);
    }

    @Test
    void aRepositoryThatStaysFullIsAnsweredWithThatReason() {
        attempt.stagedAt(bench.worker);
        bench.backend("main")
                .faults()
                .fail(
                        Faults.Call.CREATE,
                        key -> key.startsWith("segments/"),
                        1_000_000,
                        () -> new RepositoryFullException("no space left; HINT: make room", null));
        StorageService service = bench.start();

        service.accept(attempt.completed());
        bench.refuseLong(service);
        Bench.awaitIdle(service);

        assertFailed("repository-full", "no space left");
        assertThat(bench.worker.acknowledged()).isEmpty();
    }

    @Test
    void aRepositoryThatIsFullForAMomentIsNoTrouble() {
        attempt.stagedAt(bench.worker);
        bench.backend("main")
                .faults()
                .fail(
                        Faults.Call.CREATE,
                        key -> key.startsWith("segments/"),
                        2,
                        () -> new RepositoryFullException("no space left", null));
        StorageService service = bench.start();

        service.accept(attempt.completed());
        Bench.awaitIdle(service);

        assertThat(bench.answers.of(UploadFailed.class)).isEmpty();
        assertThat(bench.answers.of(UploadFinished.class)).hasSize(1);
    }

    @Test
    void aReadOnlyRepositoryIsAnsweredWithThatReason() {
        attempt.stagedAt(bench.worker);
        StorageService service = bench.start();
        bench.backend("main")
                .faults()
                .fail(
                        Faults.Call.CREATE,
                        key -> true,
                        1_000_000,
                        () -> new RepositoryReadOnlyException("read-only file system", null));

        service.accept(attempt.completed());
        bench.refuseLong(service);
        Bench.awaitIdle(service);

        assertFailed("repository-read-only", "read-only file system");
    }

    @Test
    void aRepositoryThatIsNotConfiguredIsNamed() {
        StorageService service = bench.start();

        service.accept(SampleAttempt.of("orders", 1, 7, "elsewhere").completed());
        Bench.awaitIdle(service);

        assertFailed("unknown-repository", "[copy, main]");
    }

    @Test
    void aSecondRepositoryThatIsAwayDoesNotHoldUpTheFirstAndKeepsTheStaging() {
        SampleAttempt both = SampleAttempt.of("orders", 1, 7, "main", "copy").stagedAt(bench.worker);
        StorageService service = bench.start();
        bench.backend("copy").faults().timeout(Faults.Call.CREATE, key -> key.startsWith("segments/"), 6);

        service.accept(both.completed());
        await().until(() -> !bench.answers.of(UploadFinished.class).isEmpty());
        assertThat(bench.worker.acknowledged()).isEmpty();
        Bench.awaitIdle(service);

        assertThat(bench.answers.of(UploadFinished.class))
                .extracting(UploadFinished::repository)
                .containsExactly("main", "copy");
        assertThat(bench.worker.acknowledged()).contains(both.path(1), both.path(2), both.path(3));
    }

    @Test
    void anAnswerThatKafkaDoesNotTakeIsGivenLater() {
        attempt.stagedAt(bench.worker);
        bench.answers.away(true);
        StorageService service = bench.start();

        service.accept(attempt.completed());
        await().until(() -> bench.decision("main", attempt).isPresent());
        bench.answers.away(false);
        Bench.awaitIdle(service);

        assertThat(bench.answers.of(UploadFinished.class)).hasSize(1);
    }

    @Test
    void aDecisionWhoseCreationWasNotAnsweredIsLookedAt() {
        attempt.stagedAt(bench.worker);
        Faults faults = bench.backend("main").faults();
        faults.executeThenTimeout(Faults.Call.CREATE, key -> key.equals(attempt.decisionKey()), 1);
        StorageService service = bench.start();

        service.accept(attempt.completed());
        Bench.awaitIdle(service);

        assertThat(bench.answers.of(UploadFinished.class)).hasSize(1);
        faults.requireAllHit();
    }
}
