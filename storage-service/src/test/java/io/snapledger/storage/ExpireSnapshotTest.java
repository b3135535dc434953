package io.snapledger.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.snapledger.events.SnapshotExpired;
import io.snapledger.events.SnapshotKept;
import io.snapledger.events.SnapshotUndeleted;
import io.snapledger.repository.Decision;
import io.snapledger.repository.ObjectSource;
import io.snapledger.repository.Proof;
import io.snapledger.repository.RepositoryLayout;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A wish is answered with what the decision says afterwards, and with nothing else. */
class ExpireSnapshotTest {

    private Bench bench;
    private StorageService service;
    private SampleAttempt old;
    private SampleAttempt newer;

    @BeforeEach
    void start() {
        bench = new Bench("main");
        bench.addKeys("orders");
        old = SampleAttempt.ofDay("orders", 1, "main").stagedAt(bench.worker);
        newer = SampleAttempt.ofDay("orders", 2, "main").stagedAt(bench.worker);
        service = bench.start();
        service.accept(old.completed());
        service.accept(newer.completed());
        Bench.awaitIdle(service);
    }

    @AfterEach
    void stop() {
        bench.close();
    }

    @Test
    void whatABrakeHoldsIsKeptWithItsReason() {
        service.accept(old.expiry());
        Bench.awaitIdle(service);

        assertThat(bench.answers.of(SnapshotKept.class)).singleElement().satisfies(kept -> {
            assertThat(kept.reason()).isEqualTo("proven-too-few");
            assertThat(kept.rule()).isEqualTo("last: 1");
            assertThat(kept.message()).contains("HINT: prove one by a restore");
        });
        assertThat(bench.answers.of(SnapshotExpired.class)).isEmpty();
        assertThat(bench.decision("main", old)).get().isInstanceOf(Decision.Committed.class);
    }

    @Test
    void anExpiryAndItsUndoingAreToldWithTheRevisionOfTheDecision() {
        proveNewer();

        service.accept(old.expiry());
        Bench.awaitIdle(service);
        service.accept(old.undelete());
        Bench.awaitIdle(service);

        assertThat(bench.answers.of(SnapshotExpired.class))
                .singleElement()
                .satisfies(expired -> assertThat(expired.revision()).isEqualTo(2));
        assertThat(bench.answers.of(SnapshotUndeleted.class)).singleElement().satisfies(undeleted -> {
            assertThat(undeleted.revision()).isEqualTo(3);
            assertThat(undeleted.caller().name()).isEqualTo("ann");
        });
        assertThat(bench.decision("main", old).orElseThrow().revision()).isEqualTo(3);
        assertThat(bench.decision("main", old)).get().isInstanceOf(Decision.Committed.class);
    }

    @Test
    void whatWasNeverCommittedIsKeptAsSuch() {
        proveNewer();
        SampleAttempt unknown = SampleAttempt.ofDay("orders", 0, "main");
        service.accept(unknown.givenUp());
        Bench.awaitIdle(service);

        service.accept(unknown.expiry());
        Bench.awaitIdle(service);

        assertThat(bench.answers.of(SnapshotKept.class)).singleElement().satisfies(kept -> {
            assertThat(kept.reason()).isEqualTo("not-committed");
            assertThat(kept.message()).contains("ABORTED");
        });
    }

    private void proveNewer() {
        bench.backend("main")
                .create(
                        RepositoryLayout.proof(newer.snapshot()),
                        ObjectSource.bytes(
                                new Proof(newer.snapshot(), bench.clock().instant()).write()));
    }
}
