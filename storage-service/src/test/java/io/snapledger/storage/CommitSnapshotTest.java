package io.snapledger.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.snapledger.events.UploadFailed;
import io.snapledger.events.UploadFinished;
import io.snapledger.repository.AttemptId;
import io.snapledger.repository.Decision;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** What is committed, once, whoever does it. */
class CommitSnapshotTest extends CommitFixture {

    @Test
    void aSealedAttemptIsFetchedCommittedAnsweredAndAcknowledged() {
        attempt.stagedAt(bench.worker);
        StorageService service = bench.start();

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
    }

    @Test
    void theSameSealAHundredTimesIsOneDecisionAndOneEvent() {
        attempt.stagedAt(bench.worker);
        StorageService service = bench.start();

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
        StorageService one = bench.start();
        StorageService two = bench.start();

        one.accept(attempt.completed());
        two.accept(second.completed());
        Bench.awaitIdle(one);
        Bench.awaitIdle(two);

        Decision decision = bench.decision("main", attempt).orElseThrow();
        SampleAttempt winner = AttemptId.of(decision.content()).equals(attempt.attempt()) ? attempt : second;
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
        StorageService service = bench.start();
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
        StorageService killed = bench.start();
        CompletionStage<Void> done = killed.accept(attempt.completed());
        await().until(() -> !bench.decision("main", attempt).isPresent());
        killed.close();
        assertThat(done.toCompletableFuture()).as("Kafka gives it to the next").isNotDone();

        bench.worker.mood(ScriptedWorker.Mood.WELL);
        StorageService next = bench.start();
        next.accept(attempt.completed());
        Bench.awaitIdle(next);

        assertThat(bench.decision("main", attempt)).get().isInstanceOf(Decision.Committed.class);
        assertThat(bench.answers.of(UploadFinished.class)).hasSize(1);
    }

    @Test
    void withoutTwoWrappedKeysNothingIsCommitted() {
        SampleAttempt keyless = SampleAttempt.of("keyless", 1, 9, "main").stagedAt(bench.worker);
        StorageService service = bench.start();

        service.accept(keyless.completed());
        Bench.awaitIdle(service);

        assertFailed("keys-missing", "keys/keyless");
    }

    @Test
    void threeReplicasShareWorkAndRepeatEachOther() {
        List<StorageService> replicas = List.of(bench.start(), bench.start(), bench.start());
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
}
