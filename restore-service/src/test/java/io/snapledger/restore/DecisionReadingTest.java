package io.snapledger.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snapledger.events.FailureCode;
import io.snapledger.repository.BackendRepository;
import io.snapledger.repository.Decision;
import io.snapledger.repository.DecisionCodec;
import io.snapledger.repository.ObjectSource;
import io.snapledger.repository.RepositoryLayout;
import io.snapledger.repository.memory.Faults.Call;
import io.snapledger.repository.memory.ManyDecisions;
import io.snapledger.repository.memory.MemoryBackend;
import io.snapledger.restore.SnapshotSelection.Selected;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What a selection reads of a repository that holds the decisions of very many hourly backups of twenty stores. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DecisionReadingTest {

    private static final Instant NOW = Instant.parse("2026-11-21T10:30:00Z");

    private final int backups = backups();
    private final ManyDecisions many = new ManyDecisions(20, Instant.parse("2026-11-21T10:00:00Z"), backups);
    private final MemoryBackend backend = new MemoryBackend();
    private final BackendRepository repository = new BackendRepository("main", backend);
    private final List<String> added = new ArrayList<>();

    /** How many, an hour apart. */
    int backups() {
        return 500;
    }

    @BeforeAll
    void fill() {
        many.into(backend);
    }

    @BeforeEach
    void fromHere() {
        backend.delete(added);
        added.clear();
        backend.forgetCalls();
    }

    @Test
    void latestReadsTheNewestBackup() throws Exception {
        Selected latest = select("latest", null);

        assertThat(latest.backup()).isEqualTo(many.backup(0));
        assertThat(latest.decisions()).hasSize(20);
        assertThat(latest.warnings()).isEmpty();
        requests(1, 20);
    }

    @Test
    void latestOfAStoreReadsOne() throws Exception {
        assertThat(select("latest", null, "store-3").decisions())
                .extracting(decision -> decision.subject().snapshot())
                .containsExactly(many.snapshot(3, 0));
        requests(1, 1);
    }

    @Test
    void aTimeReadsTheBackupBeforeIt() throws Exception {
        Selected found = select(many.due(300).plusSeconds(60).toString(), null);

        assertThat(found.backup()).isEqualTo(many.backup(300));
        requests(1, 20);
    }

    @Test
    void aSecondReadsItsBackupAlone() throws Exception {
        assertThat(select("21-11-2026-08-00-00", null).backup()).isEqualTo(many.backup(2));
        requests(1, 20);
    }

    @Test
    void aNewestBackupThatIsNotCompleteIsReadAndTheOneBefore() throws Exception {
        String lost = RepositoryLayout.decision(many.store(5), many.snapshot(5, 0));
        byte[] bytes = backend.bytes(lost);
        backend.damage(lost, null);

        Selected latest = select("latest", null);

        backend.create(lost, ObjectSource.bytes(bytes));
        assertThat(latest.backup()).isEqualTo(many.backup(1));
        assertThat(latest.warnings())
                .singleElement()
                .asString()
                .contains(many.backup(0) + " is newer but not complete");
        requests(1, 39);
    }

    @Test
    void anOldBackupOfAnotherPlanMakesLatestAmbiguousWithoutReadingAll() {
        add("weekly", many.due(backups / 2).minusSeconds(1), "committed");

        assertThatThrownBy(() -> select("latest", null)).isInstanceOfSatisfying(RestoreFailure.class, failure -> {
            assertThat(failure.reason()).isEqualTo(FailureCode.AMBIGUOUS);
            assertThat(failure).hasMessageContaining("[hourly, weekly]");
        });
        requests(1, 21);
    }

    @Test
    void ofAPlanThatIsNamedTheOthersAreNotRead() throws Exception {
        add("weekly", many.due(backups / 2).minusSeconds(1), "committed");

        Selected latest = select("latest", "weekly");

        assertThat(latest.decisions()).extracting(d -> d.subject().plan()).containsExactly("weekly");
        requests(1, 21);
    }

    @Test
    void anotherPlanOfWhichNothingIsLeftIsNotInTheWay() throws Exception {
        add("weekly", many.due(backups / 2).minusSeconds(1), "deleted");

        assertThat(select("latest", null).backup()).isEqualTo(many.backup(0));
        requests(1, 21);
    }

    @Test
    void theNewestOfOneStoreAloneIsToldToBeNarrower() throws Exception {
        add(ManyDecisions.PLAN, NOW.minusSeconds(60), "committed");

        Selected latest = select("latest", ManyDecisions.PLAN);

        assertThat(latest.decisions()).hasSize(1);
        assertThat(latest.warnings()).singleElement().asString().contains("was asked to hold [store-0] alone");
        requests(1, 61);
    }

    @Test
    void aNameOfATimeThatIsNoneIsInNobodysWay() throws Exception {
        for (String time : List.of("20250000t000000z", "20251332t256161z", "00000000t000000z")) {
            String key = "decisions/store-0/" + time + "-aaaaaaaaaa-bbbbbb.json";
            backend.create(key, ObjectSource.bytes(new byte[] {1}));
            added.add(key);
        }
        List<String> unreadable = new ArrayList<>();
        SnapshotSelection latest = new SnapshotSelection("latest", null, List.of(), List.of());

        List<Decision> read = DecisionReading.of(repository, latest, NOW, one -> unreadable.add(one.object()));

        assertThat(latest.among(read, NOW).backup()).isEqualTo(many.backup(0));
        assertThat(unreadable).containsExactlyInAnyOrderElementsOf(added);
    }

    private Selected select(String from, String plan, String... stores) throws RestoreFailure {
        SnapshotSelection selection = new SnapshotSelection(from, plan, List.of(stores), List.of());
        return selection.among(DecisionReading.of(repository, selection, NOW, unreadable -> {}), NOW);
    }

    private void add(String plan, Instant due, String state) {
        History history = new History();
        history.backup(plan, due.toString(), "store-0 files " + state);
        Decision decision = history.all().get(0);
        String key = RepositoryLayout.decision(
                decision.subject().store(), decision.subject().snapshot());
        backend.create(key, ObjectSource.bytes(DecisionCodec.write(decision)));
        added.add(key);
    }

    private void requests(int listings, int mostReads) {
        assertThat(backend.calls(Call.LIST)).as("listings").isEqualTo(listings);
        assertThat(backend.calls(Call.GET)).as("reads").isLessThanOrEqualTo(mostReads);
    }
}
