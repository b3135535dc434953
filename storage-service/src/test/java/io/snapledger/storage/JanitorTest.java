package io.snapledger.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.snapledger.events.SnapshotDeleted;
import io.snapledger.repository.BackendRepository;
import io.snapledger.repository.Decision;
import io.snapledger.repository.ObjectSource;
import io.snapledger.repository.Pin;
import io.snapledger.repository.PinHolder;
import io.snapledger.repository.Proof;
import io.snapledger.repository.RepositoryLayout;
import io.snapledger.repository.memory.Faults;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JanitorTest {

    private Bench bench;
    private StorageService service;
    private BackendRepository repository;
    private SampleAttempt old;
    private SampleAttempt newer;

    @BeforeEach
    void commitTwoSnapshots() {
        bench = new Bench("main");
        bench.addKeys("orders");
        service = bench.start();
        repository = new BackendRepository("main", bench.backend("main"));
        old = SampleAttempt.ofDay("orders", 1, "main").stagedAt(bench.worker);
        newer = SampleAttempt.ofDay("orders", 2, "main").stagedAt(bench.worker);
        service.accept(old.completed());
        service.accept(newer.completed());
        Bench.awaitIdle(service);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void withoutAProofNothingExpires() {
        service.accept(old.expiry());
        Bench.awaitIdle(service);

        assertThat(state(old)).isEqualTo(Decision.State.COMMITTED);
    }

    @Test
    void theNewestProvenSnapshotNeverExpires() {
        prove(old);
        prove(newer);

        service.accept(newer.expiry());
        Bench.awaitIdle(service);

        assertThat(state(newer)).isEqualTo(Decision.State.COMMITTED);
    }

    @Test
    void anExpiredSnapshotKeepsItsBytesForTheUndeleteWindow() {
        expireOld();

        bench.pass(Duration.ofDays(6));
        service.janitor().run();

        assertThat(state(old)).isEqualTo(Decision.State.EXPIRED);
        assertThat(bench.stored("main", old)).hasSize(4);
    }

    @Test
    void afterTheWindowTheBytesGoAndTheDecisionStays() {
        expireOld();

        bench.pass(Duration.ofDays(8));
        service.janitor().run();

        assertThat(state(old)).isEqualTo(Decision.State.DELETED);
        assertThat(bench.stored("main", old)).isEmpty();
        assertThat(bench.stored("main", newer)).hasSize(4);
        assertThat(bench.answers.of(SnapshotDeleted.class))
                .extracting(SnapshotDeleted::snapshot)
                .containsExactly(old.snapshot().value());
    }

    @Test
    void aHoldKeepsTheBytesUntilItIsTakenAway() {
        expireOld();
        PinHolder hold = PinHolder.hold("auditors");
        repository.pin(new Pin(old.snapshot(), hold, null));

        bench.pass(Duration.ofDays(8));
        service.janitor().run();
        assertThat(bench.stored("main", old)).hasSize(4);
        repository.unpin(old.snapshot(), hold);
        service.janitor().run();

        assertThat(bench.stored("main", old)).isEmpty();
    }

    @Test
    void aSweepThatWasCutShortIsEndedByTheNextRound() {
        expireOld();
        bench.pass(Duration.ofDays(8));
        Faults faults = bench.backend("main").faults();
        faults.timeout(Faults.Call.DELETE, key -> key.endsWith("/2"), 2); // a round tries twice
        service.janitor().run();
        assertThat(bench.stored("main", old)).isNotEmpty();

        service.janitor().run();

        assertThat(bench.stored("main", old)).isEmpty();
        assertThat(bench.answers.of(SnapshotDeleted.class)).isNotEmpty();
        assertThat(bench.backend("main").keys()).noneMatch(key -> key.startsWith(RepositoryLayout.SWEEPING));
        faults.requireAllHit();
    }

    @Test
    void aLateSegmentOfAnAttemptThatLostIsSwept() {
        SampleAttempt zombie = SampleAttempt.of("orders", 1, 99, "main");
        SampleAttempt winner = SampleAttempt.of("orders", 2, 98, "main").stagedAt(bench.worker);
        service.accept(winner.completed());
        Bench.awaitIdle(service);
        put(zombie);

        service.janitor().run();

        assertThat(bench.stored("main", zombie)).isEmpty();
        assertThat(bench.stored("main", winner)).hasSize(4);
    }

    @Test
    void aLateSegmentOfAnAbortedSnapshotIsSwept() {
        SampleAttempt zombie = SampleAttempt.of("orders", 1, 99, "main");
        service.accept(zombie.givenUp());
        Bench.awaitIdle(service);
        put(zombie);

        service.janitor().run();

        assertThat(bench.stored("main", zombie)).isEmpty();
    }

    @Test
    void anAttemptWithoutDecisionIsLeftAloneHoweverOld() {
        SampleAttempt undecided = SampleAttempt.of("orders", 1, 99, "main");
        put(undecided);

        bench.pass(Duration.ofDays(1000));
        service.janitor().run();

        assertThat(bench.stored("main", undecided)).hasSize(1);
        assertThat(bench.decision("main", undecided)).isEmpty();
    }

    @Test
    void aPinOfARestoreEndsWithItsOwnDeadline() {
        repository.pin(new Pin(
                newer.snapshot(),
                PinHolder.restore("r-1"),
                bench.clock().instant().plusSeconds(60)));
        service.janitor().run();
        assertThat(pins()).isOne();

        bench.pass(Duration.ofMinutes(2));
        service.janitor().run();

        assertThat(pins()).isZero();
    }

    @Test
    void aFreshProcessRepeatsTheEventOfADeletionThatACrashMayHaveLost() {
        expireOld();
        bench.pass(Duration.ofDays(8));
        service.janitor().run();
        service.close();

        StorageService next = bench.start();
        await().until(() -> bench.answers.of(SnapshotDeleted.class).size() == 2);

        assertThat(bench.answers.of(SnapshotDeleted.class))
                .containsOnly(bench.answers.of(SnapshotDeleted.class).get(0));
        next.close();
    }

    private long pins() {
        return bench.backend("main").keys().stream()
                .filter(key -> key.startsWith(RepositoryLayout.PINS))
                .count();
    }

    private void expireOld() {
        prove(newer);
        service.accept(old.expiry());
        Bench.awaitIdle(service);
        assertThat(state(old)).isEqualTo(Decision.State.EXPIRED);
    }

    private void prove(SampleAttempt snapshot) {
        bench.backend("main")
                .create(
                        RepositoryLayout.proof(snapshot.snapshot()),
                        ObjectSource.bytes(
                                new Proof(snapshot.snapshot(), bench.clock().instant()).write()));
    }

    private void put(SampleAttempt attempt) {
        bench.backend("main").create(RepositoryLayout.segment(attempt.id(1)), ObjectSource.bytes(attempt.segment(1)));
    }

    private Decision.State state(SampleAttempt attempt) {
        return bench.decision("main", attempt).orElseThrow().state();
    }
}
