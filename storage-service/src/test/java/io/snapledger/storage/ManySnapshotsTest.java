package io.snapledger.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.snapledger.repository.ObjectSource;
import io.snapledger.repository.Proof;
import io.snapledger.repository.RepositoryLayout;
import io.snapledger.repository.SegmentId;
import io.snapledger.repository.memory.Faults.Call;
import io.snapledger.repository.memory.ManyDecisions;
import io.snapledger.repository.memory.MemoryBackend;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What brake and janitor ask of a repository that holds the decisions of very many hourly backups of twenty stores. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ManySnapshotsTest {

    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

    private final int backups = backups();
    private final ManyDecisions many = new ManyDecisions(20, NOW, backups);
    private final MemoryBackend backend = new MemoryBackend();
    private OpenRepository repository;

    /** How many, an hour apart. */
    int backups() {
        return 500;
    }

    @BeforeAll
    void fill() {
        many.into(backend);
        repository = OpenRepository.open("main", backend, SampleAttempt.INSTALLATION, () -> NOW);
        backend.forgetCalls();
    }

    @Test
    void theBrakeListsTwiceAndReadsWhatIsProven() {
        for (int age = 1; age < backups; age += 24) {
            prove(0, age); // proofs of this store, one a day
            prove(1, age);
        }
        backend.forgetCalls();

        assertThat(new DeletionBrake(3).objection(repository, many.store(0), many.snapshot(0, backups / 2)))
                .isEmpty();

        assertThat(backend.calls(Call.LIST)).isEqualTo(2);
        assertThat(backend.calls(Call.GET)).isEqualTo(6);
        backend.forgetCalls();
        assertThat(new DeletionBrake(3).objection(repository, many.store(0), many.snapshot(0, 0)))
                .hasValueSatisfying(why -> assertThat(why).contains("no newer"));
        assertThat(backend.calls(Call.GET)).isEqualTo(6);
    }

    @Test
    void aRoundOfTheJanitorListsAndReadsWhatChanged() {
        for (int age = 0; age < backups - backups / 10; age++) {
            SegmentId segment = new SegmentId(many.store(0), many.snapshot(0, age), ManyDecisions.ATTEMPT, 1);
            backend.create(RepositoryLayout.segment(segment), ObjectSource.bytes(new byte[1]));
        }
        Janitor janitor = new Janitor(
                new Repositories(Map.of("main", repository)),
                new Answers(new RecordedAnswers(), () -> NOW),
                new DeletionBrake(1),
                Duration.ofDays(7),
                Duration.ofHours(1),
                "replica",
                () -> NOW);
        backend.forgetCalls();
        janitor.run();
        assertThat(backend.calls(Call.GET)).isEqualTo(many.count() + 1); // and the lease
        backend.forgetCalls();

        janitor.run();

        assertThat(backend.calls(Call.GET)).isEqualTo(1);
        assertThat(backend.calls(Call.STAT)).isZero();
        assertThat(backend.calls(Call.LIST)).isLessThanOrEqualTo(5);
        janitor.close();
    }

    private void prove(int store, int age) {
        byte[] proof = new Proof(many.snapshot(store, age), NOW).write();
        backend.create(RepositoryLayout.proof(many.snapshot(store, age)), ObjectSource.bytes(proof));
    }
}
