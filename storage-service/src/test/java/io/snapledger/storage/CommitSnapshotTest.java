package io.snapledger.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.snapledger.events.UploadFailed;
import io.snapledger.events.UploadFinished;
import io.snapledger.repository.Decision;
import io.snapledger.repository.RepositoryFullException;
import io.snapledger.repository.RepositoryReadOnlyException;
import io.snapledger.repository.memory.Faults;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CommitSnapshotTest {

    @TempDir
    Path directory;

    private Bench bench;
    private SampleAttempt attempt;

    @BeforeEach
    void prepare() {
        bench = new Bench(directory, "main", "copy");
        bench.addKeys("orders");
        attempt = SampleAttempt.of("orders", 1, 7, "main");
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void aSealedAttemptIsFetchedCommittedAnsweredAndAcknowledged() {
        attempt.stagedAt(bench.worker);
        StorageService service = bench.start("one");

        service.accept(attempt.completed());
        Bench.awaitIdle(service);

        assertThat(bench.decision("main", attempt)).get().isInstanceOf(Decision.Committed.class);
        assertThat(bench.stored("main", attempt)).hasSize(4);
        assertThat(bench.answers.of(UploadFinished.class)).singleElement().satisfies(finished -> {
            assertThat(finished.attempt()).isEqualTo(attempt.attempt().toString());
            assertThat(finished.repository()).isEqualTo("main");
        });
        assertThat(bench.worker.acknowledged())
                .containsExactlyInAnyOrder(attempt.path(1), attempt.path(2), attempt.path(3));
        assertThat(directory.resolve("one")).isEmptyDirectory();
    }

    @Test
    void theSameSealAHundredTimesIsOneDecisionAndOneEvent() {
        attempt.stagedAt(bench.worker);
        StorageService service = bench.start("one");

        for (int i = 0; i < 100; i++) {
            service.accept(attempt.completed());
        }
        Bench.awaitIdle(service);
        byte[] decision = bench.backend("main").bytes(attempt.decisionKey());
        service.accept(attempt.completed());
        Bench.awaitIdle(service);

        assertThat(bench.answers.identities()).hasSize(1);
        assertThat(bench.answers.all().stream().distinct()).hasSize(1);
        assertThat(bench.backend("main").bytes(attempt.decisionKey())).isEqualTo(decision);
        assertThat(bench.worker.gets()).isEqualTo(4);
    }

    @Test
    void ofTwoAttemptsOneIsCommittedAndTheOtherSwept() {
        SampleAttempt second = SampleAttempt.of("orders", 2, 8, "main").stagedAt(bench.worker);
        attempt.stagedAt(bench.worker);
        StorageService one = bench.start("one");
        StorageService two = bench.start("two");

        one.accept(attempt.completed());
        two.accept(second.completed());
        Bench.awaitIdle(one);
        Bench.awaitIdle(two);

        Decision decision = bench.decision("main", attempt).orElseThrow();
        SampleAttempt winner = decision.content().attempt().equals(attempt.attempt()) ? attempt : second;
        SampleAttempt loser = winner == attempt ? second : attempt;
        assertThat(bench.stored("main", winner)).hasSize(4);
        assertThat(bench.stored("main", loser)).isEmpty();
        assertThat(bench.answers.of(UploadFinished.class))
                .allMatch(finished -> finished.attempt().equals(winner.attempt().toString()));
        assertThat(bench.answers.of(UploadFailed.class)).singleElement().satisfies(failed -> {
            assertThat(failed.attempt()).isEqualTo(loser.attempt().toString());
            assertThat(failed.reason()).isEqualTo("lost-to-other-attempt");
            assertThat(failed.state()).isEqualTo("COMMITTED");
        });
    }

    @Test
    void whatAFailedAttemptHasStoredIsSweptWhenTheNextOneIsCommitted() {
        attempt.stagedAt(bench.worker);
        bench.worker.lose(attempt.path(2));
        SampleAttempt second = SampleAttempt.of("orders", 2, 8, "main").stagedAt(bench.worker);
        StorageService service = bench.start("one");
        service.accept(attempt.completed());
        Bench.awaitIdle(service);
        assertThat(bench.stored("main", attempt)).isNotEmpty();

        service.accept(second.completed());
        Bench.awaitIdle(service);

        assertThat(bench.stored("main", second)).hasSize(4);
        assertThat(bench.stored("main", attempt)).isEmpty();
    }

    @Test
    void anotherProcessGoesOnWhereOneWasKilled() {
        attempt.stagedAt(bench.worker);
        bench.worker.mood(ScriptedWorker.Mood.UNWELL);
        StorageService killed = bench.start("one");
        killed.accept(attempt.completed());
        await().until(() -> !bench.decision("main", attempt).isPresent());
        killed.close();

        bench.worker.mood(ScriptedWorker.Mood.WELL);
        StorageService next = bench.start("one");
        Bench.awaitIdle(next);

        assertThat(bench.decision("main", attempt)).get().isInstanceOf(Decision.Committed.class);
        assertThat(bench.answers.of(UploadFinished.class)).hasSize(1);
    }

    @Test
    void aWorkerThatIsAwayIsWaitedFor() {
        attempt.stagedAt(bench.worker);
        bench.worker.mood(ScriptedWorker.Mood.UNWELL);
        StorageService service = bench.start("one");

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
        StorageService service = bench.start("one");

        service.accept(attempt.completed());
        Bench.awaitIdle(service);

        assertFailed("segment-lost", "[2]");
        assertThat(bench.worker.acknowledged()).isEmpty();
        assertThat(bench.decision("main", attempt)).isEmpty();
    }

    @Test
    void aWorkerThatIsNotRegisteredIsNamedInTheReason() {
        StorageService service = bench.start("one");

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
        StorageService service = bench.start("one");

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
        StorageService service = bench.start("one");

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
        StorageService service = bench.start("one");

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
        StorageService service = bench.start("one");

        service.accept(attempt.completed());
        Bench.awaitIdle(service);

        assertThat(bench.answers.of(UploadFailed.class)).isEmpty();
        assertThat(bench.answers.of(UploadFinished.class)).hasSize(1);
    }

    @Test
    void aReadOnlyRepositoryIsAnsweredWithThatReason() {
        attempt.stagedAt(bench.worker);
        StorageService service = bench.start("one");
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
        StorageService service = bench.start("one");

        service.accept(SampleAttempt.of("orders", 1, 7, "elsewhere").completed());
        Bench.awaitIdle(service);

        assertFailed("repository-unknown", "[copy, main]");
    }

    @Test
    void aDecisionWhoseCreationWasNotAnsweredIsLookedAt() {
        attempt.stagedAt(bench.worker);
        Faults faults = bench.backend("main").faults();
        faults.executeThenTimeout(Faults.Call.CREATE, key -> key.equals(attempt.decisionKey()), 1);
        StorageService service = bench.start("one");

        service.accept(attempt.completed());
        Bench.awaitIdle(service);

        assertThat(bench.answers.of(UploadFinished.class)).hasSize(1);
        faults.requireAllHit();
    }

    @Test
    void withoutTwoWrappedKeysNothingIsCommitted() {
        SampleAttempt keyless = SampleAttempt.of("keyless", 1, 9, "main").stagedAt(bench.worker);
        StorageService service = bench.start("one");

        service.accept(keyless.completed());
        Bench.awaitIdle(service);

        assertFailed("keys-missing", "keys/keyless");
    }

    @Test
    void aSecondRepositoryThatIsAwayDoesNotHoldUpTheFirstAndKeepsTheStaging() {
        SampleAttempt both = SampleAttempt.of("orders", 1, 7, "main", "copy").stagedAt(bench.worker);
        StorageService service = bench.start("one");
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
        StorageService service = bench.start("one");

        service.accept(attempt.completed());
        await().until(() -> bench.decision("main", attempt).isPresent());
        bench.answers.away(false);
        Bench.awaitIdle(service);

        assertThat(bench.answers.of(UploadFinished.class)).hasSize(1);
    }

    @Test
    void threeReplicasShareWorkAndRepeatEachOther() {
        List<StorageService> replicas = List.of(bench.start("one"), bench.start("two"), bench.start("three"));
        List<SampleAttempt> attempts = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            bench.addKeys("store-" + i);
            attempts.add(SampleAttempt.of("store-" + i, 1, 100 + i, "main").stagedAt(bench.worker));
        }

        for (int i = 0; i < attempts.size(); i++) {
            replicas.get(i % 3).accept(attempts.get(i).completed());
            replicas.get((i + 1) % 3).accept(attempts.get(i).completed());
        }
        replicas.forEach(Bench::awaitIdle);

        assertThat(attempts)
                .allSatisfy(one -> assertThat(bench.stored("main", one)).hasSize(4));
        assertThat(bench.answers.identities()).hasSize(12);
        assertThat(bench.answers.of(UploadFailed.class)).isEmpty();
    }

    private void assertFailed(String reason, String message) {
        assertThat(bench.answers.of(UploadFinished.class)).isEmpty();
        assertThat(bench.answers.of(UploadFailed.class)).singleElement().satisfies(failed -> {
            assertThat(failed.reason()).isEqualTo(reason);
            assertThat(failed.message()).contains(message);
            assertThat(failed.state()).isEqualTo("NONE");
        });
    }
}
