package io.snapledger.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.snapledger.events.UploadFailed;
import io.snapledger.events.UploadFinished;
import io.snapledger.repository.Decision;
import io.snapledger.repository.memory.Faults;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AbortSnapshotTest {

    private Bench bench;
    private SampleAttempt attempt;

    @BeforeEach
    void prepare() {
        bench = new Bench("main");
        bench.addKeys("orders");
        attempt = SampleAttempt.of("orders", 1, 7, "main").stagedAt(bench.worker);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void aSnapshotThatIsGivenUpIsAbortedSweptAndAnswered() {
        StorageService service = bench.start();
        service.hint(attempt.staged(1));
        await().until(() -> bench.stored("main", attempt).size() == 1);

        service.accept(attempt.givenUp());
        Bench.awaitIdle(service);

        assertThat(bench.decision("main", attempt)).get().isInstanceOf(Decision.Aborted.class);
        assertThat(bench.backend("main").keys()).noneMatch(key -> key.startsWith("segments/"));
        assertThat(bench.backend("main").keys()).noneMatch(key -> key.startsWith("sweeping/"));
        assertThat(bench.answers.of(UploadFailed.class)).singleElement().satisfies(failed -> {
            assertThat(failed.reason()).isEqualTo("aborted");
            assertThat(failed.attempt()).isEqualTo("-");
            assertThat(failed.state()).isEqualTo("ABORTED");
        });
    }

    @Test
    void whereThereIsNoSuchRepositoryTheFinalAnswerSaysWhichThereAre() {
        StorageService service = bench.start();
        SampleAttempt lost = SampleAttempt.of("orders", 1, 9, "elsewhere");

        service.accept(lost.givenUp());
        Bench.awaitIdle(service);

        assertThat(bench.answers.of(UploadFailed.class)).singleElement().satisfies(failed -> {
            assertThat(failed.repository()).isEqualTo("elsewhere");
            assertThat(failed.attempt()).isEqualTo("-");
            assertThat(failed.state()).isEqualTo("NONE");
            assertThat(failed.reason()).isEqualTo("unknown-repository");
            assertThat(failed.message())
                    .contains("'elsewhere'")
                    .contains("HINT")
                    .contains("[main]");
        });
    }

    @Test
    void oneUnknownRepositoryDoesNotKeepTheOthersFromAnswering() {
        StorageService service = bench.start();
        SampleAttempt both = SampleAttempt.of("orders", 1, 9, "elsewhere", "main");

        service.accept(both.givenUp());
        Bench.awaitIdle(service);

        assertThat(bench.answers.of(UploadFailed.class))
                .extracting(UploadFailed::repository, UploadFailed::reason)
                .containsExactlyInAnyOrder(tuple("elsewhere", "unknown-repository"), tuple("main", "aborted"));
    }

    @Test
    void aSealThatComesTooLateLosesAndIsSwept() {
        StorageService service = bench.start();
        service.accept(attempt.givenUp());
        Bench.awaitIdle(service);

        service.accept(attempt.completed());
        Bench.awaitIdle(service);

        assertThat(bench.decision("main", attempt)).get().isInstanceOf(Decision.Aborted.class);
        assertThat(bench.stored("main", attempt)).isEmpty();
        assertThat(bench.answers.of(UploadFinished.class)).isEmpty();
        assertThat(bench.answers.of(UploadFailed.class))
                .extracting(UploadFailed::attempt)
                .containsExactly("-", attempt.attempt().toString());
    }

    @Test
    void aCommitThatCameFirstIsTheAnswer() {
        StorageService service = bench.start();
        service.accept(attempt.completed());
        Bench.awaitIdle(service);

        service.accept(attempt.givenUp());
        Bench.awaitIdle(service);

        assertThat(bench.decision("main", attempt)).get().isInstanceOf(Decision.Committed.class);
        assertThat(bench.stored("main", attempt)).hasSize(4);
        assertThat(bench.answers.of(UploadFailed.class)).isEmpty();
        assertThat(bench.answers.identities()).hasSize(1);
    }

    @Test
    void aRepositoryThatIsAwayIsAskedUntilItAnswers() {
        StorageService service = bench.start();
        Faults faults = bench.backend("main").faults();
        faults.timeout(Faults.Call.GET, key -> key.equals(attempt.decisionKey()), 3);

        service.accept(attempt.givenUp());
        Bench.awaitIdle(service);

        assertThat(bench.decision("main", attempt)).get().isInstanceOf(Decision.Aborted.class);
        assertThat(bench.answers.of(UploadFailed.class)).hasSize(1);
        faults.requireAllHit();
    }

    @Test
    void abortAndCommitAtOnceLeaveOneDecisionAndOneTruth() {
        for (int i = 0; i < 20; i++) {
            bench.addKeys("race-" + i);
            SampleAttempt racing =
                    SampleAttempt.of("race-" + i, 1, 50 + i, "main").stagedAt(bench.worker);
            StorageService one = bench.start();
            StorageService two = bench.start();
            one.accept(racing.completed());
            two.accept(racing.givenUp());
            Bench.awaitIdle(one);
            Bench.awaitIdle(two);

            Decision decision = bench.decision("main", racing).orElseThrow();
            boolean committed = decision.state() == Decision.State.COMMITTED;
            assertThat(bench.stored("main", racing)).hasSize(committed ? 4 : 0);
            List<String> finished = bench.answers.of(UploadFinished.class).stream()
                    .map(UploadFinished::snapshot)
                    .filter(racing.snapshot().value()::equals)
                    .toList();
            assertThat(finished.isEmpty()).isEqualTo(!committed);
        }
    }
}
