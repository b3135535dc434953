package io.snapledger.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.snapledger.repository.memory.Faults.Call;
import io.snapledger.repository.memory.ManyDecisions;
import io.snapledger.repository.memory.MemoryBackend;
import io.snapledger.repository.protocol.BaseChoice;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What is asked of a repository that holds the decisions of very many hourly backups of twenty stores. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ManyDecisionsTest {

    private static final int STORES = 20;

    private final int backups = backups();
    private final ManyDecisions many = new ManyDecisions(STORES, Instant.parse("2026-11-21T10:00:00Z"), backups);
    private final MemoryBackend backend = new MemoryBackend();
    private final BackendRepository repository = new BackendRepository("main", backend);
    private final DecisionIndex index = new DecisionIndex(backend, 2);

    /** How many, an hour apart. */
    int backups() {
        return 500;
    }

    @BeforeAll
    void fill() {
        many.into(backend);
        assertThat(backend.keys()).hasSize(STORES * backups);
        index.look();
        assertThat(backend.calls(Call.GET)).isEqualTo(STORES * backups);
    }

    @BeforeEach
    void countFromHere() {
        backend.forgetCalls();
    }

    @Test
    void theNewestOfAStoreIsOneListingAndOneRead() {
        assertThat(BaseChoice.newest(repository, many.store(3)))
                .map(base -> base.subject().snapshot())
                .contains(many.snapshot(3, 0));

        requests(1, 1);
    }

    @Test
    void aBaseIsOneListingAndAHandfulOfReads() {
        SnapshotId holder = new SnapshotId("20270101t000000z-abcdefghij-klmnop");

        assertThat(BaseChoice.pinned(List.of(repository), many.store(3), ManyDecisions.EPOCH, holder))
                .map(base -> base.subject().snapshot())
                .contains(many.snapshot(3, 0));

        requests(1, 2);
    }

    @Test
    void aBaseOfAnEpochThatHasNoneIsNotSoughtThroughTheYears() {
        SnapshotId holder = new SnapshotId("20270101t000000z-abcdefghij-klmnop");

        assertThat(BaseChoice.pinned(List.of(repository), many.store(3), "ffffffffffffffff", holder))
                .isEmpty();

        requests(1, 100);
    }

    @Test
    void aRangeOfTimeIsReadAloneWhateverIsOutsideOfIt() {
        DecisionFilter twoHours = new DecisionFilter(null, null, null, null, many.due(301), many.due(299));

        assertThat(repository.decisions(twoHours))
                .hasSize(40)
                .allMatch(decision -> !decision.subject().dueAt().isBefore(many.due(301)))
                .allMatch(decision -> decision.subject().dueAt().isBefore(many.due(299)));

        requests(1, 60); // the hour at its end is known to be outside by its content alone
    }

    @Test
    void namesAreToldNewestFirstWithoutARead() {
        assertThat(repository.decided(DecisionFilter.ofStore(many.store(7)), stray -> {}))
                .extracting(DecidedSnapshot::snapshot)
                .hasSize(backups)
                .startsWith(many.snapshot(7, 0), many.snapshot(7, 1))
                .endsWith(many.snapshot(7, backups - 1));
        requests(1, 0);
    }

    @Test
    void aLookAgainIsOneListingAndTheReadsOfWhatChanged() {
        assertThat(index.in(Decision.State.EXPIRED)).hasSize(STORES * many.expiredOfStore());
        String key = RepositoryLayout.decision(many.store(3), many.snapshot(3, 17));
        byte[] expired = DecisionCodec.write(many.committed(3, 17).expire("old", many.due(0)));
        byte[] committed = backend.bytes(key);
        swap(key, expired);
        backend.forgetCalls();

        index.look();

        requests(1, 1);
        assertThat(index.of(many.store(3), many.snapshot(3, 17)))
                .contains(new DecisionIndex.Known(
                        many.store(3),
                        many.snapshot(3, 17),
                        Decision.State.EXPIRED,
                        many.due(0),
                        ManyDecisions.ATTEMPT));
        swap(key, committed);
        index.look();
        backend.forgetCalls();
        index.look();
        requests(1, 0);
    }

    @Test
    void whatCannotBeReadIsToldAtEachLookAndReadOnce() {
        String key = RepositoryLayout.decision(many.store(4), many.snapshot(4, 17));
        byte[] whole = backend.bytes(key);
        backend.damage(key, new byte[] {1});
        index.look();
        backend.forgetCalls();
        index.look();

        requests(1, 0);
        assertThat(index.unreadable()).extracting(UnreadableDecision::object).containsExactly(key);
        assertThat(index.of(many.store(4), many.snapshot(4, 17))).isEmpty();
        backend.damage(key, null);
        index.look();
        assertThat(index.unreadable()).isEmpty();
        backend.create(key, ObjectSource.bytes(whole));
        index.look();
        assertThat(index.of(many.store(4), many.snapshot(4, 17))).isPresent();
    }

    @Test
    void aLookThatBreaksOffGoesOnWhereItWas() {
        DecisionIndex fresh = new DecisionIndex(backend, 1);
        backend.faults().timeout(Call.GET, key -> backend.calls(Call.GET) == STORES * backups / 2, 1);

        assertThat(catchThrowable(fresh::look)).isInstanceOf(RepositoryException.Transient.class);
        fresh.look();

        assertThat(backend.calls(Call.GET)).isEqualTo(STORES * backups + 1);
        assertThat(fresh.in(Decision.State.COMMITTED))
                .hasSize(STORES * (backups - backups / 10 - many.expiredOfStore()));
        backend.faults().requireAllHit();
    }

    private void swap(String key, byte[] content) {
        String version = backend.get(key, DecisionCodec.LIMIT).orElseThrow().version();
        assertThat(backend.replace(key, version, content)).isTrue();
    }

    private void requests(int listings, int mostReads) {
        assertThat(backend.calls(Call.LIST)).as("listings").isEqualTo(listings);
        assertThat(backend.calls(Call.GET)).as("reads").isLessThanOrEqualTo(mostReads);
        assertThat(backend.calls(Call.STAT)).as("stats").isZero();
    }
}
